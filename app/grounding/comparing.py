"""Sentences that compare two things, and which stands first."""

from typing import Final

from app.grounding.phrases import Phrases, listed
from app.grounding.statements import Statement, root
from app.terms.turning_words import COMPARING

_COMPARING: Final = Phrases((each, True) for each in listed(COMPARING))


def exchanged_sides(claim: Statement, source: Statement) -> bool:
    """Whether what is compared stands the other way round: less in one than in the other is more
    in the other than in the one."""
    here, there = _compared(claim), _compared(source)
    if here is None or there is None:
        return False
    return bool((here[1] & there[0]) - there[1]) and bool((here[0] & there[1]) - there[0])


def _compared(statement: Statement) -> tuple[set[str], set[str]] | None:
    """The roots before and after the word between two things that are compared."""
    found = next(_COMPARING.find(statement.words), None)
    if found is None:
        return None
    sides = (statement.words[: found.start], statement.words[found.end :])
    before, after = ({root(word) for word in words} - {""} for words in sides)
    return before, after
