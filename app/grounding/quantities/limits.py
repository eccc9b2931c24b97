"""Limits around a number: `less than 30`, `the age of 12 or older`, `should not exceed 40`."""

from collections.abc import Sequence
from typing import NamedTuple

from app.grounding.quantities.tokens import Token
from app.terms.bounds import (
    AFTER,
    APPROXIMATELY,
    AT_LEAST,
    AT_MOST,
    BEFORE,
    BEHIND,
    BESIDE_NOT,
    BETWEEN,
    LONGEST,
    NEGATED,
    NOT,
)
from app.terms.number_words import ONES

_SKIPPED = 4
_NEGATION = 3
_CALLED = 8
_LAST = frozenset(phrase[-1] for phrase in BEFORE)
_FIRST = frozenset(phrase[0] for phrase in AFTER)


class Limit(NamedTuple):
    """A limit and the token its words begin at (before a number) or end at (behind it)."""

    bound: str
    at: int


def limit_before(row: Sequence[Token], at: int, floor: int) -> Limit | None:
    """The limit whose words end just before `row[at]`; none of them stands before `floor`."""
    end = at
    for _ in range(_SKIPPED + 1):
        found = _phrase_ending(row, end, floor)
        if found is not None:
            return _unless_negated(row, found, floor)
        if end - 1 < floor or row[end - 1].text not in BETWEEN:
            return None
        end -= 1
    return None


def limit_behind(row: Sequence[Token], at: int) -> Limit | None:
    """The limit whose words begin at `row[at]`, or a few words further: `of age or older`."""
    for start in range(at, min(at + _SKIPPED + 1, len(row))):
        longest = min(LONGEST, len(row) - start) if row[start].text in _FIRST else 0
        for length in range(longest, 0, -1):
            bound = AFTER.get(tuple(token.text for token in row[start : start + length]))
            if bound is not None and not _is_of_the_next(row, start + length):
                return Limit(bound, start + length)
        if row[start].text not in BEHIND:
            return None
    return None


def _is_of_the_next(row: Sequence[Token], at: int) -> bool:
    """Whether a number stands behind the limit, which is then its own: `40 at least 6 months`."""
    return at < len(row) and (row[at].shape == "number" or row[at].text in ONES)


def about_before(row: Sequence[Token], at: int, floor: int) -> int:
    """Where the words `about` or `approximately` before the number begin; `at` without them."""
    return at - 1 if at - 1 >= floor and row[at - 1].text in APPROXIMATELY else at


def called(row: Sequence[Token], at: int, floor: int) -> str:
    """`at most` where words shortly before call the number a maximum, `at least` a minimum."""
    for here in range(at - 1, max(floor, at - _CALLED) - 1, -1):
        text = row[here].text
        if text in ("maximum", "maximal", "max", "highest", "ceiling", "limit"):
            return AT_MOST
        if text in ("minimum", "minimal", "lowest"):
            return AT_LEAST
        if text in (".", ";"):
            return ""
    return ""


def _phrase_ending(row: Sequence[Token], end: int, floor: int) -> Limit | None:
    if end <= floor or row[end - 1].text not in _LAST:
        return None
    for length in range(min(LONGEST, end - floor), 0, -1):
        bound = BEFORE.get(tuple(token.text for token in row[end - length : end]))
        if bound is not None:
            return Limit(bound, end - length)
    return None


def _unless_negated(row: Sequence[Token], found: Limit, floor: int) -> Limit:
    """`should not be more than` limits from above."""
    for here in range(found.at - 1, max(floor, found.at - _NEGATION) - 1, -1):
        if row[here].text in NOT:
            return Limit(NEGATED[found.bound], here)
        if row[here].text not in BESIDE_NOT:
            break
    return found
