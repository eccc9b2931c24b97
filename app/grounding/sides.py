"""Two sentences side by side: what answers to what, and what turns it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.grounding.alignment import aligned
from app.grounding.statements import Kind, Statement, Unit


class Side(NamedTuple):
    """One of two aligned sentences.

    Attributes:
        partner: unit -> the unit of the other side that is paired with it.
        turners: unit -> how many negations turn it.
        excepted: unit -> how many words except it.
        clause_of: of each unit, the clause of the claim that it answers to.
    """

    units: Sequence[Unit]
    partner: dict[int, int]
    turners: Counter[int]
    excepted: Counter[int]
    clause_of: Sequence[int]

    def within(self, clause: int) -> list[int]:
        return [at for at, number in enumerate(self.clause_of) if number == clause]

    def free(self, places: Iterable[int]) -> list[int]:
        return [at for at in places if at not in self.partner]


def side_by_side(claim: Statement, source: Statement) -> tuple[Side, Side]:
    """The claim's sentence and the source's."""
    pairs = aligned([each.key for each in claim.units], [each.key for each in source.units])
    ours_to, theirs_to = targets(claim.units, Kind.NOT), targets(source.units, Kind.NOT)
    here, there = dict(pairs), {j: i for i, j in pairs}
    kept = {
        (i, j)
        for i, j in pairs
        if i in ours_to and j in theirs_to and (ours_to[i] not in here or theirs_to[j] not in there)
    }
    ours = _side(claim, here, [each.clause for each in claim.units], {i for i, _ in kept})
    theirs = _side(source, there, _answering(claim, source, pairs), {j for _, j in kept})
    return ours, theirs


def _side(
    statement: Statement, partner: dict[int, int], clause_of: Sequence[int], kept: set[int]
) -> Side:
    """`kept` are negations that the other side has, too, of a thing in other words."""
    units = statement.units
    turned = [to for at, to in targets(units, Kind.NOT).items() if at not in kept]
    excepted = list(targets(units, Kind.EXCEPT).values())
    return Side(units, partner, Counter(turned), Counter(excepted), clause_of)


def targets(units: Sequence[Unit], kind: Kind) -> dict[int, int]:
    """Negation, or word that excepts -> the unit that it turns.

    That is the next unit of its clause that is neither a negation nor an adverb; at the end of a
    clause, the one before it. Of `neither ... nor` the first alone counts.
    """
    found: dict[int, int] = {}
    for at, unit in enumerate(units):
        if unit.kind is not kind or repeats(at, units):
            continue
        clause = [k for k in range(at + 1, len(units)) if units[k].clause == unit.clause]
        after = (k for k in clause if not units[k].turns and not _adverb(units[k]))
        before = at - 1 if at and units[at - 1].clause == unit.clause else None
        target = next(after, before)
        if target is None and len(units) > 1:
            target = at + 1 if at + 1 < len(units) else at - 1
        if target is not None:
            found[at] = target
    return found


def repeats(at: int, units: Sequence[Unit]) -> bool:
    """Whether a `nor` takes up a negation of its clause."""
    if units[at].word != "nor":
        return False
    return any(each.turns and each.clause == units[at].clause for each in units[:at])


def _adverb(unit: Unit) -> bool:
    return unit.plain and unit.word.endswith("ly")


def _answering(claim: Statement, source: Statement, pairs: list[tuple[int, int]]) -> list[int]:
    """Of each unit of the source, the clause of the claim that it answers to; -1 for none.

    A unit without a partner goes with the next one of its clause that has one, or the one before.
    """
    answers = [-1] * len(source.units)
    for i, j in pairs:
        answers[j] = claim.units[i].clause
    for places in (range(len(answers) - 1, -1, -1), range(len(answers))):
        near: dict[int, int] = {}
        for at in places:
            clause = source.units[at].clause
            if answers[at] >= 0:
                near[clause] = answers[at]
            else:
                answers[at] = near.get(clause, -1)
    return answers
