"""A name put in the place of another, in a sentence that is otherwise the same.

`Examplol lowers blood pressure` quoted for `otherdrug lowers blood pressure`: all but one word
agrees, so likeness sees nothing, and yet nothing is said of the other drug.
"""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from app.domain.ports.embedding import Vocabulary
from app.grounding.matching.coverage import is_name
from app.grounding.matching.cues import cue_of
from app.grounding.matching.words import Word

SAME: Final = 0.7
"""Share of the claim's words that stand in the sentence in the same order: below it the claim is a
paraphrase, where a name may well have become another. `eval/README.md` has what this costs."""
BEGINNING: Final = 6
"""Letters by which an inflected or derived form of a name is known: cytokine, cytokinesis."""
LONGEST: Final = 3
"""Words of one name."""
_GENERAL = """
agent condition disease disorder drug illness individual medication medicine patient product
substance subject therapy treatment compound
"""
GENERAL: Final = frozenset(_GENERAL.split())
"""What a claim may call a thing that its quote names."""


class Exchanged(NamedTuple):
    ours: str
    """The word of the claim, in lower case."""
    theirs: str
    """What the quote says in its place."""


def exchanged_name(
    claim: Sequence[Word],
    sentence: Sequence[Word],
    quoted: Collection[str],
    vocabulary: Vocabulary,
) -> Exchanged | None:
    """The first name of the claim that stands where the sentence names something else; None where
    there is none, or where the two are not worded alike.

    Args:
        quoted: stems of everything quoted, with its headings; a word among them is no exchange.
    """
    ours, theirs = [word.stem for word in claim], [word.stem for word in sentence]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    steps = matcher.get_opcodes()
    kept = sum(end - start for kind, start, end, _, _ in steps if kind == "equal")
    if kept < SAME * len(ours):
        return None
    beginnings = {stem[:BEGINNING] for stem in quoted}
    for kind, start, end, other_start, other_end in steps:
        if kind != "replace" or max(end - start, other_end - other_start) > LONGEST:
            continue
        new = [word for word in claim[start:end] if _tells(word) and _is_new(word, beginnings)]
        gone = [word for word in sentence[other_start:other_end] if _tells(word)]
        if new and gone and any(is_name(word, vocabulary) for word in (*new, *gone)):
            return Exchanged(new[0].text, gone[0].text)
    return None


def _tells(word: Word) -> bool:
    """Whether the word could name a thing: no number, no word of direction, none of grammar."""
    return (
        word.is_content
        and not word.is_number
        and cue_of(word.text) is None
        and word.text.rstrip("s") not in GENERAL
        and len(word.text) > LONGEST
    )


def _is_new(word: Word, beginnings: Collection[str]) -> bool:
    return word.stem[:BEGINNING] not in beginnings
