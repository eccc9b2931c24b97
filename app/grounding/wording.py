"""Two sentences in nearly the same words: what was turned between them."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from app.grounding.comparing import exchanged_sides
from app.grounding.exchange import NEGATION, exchange, opposite_word
from app.grounding.sides import Side, side_by_side
from app.grounding.statements import Kind, Statement


class Comparison(NamedTuple):
    """A claim's sentence, or a clause of it, beside the words of the source it answers to.

    Attributes:
        share: of the claim's plain words, those that stand in the source's sentence in the same
            order; in [0, 1].
        tight: of the source's units from the first of these to the last, those that the claim has.
        pairs: how many units the two have in common.
        turned: the axis on which the two say opposite things; None where they do not.
        affirms: whether it is the claim that says yes, or more, on that axis.
        agrees: something that could have been turned was not.
    """

    share: float
    tight: float
    pairs: int
    turned: str | None
    affirms: bool
    agrees: bool

    @property
    def rank(self) -> tuple[float, int]:
        """Of two sentences, the one that the claim answers to ranks higher."""
        return self.closeness, self.pairs

    @property
    def closeness(self) -> float:
        """The harmonic mean of both shares; in [0, 1]."""
        both = self.share + self.tight
        return 2 * self.share * self.tight / both if both else 0.0


def compare(claim: Statement, source: Statement) -> Comparison:
    """The claim's sentence against the source's, clause by clause of the claim."""
    ours, theirs = side_by_side(claim, source)
    plain = [at for at, unit in enumerate(claim.units) if unit.plain]
    answered = [at for at in plain if at in ours.partner or opposite_word(at, ours, theirs)]
    share = len(answered) / len(plain) if plain else 0.0
    places = theirs.partner
    tight = len(places) / (max(places) - min(places) + 1) if places else 0.0
    found = [_clause(each, ours, theirs) for each in dict.fromkeys(ours.clause_of)]
    turn = next((each for each in found if each.axis), _Turn())
    if turn.axis and (
        exchanged_sides(claim, source)
        or _other_numbers(ours, theirs)
        or _moved_exception(ours, theirs)
        or _moved_exception(theirs, ours)
    ):
        turn = _Turn()
    agrees = any(each.agrees for each in found) and not any(each.doubtful for each in found)
    return Comparison(share, tight, len(places), turn.axis, turn.affirms, agrees)


def _other_numbers(ours: Side, theirs: Side) -> bool:
    """Whether each side has a number that the other lacks: they may speak of different cases."""
    return all(
        any(side.units[at].word[0].isdigit() for at in side.free(range(len(side.units))))
        for side in (ours, theirs)
    )


def _moved_exception(side: Side, facing: Side) -> bool:
    """Whether one side excepts what the other has in another place."""
    keys = {unit.key for at, unit in enumerate(facing.units) if at not in facing.partner}
    return any(side.units[at].key in keys for at in side.excepted if at not in side.partner)


class _Turn(NamedTuple):
    """What became of one clause; `axis` is None where nothing was turned."""

    axis: str | None = None
    affirms: bool = True
    agrees: bool = False
    doubtful: bool = False


def _clause(clause: int, ours: Side, theirs: Side) -> _Turn:
    """Signs are multiplied: two turns in one clause are none."""
    mine, other = ours.within(clause), theirs.within(clause)
    negated = _negated(mine, ours, theirs)
    exchanged = exchange(mine, other, ours, theirs)
    loose = [_loose(mine, ours), _loose(other, theirs)]
    answered = bool(exchanged.axes) or all(loose)
    if exchanged.doubtful or negated.doubtful or (any(loose) and not answered):
        return _Turn(doubtful=True)
    sign = exchanged.sign * (-1 if negated.turned else 1)
    sign *= (-1) ** (sum(loose) if answered else 0)
    if sign > 0:
        return _Turn(agrees=answered or _told(mine, ours))
    against = [name for name, _ in sorted(exchanged.axes, key=lambda axis: axis[1])]
    axis = next(iter([*negated.axes, *against]), NEGATION)
    return _Turn(axis, _affirms(axis, mine, ours))


def _loose(places: Sequence[int], side: Side) -> int:
    """How many negations turn what the other side has not, in clauses that it has for the most."""
    plain = Counter(unit.clause for unit in side.units if unit.plain)
    paired = Counter(side.units[at].clause for at in side.partner if side.units[at].plain)
    had = {clause for clause, number in plain.items() if 2 * paired[clause] >= number}
    return sum(side.turners[at] for at in side.free(places) if side.units[at].clause in had)


def _told(mine: Sequence[int], ours: Side) -> bool:
    """Whether the claim turns or directs anything that the source has, too."""
    return any(
        at in ours.partner and (ours.turners[at] or ours.units[at].kind is Kind.POLAR)
        for at in mine
    )


def _affirms(axis: str, mine: Sequence[int], ours: Side) -> bool:
    sign = 1
    for at in mine:
        sign *= dict(ours.units[at].signs).get(axis, 1)
        if ours.units[at].turns:
            sign = -sign
    return sign > 0


class _Negated(NamedTuple):
    """How what both have was turned between them, and on which axes.

    Attributes:
        turned: once; twice is nothing.
        doubtful: one side negates two things more than the other, as in "without fever, do not"
            and "with fever, do": it may say the same or not.
    """

    turned: bool
    doubtful: bool
    axes: list[str]


def _negated(mine: Sequence[int], ours: Side, theirs: Side) -> _Negated:
    """Where each side negates one thing of two, as in "no rash was seen" and "rash was not seen",
    nothing was turned. What is not done unless is done only if: an exception turns once more.
    """
    balance = excepted = 0
    axes = []
    for at in mine:
        if at not in ours.partner or ours.units[at].turns:
            continue
        facing = ours.partner[at]
        said, meant = ours.turners[at] % 2, theirs.turners[facing] % 2
        balance += said - meant
        odd = (ours.excepted[at] + theirs.excepted[facing]) % 2
        excepted += odd
        if said != meant or odd:
            axes += [name for name, _ in ours.units[at].signs]
    return _Negated(
        turned=bool(balance % 2) != bool(excepted % 2),
        doubtful=balance != 0 and balance % 2 == 0,
        axes=axes,
    )
