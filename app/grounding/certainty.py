"""What a source leaves open and a claim takes for settled."""

from collections.abc import Iterator
from typing import Final

from app.grounding.phrases import Found, Phrases, listed
from app.grounding.statements import Statement, root
from app.terms import turning_words as terms

HALF: Final = 0.5
"""Share of a claim's plain words that must stand under "no evidence that" for it to be meant."""

_UNPROVEN: Final = Phrases((each, True) for each in listed(terms.UNPROVEN))
_MAY: Final = Phrases((each, True) for each in listed(terms.MAY))
_MUST: Final = Phrases((each, True) for each in listed(terms.MUST))
_OUGHT: Final = Phrases((each, True) for each in listed(terms.OUGHT))
_ONLY_IF: Final = Phrases((each, True) for each in listed(terms.ONLY_IF))
_OPEN_WITH: Final = frozenset(listed(terms.OPEN_WITH))
_ENDS: Final = frozenset(",;:.()")


def unsettled(claim: Statement, source: Statement, question: str) -> str | None:
    """Why the claim goes further than the source; None where it does not.

    Args:
        claim, source: sentences that speak of the same things.
        question: what was asked: a condition that it names need not be repeated.
    """
    negated = any(unit.turns for unit in claim.units)
    if not negated and _left_open(claim, source):
        return "the source says that this is not known or not shown; the claim says that it is so"
    if _ordered(claim, source):
        return "the source says that it may be done; the claim says that it must"
    if not negated and _unconditional(claim, source, question):
        return "the source says so under a condition that the claim leaves out"
    return None


def _keys(words: tuple[str, ...]) -> set[str]:
    return {key for word in words if (key := root(word))}


def _left_open(claim: Statement, source: Statement) -> bool:
    if any(_UNPROVEN.find(claim.words)):
        return False
    wanted = {unit.key for unit in claim.units if unit.plain}
    return any(
        len(wanted & _keys(reach)) >= HALF * len(wanted) > 0
        for found in _UNPROVEN.find(source.words)
        for reach in _reach(found, source.words)
    )


def _reach(found: Found[bool], words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words that a phrase leaves open: those it opens, those after a `whether` before it."""
    if not _OPEN_WITH.isdisjoint(words[found.end : found.end + 2]):
        yield words[found.end :]
    if "whether" in words[: found.start]:
        yield words[words.index("whether") : found.start]


def _ordered(claim: Statement, source: Statement) -> bool:
    ordered = [each for each in _MUST.find(claim.words) if claim.words[each.end :][:1] != ("not",)]
    if not ordered or any(_OUGHT.find(source.words)):
        return False
    allowed = (each for each in _MAY.find(source.words) if source.words[each.end :][:1] != ("not",))
    return any(allowed)


def _unconditional(claim: Statement, source: Statement, question: str) -> bool:
    """Only of a claim that something is done or allowed: leaving it undone needs no condition."""
    if any(("use", -1) in unit.signs or ("going on", -1) in unit.signs for unit in claim.units):
        return False
    if "if" in claim.words or any(_ONLY_IF.find(claim.words)):
        return False
    known = _keys(claim.words) | _keys(tuple(question.lower().split()))
    for found in _ONLY_IF.find(source.words):
        condition = _keys(_until_end(source.words[found.end :]))
        if condition and condition.isdisjoint(known):
            return True
    return False


def _until_end(words: tuple[str, ...]) -> tuple[str, ...]:
    end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
    return words[:end]
