"""A library of made-up, clinical-looking text of any size, the same for the same seed.

Nothing in it is true and nothing is taken from anywhere: sentences are drawn from the word lists
below. What matters is its shape: half of the passages stand in many small files, the others in a
few large ones, of which there are two kinds: books of plain text, and PubMed files of many records.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from app.domain.frozen import Frozen

SMALL: Final = 5
"""Passages of a small file: as many as an abstract or a leaflet has."""
BOOK: Final = 400
RECORDS: Final = 10_000
"""Passages of a book and records of a PubMed file at most; however large the library is, no single
file is larger."""
BOOKS_SHARE, RECORDS_SHARE = 0.2, 0.3
"""Of all passages."""
SHORTEST: Final = 1000
"""Characters of a paragraph. The splitter fills passages up to 1,200, so two never share one."""


def _each(words: str) -> list[str]:
    return words.split()


_STEMS: Final = tuple(
    first + rest
    for first in _each("bal dor fen gar lum mir nov pel quin ros tal vex zor")
    for rest in _each("ado ami eno ila oxi uri")
)
_DRUGS: Final = tuple(stem + end for stem in _STEMS for end in ("mab", "pril", "statin", "ol"))
_ILLS: Final = tuple(
    f"{where} {what}"
    for where in _each("renal hepatic cardiac pulmonary gastric cerebral dermal ocular")
    for what in _each("failure fibrosis stenosis inflammation oedema infarction infection")
)
_PEOPLE: Final = (
    *("adults", "children under 12", "pregnant women", "people over 75", "outpatients"),
    *("people on dialysis", "smokers", "inpatients", "neonates", "people with diabetes"),
)
_VERBS: Final = (
    *("reduced", "did not change", "raised", "was associated with less", "delayed", "prevented"),
    *("was no better than placebo for", "improved", "shortened the course of"),
)
_SHAPES: Final = (
    "In {n} {people} {drug} {verb} {ill} over {weeks} weeks ({low} to {high}%).",
    "Give {drug} {dose} mg {times} daily to {people} with {ill}, and stop after {weeks} weeks.",
    "{Drug} should not be given with {other}, since {ill} was seen in {low} of {n} {people}.",
    "Monitor {people} for {ill} every {weeks} weeks while they take {drug} {dose} mg.",
    "Of {n} {people} who had {ill}, {low}% stopped {drug} and {high}% went on with {other}.",
    "The trial compared {drug} {dose} mg with {other} in {people}; {ill} came first in {low}%.",
    "Where {ill} persists for {weeks} weeks, {drug} may be replaced by {other} {dose} mg.",
)


class Written(Frozen):
    """What was written."""

    files: int
    characters: int
    """Of the words, titles included, without the mark-up around them."""


def write_library(folder: Path, passages: int, seed: int) -> Written:
    """Write files for about so many passages into `folder`, which must not exist yet.

    Args:
        passages: at least 1; what the splitter makes of the files differs by a few in a hundred.
    """
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    in_books, in_records = int(passages * BOOKS_SHARE), int(passages * RECORDS_SHARE)
    files = characters = 0
    for size in _sizes(passages - in_books - in_records, SMALL):
        below = folder / f"{files // 1000:03d}"
        below.mkdir(exist_ok=True)
        characters += _text_file(below / f"leaflet-{files:06d}.txt", size, chance)
        files += 1
    for size in _sizes(in_books, BOOK):
        characters += _text_file(folder / f"book-{files:06d}.txt", size, chance)
        files += 1
    first = 1
    for size in _sizes(in_records, RECORDS):
        characters += _record_file(folder / f"records-{files:06d}.xml", first, size, chance)
        files += 1
        first += size
    return Written(files=files, characters=characters)


def change_one(folder: Path, seed: int) -> Path:
    """Add a paragraph to one small file of a library that `write_library` wrote."""
    file = min(folder.rglob("leaflet-*.txt"))
    with file.open("a", encoding="utf-8") as words:
        words.write(f"\n{_paragraph(random.Random(seed))}\n")
    return file


def _sizes(passages: int, most: int) -> Iterator[int]:
    for start in range(0, passages, most):
        yield min(most, passages - start)


def _text_file(file: Path, passages: int, chance: random.Random) -> int:
    text = "\n\n".join((_title(chance), *(_paragraph(chance) for _ in range(passages)))) + "\n"
    file.write_text(text, encoding="utf-8")
    return len(text)


def _record_file(file: Path, first: int, records: int, chance: random.Random) -> int:
    """A PubMed file of one-paragraph records, written as it is made."""
    characters = 0
    with file.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n')
        for pmid in range(first, first + records):
            title, words = _title(chance), _paragraph(chance)
            characters += len(title) + len(words)
            out.write(
                f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID>'
                f"<Article><ArticleTitle>{escape(title)}</ArticleTitle><Abstract><AbstractText>"
                f"{escape(words)}</AbstractText></Abstract></Article></MedlineCitation>"
                "</PubmedArticle>\n"
            )
        out.write("</PubmedArticleSet>\n")
    return characters


def _title(chance: random.Random) -> str:
    drug, people = chance.choice(_DRUGS).capitalize(), chance.choice(_PEOPLE)
    return f"{drug} for {chance.choice(_ILLS)} in {people}, report {chance.randrange(10**6)}"


def _paragraph(chance: random.Random) -> str:
    sentences: list[str] = []
    length = 0
    while length < SHORTEST:
        sentences.append(_sentence(chance))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def _sentence(chance: random.Random) -> str:
    drug = chance.choice(_DRUGS)
    low = chance.randrange(1, 50)
    return chance.choice(_SHAPES).format(
        drug=drug,
        Drug=drug.capitalize(),
        other=chance.choice(_DRUGS),
        ill=chance.choice(_ILLS),
        people=chance.choice(_PEOPLE),
        verb=chance.choice(_VERBS),
        times=chance.choice(("once", "twice", "three times")),
        n=chance.randrange(20, 5000),
        low=low,
        high=low + chance.randrange(1, 40),
        weeks=chance.randrange(2, 53),
        dose=chance.choice((2.5, 5, 10, 20, 40, 75, 150, 300)),
    )
