"""Two sentences in other words: what each asserts of the things that both name."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.grounding.comparing import exchanged_sides
from app.grounding.phrases import listed
from app.grounding.sides import repeats
from app.grounding.statements import Kind, Statement, Unit, root
from app.terms.polarity_words import AMOUNT, AXES, USE
from app.terms.turning_words import INVERTERS, LOCAL, TRANSPARENT

EXCLUDING: Final = frozenset(each.name for each in AXES if each.excludes)
SCALES: Final = frozenset(("amount", "worth"))
MODIFIERS: Final = frozenset(("level", "order", "inclusion", "knowledge", "presence"))
"""Axes that tell which cases are meant rather than what is said of them."""
LINKS: Final = frozenset(("link", "difference"))
NEAR: Final = 4
"""Plain words on either side of a word among which stands what it speaks of."""
_LOCAL: Final = frozenset(listed(LOCAL))
_TRANSPARENT: Final = frozenset(root(each) for each in listed(TRANSPARENT))
_INVERTERS: Final = tuple(each.rstrip("*") for each in listed(INVERTERS))


class Assertion(NamedTuple):
    """One word of an axis in a sentence.

    Attributes:
        axis: its name.
        sign: of the word itself.
        negated: whether an odd number of negations reaches it.
        head: what it speaks of: the first plain word after it; of a predicate, the last before.
        near: the plain words around it in its clause.
        clause: the plain words of its clause.
        inverted: whether its clause tells of less of a thing, an odd number of times.
    """

    axis: str
    sign: int
    negated: bool
    heads: frozenset[str]
    near: frozenset[str]
    clause: frozenset[str]
    inverted: bool

    @property
    def says(self) -> int:
        return -self.sign if self.negated else self.sign


@lru_cache(maxsize=1024)
def assertions(statement: Statement) -> tuple[Assertion, ...]:
    """What a sentence asserts, from the left."""
    return tuple(_assertions(statement))


def _assertions(statement: Statement) -> Iterator[Assertion]:
    units = statement.units
    for at, unit in enumerate(units):
        if unit.kind is not Kind.POLAR:
            continue
        clause = [k for k, each in enumerate(units) if each.clause == unit.clause]
        negations = sum(_reaches(k, at, units) for k in clause)
        before = _plain(units, [k for k in clause if k < at])
        after = _plain(units, [k for k in clause if k > at])
        near = [*before[-NEAR:], *after[:NEAR]]
        inverters = sum(units[k].word.startswith(_INVERTERS) for k in clause if k != at)
        heads = after[:2] if after and not unit.of_subject else before[-2:]
        for axis, sign in unit.signs:
            yield Assertion(
                axis,
                sign * _degree(at, axis, units),
                bool(negations % 2),
                frozenset(heads),
                frozenset(near),
                frozenset((*before, *after)),
                bool(inverters % 2),
            )


def _degree(at: int, axis: str, units: Sequence[Unit]) -> int:
    """-1 where the word before lessens it: what reduces efficacy is less effective."""
    before = dict(units[at - 1].signs) if at and not units[at].of_subject else {}
    return -1 if axis != AMOUNT.name and before.get(AMOUNT.name) == -1 else 1


def _reaches(other: int, at: int, units: Sequence[Unit]) -> bool:
    """Whether one unit of a clause negates another.

    A negation does so to all that follow, some to the next alone. That a thing should not be done
    reaches the whole clause: "avoid stopping it", "restriction is harmful".
    """
    unit = units[other]
    if not unit.turns:
        return (USE.name, -1) in unit.signs and USE.name not in dict(units[at].signs)
    if other > at or repeats(other, units):
        return False
    local = unit.kind is Kind.EXCEPT or unit.word in _LOCAL
    return not local or other == at - 1


def _plain(units: Sequence[Unit], places: Sequence[int]) -> list[str]:
    return [
        units[k].key
        for k in places
        if units[k].plain and units[k].key not in _TRANSPARENT and not units[k].word.isdigit()
    ]


def opposed(claim: Assertion, source: Assertion) -> bool | None:
    """True for the opposite, False for the same, None where neither follows."""
    if claim.axis in MODIFIERS:
        return None
    if claim.axis == source.axis:
        return _on_one_axis(claim, source)
    if claim.axis in SCALES and source.axis in LINKS:
        return _scale_and_link(claim, source)
    if claim.axis in LINKS and source.axis in SCALES:
        return _scale_and_link(source, claim)
    if {claim.axis, source.axis} == LINKS:
        return claim.says != source.says
    return None


def _on_one_axis(claim: Assertion, source: Assertion) -> bool | None:
    if claim.axis in EXCLUDING or not (claim.negated or source.negated):
        return claim.says != source.says
    if claim.negated and source.negated:
        return False if claim.sign == source.sign else None
    return claim.sign == source.sign


def _scale_and_link(scale: Assertion, link: Assertion) -> bool | None:
    """What rises or falls has changed; what changed may have done either."""
    return not scale.negated if link.says < 0 else None


class Bearing(NamedTuple):
    """A source's assertion that bears on one of the claim's.

    `share` is how much of the claim stands around it, in [0, 1].
    """

    share: float
    opposed: bool
    claim: Assertion
    source_axis: str


def bearings(claim: Statement, source: Statement) -> Iterator[Bearing]:
    """Every pair of assertions of the same things."""
    wanted = frozenset(unit.key for unit in claim.units if unit.plain)
    if exchanged_sides(claim, source) or _excepts(source, wanted):
        return
    if not wanted:
        return
    have = {unit.key for unit in source.units}
    for ours in assertions(claim):
        for theirs in assertions(source):
            against = opposed(ours, theirs)
            if against is None or not _same_matter(ours, theirs):
                continue
            inside = len(wanted & theirs.clause) / len(wanted)
            around = len(wanted & have) / len(wanted)
            yield Bearing((inside + around) / 2, against, ours, theirs.axis)


def _excepts(source: Statement, wanted: frozenset[str]) -> bool:
    """Whether the source excepts what the claim speaks of: its sentence says both yes and no."""
    return any(
        unit.kind is Kind.EXCEPT
        and any(each.key in wanted for each in source.units[at + 1 : at + 2])
        for at, unit in enumerate(source.units)
    )


def _same_matter(ours: Assertion, theirs: Assertion) -> bool:
    return ours.inverted == theirs.inverted and bool(ours.heads & theirs.near)
