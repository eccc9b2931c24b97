"""Words that one of two sentences has for a word of the other."""

from collections.abc import Sequence
from math import prod
from typing import Final, NamedTuple

from app.grounding.opposites import are_opposite
from app.grounding.phrases import listed
from app.grounding.sides import Side
from app.grounding.statements import Kind, Unit
from app.terms.polarity_words import AXES
from app.terms.turning_words import COMPARATIVES, INVERTERS, TRANSPARENT

NEGATION: Final = "negation"
"""The axis of a plain negation."""
EXCLUDING: Final = frozenset(each.name for each in AXES if each.excludes)
GOVERNS: Final = 3
"""Units after a word within which it has its say."""
_COMPARATIVES: Final = frozenset(listed(COMPARATIVES))
_INVERTERS: Final = tuple(each.rstrip("*") for each in listed(INVERTERS))
_TRANSPARENT: Final = frozenset(listed(TRANSPARENT))


class Exchange(NamedTuple):
    """Words that one side has for another of the same axis.

    Attributes:
        axes: name, and +1 where both sides agree, -1 where they do not.
        doubtful: a word that turns is left over, and nothing tells what it answers to.
    """

    axes: tuple[tuple[str, int], ...]
    doubtful: bool

    @property
    def sign(self) -> int:
        return prod(value for _, value in self.axes)


def exchange(mine: Sequence[int], other: Sequence[int], ours: Side, theirs: Side) -> Exchange:
    here = [at for at in mine if _speaks(at, ours)]
    there = [at for at in other if _speaks(at, theirs)]
    axes: list[tuple[str, int]] = []
    for at in tuple(here):
        shared = (
            (place, axis)
            for place in there
            if (axis := _common(ours.units[at], theirs.units[place])) is not None
        )
        place, axis = next(shared, (-1, None))
        if axis is not None:
            axes.append(axis)
            here.remove(at)
            there.remove(place)
    doubtful = False
    for left, side, facing, against in ((here, ours, other, theirs), (there, theirs, mine, ours)):
        for at in left:
            unit = side.units[at]
            negative = [name for name, value in unit.signs if value < 0]
            faced = [
                (name, 1 if -1 in signs else -1)
                for name in negative
                if name in EXCLUDING and (signs := _signs(name, facing, against))
            ]
            axes += faced[:1]
            doubtful |= bool(negative) and not faced
    if any(name not in EXCLUDING for name, _ in axes):
        doubtful |= _inverted(mine, ours) != _inverted(other, theirs)
    if _opposite(ours, theirs, mine, other):
        axes.append((NEGATION, -1))
    return Exchange(tuple(axes), doubtful)


def _inverted(places: Sequence[int], side: Side) -> bool:
    """Whether one side alone tells of less of a thing, as a clearance or a threshold does."""
    words = (side.units[at].word for at in side.free(places) if side.units[at].plain)
    return sum(word.startswith(_INVERTERS) for word in words) % 2 == 1


def _common(one: Unit, another: Unit) -> tuple[str, int] | None:
    """An axis on which two words lie, and whether they agree there.

    What works less than another thing may work.
    """
    signs = dict(one.signs)
    shared = next(((n, value * signs[n]) for n, value in another.signs if n in signs), None)
    if shared is not None and shared[1] < 0 and one.compares != another.compares:
        word = another.word if one.compares else one.word
        return shared if word in _COMPARATIVES else None
    return shared


def _signs(axis: str, places: Sequence[int], side: Side) -> set[int]:
    return {value for at in places for name, value in side.units[at].signs if name == axis}


def _speaks(at: int, side: Side) -> bool:
    """Whether a word has no partner, lies on an axis, and says something of what both have."""
    unit = side.units[at]
    if unit.kind is not Kind.POLAR or at in side.partner:
        return False
    near = range(at + 1, min(at + 1 + GOVERNS, len(side.units)))
    following = [k for k in near if side.units[k].clause == unit.clause]
    if any(name in EXCLUDING for name, _ in unit.signs):
        said = following
    else:
        heads = (k for k in following if side.units[k].word not in _TRANSPARENT)
        said = [next(heads, at + 1)] if following else []
    if any(k in side.partner for k in said):
        return True
    before = next((k for k in range(at - 1, -1, -1) if not side.units[k].turns), -1)
    return (unit.of_subject or not following) and before in side.partner


def opposite_word(at: int, ours: Side, theirs: Side) -> bool:
    there = {unit.word for k, unit in enumerate(theirs.units) if k not in theirs.partner}
    return are_opposite({ours.units[at].word}, there)


def _opposite(ours: Side, theirs: Side, mine: Sequence[int], other: Sequence[int]) -> bool:
    """Whether a word of one side is a word of the other with a prefix that turns it."""
    here = {ours.units[at].word for at in ours.free(mine) if ours.units[at].plain}
    there = {theirs.units[at].word for at in theirs.free(other) if theirs.units[at].plain}
    return are_opposite(here, there)
