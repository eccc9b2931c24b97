"""Two sentences in nearly the same words: what was turned between them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import prod
from typing import Final, NamedTuple

from app.grounding.alignment import aligned
from app.grounding.phrases import Phrases, listed
from app.grounding.statements import Kind, Statement, Unit, root
from app.terms.polarity_words import AXES, COMPARING, INVERTERS, TRANSPARENT

_COMPARING: Final = Phrases((each, True) for each in listed(COMPARING))
_INVERTERS: Final = tuple(each.rstrip("*") for each in listed(INVERTERS))
_TRANSPARENT: Final = frozenset(listed(TRANSPARENT))
NEGATION: Final = "negation"
"""The axis of a plain negation."""
EXCLUDING: Final = frozenset(each.name for each in AXES if each.excludes)
GOVERNS: Final = 3
"""Units after a word within which it has its say."""
_COMPARATIVES: Final = frozenset(
    ["better", "worse", "superior", "superiority", "inferior", "inferiority"]
)
SWAPPED: Final = (("hyper", "hypo"), ("tachy", "brady"), ("anti", "pro"))
UN: Final = ("non", "un", "in", "im", "ir", "il", "dis")
SHORTEST: Final = 4
"""Letters that are left of a word without its prefix, at least."""


class Comparison(NamedTuple):
    """A claim's sentence, or a clause of it, beside the words of the source it answers to.

    Attributes:
        share: of the claim's plain words, those that stand in the source's sentence in the same
            order; in [0, 1].
        tight: of the source's units from the first of these to the last, those that the claim has.
        turned: the axis on which the two say opposite things; None where they do not.
        affirms: whether it is the claim that says yes, or more, on that axis.
        agrees: something that could have been turned was not.
    """

    share: float
    tight: float
    turned: str | None
    affirms: bool
    agrees: bool

    @property
    def closeness(self) -> float:
        """The harmonic mean of both shares; in [0, 1]."""
        both = self.share + self.tight
        return 2 * self.share * self.tight / both if both else 0.0


class _Side(NamedTuple):
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


def compare(claim: Statement, source: Statement) -> Comparison:
    """The claim's sentence against the source's, clause by clause of the claim."""
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
    plain = [at for at, unit in enumerate(claim.units) if unit.plain]
    answered = [at for at in plain if at in ours.partner or _opposite_word(at, ours, theirs)]
    share = len(answered) / len(plain) if plain else 0.0
    span = pairs[-1][1] - pairs[0][1] + 1 if pairs else 1
    found = [_clause(each, ours, theirs) for each in dict.fromkeys(ours.clause_of)]
    turn = next((each for each in found if each.axis), _Turn())
    if turn.axis and (
        exchanged_sides(claim, source)
        or _other_numbers(ours, theirs)
        or _moved_exception(ours, theirs)
        or _moved_exception(theirs, ours)
    ):
        turn = _Turn()
    agrees = any(each.agrees for each in found)
    return Comparison(share, len(pairs) / span, turn.axis, turn.affirms, agrees)


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


def _other_numbers(ours: _Side, theirs: _Side) -> bool:
    """Whether each side has a number that the other lacks: they may speak of different cases."""
    return all(
        any(side.units[at].word[0].isdigit() for at in side.free(range(len(side.units))))
        for side in (ours, theirs)
    )


def _moved_exception(side: _Side, facing: _Side) -> bool:
    """Whether one side excepts what the other has in another place."""
    keys = {unit.key for at, unit in enumerate(facing.units) if at not in facing.partner}
    return any(side.units[at].key in keys for at in side.excepted if at not in side.partner)


def _side(
    statement: Statement, partner: dict[int, int], clause_of: Sequence[int], kept: set[int]
) -> _Side:
    """`kept` are negations that the other side has, too, of a thing in other words."""
    units = statement.units
    turned = [to for at, to in targets(units, Kind.NOT).items() if at not in kept]
    excepted = list(targets(units, Kind.EXCEPT).values())
    return _Side(units, partner, Counter(turned), Counter(excepted), clause_of)


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
        if target is None and at + 1 < len(units):
            target = at + 1
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


class _Turn(NamedTuple):
    """What became of one clause; `axis` is None where nothing was turned."""

    axis: str | None = None
    affirms: bool = True
    agrees: bool = False


def _clause(clause: int, ours: _Side, theirs: _Side) -> _Turn:
    """Signs are multiplied: two turns in one clause are none."""
    mine, other = ours.within(clause), theirs.within(clause)
    negated = _negated(mine, ours, theirs)
    exchange = _exchange(mine, other, ours, theirs)
    loose = [_loose(mine, ours), _loose(other, theirs)]
    answered = bool(exchange.axes) or all(loose)
    if exchange.doubtful or negated.doubtful or (any(loose) and not answered):
        return _Turn()
    sign = exchange.sign * (-1 if negated.turned else 1)
    sign *= (-1) ** (sum(loose) if answered else 0)
    if sign > 0:
        return _Turn(agrees=answered or _told(mine, ours))
    against = [name for name, _ in sorted(exchange.axes, key=lambda axis: axis[1])]
    axis = next(iter([*negated.axes, *against]), NEGATION)
    return _Turn(axis, _affirms(axis, mine, ours))


def _loose(places: Sequence[int], side: _Side) -> int:
    """How many negations turn what the other side has not, in clauses that it has for the most."""
    plain = Counter(unit.clause for unit in side.units if unit.plain)
    paired = Counter(side.units[at].clause for at in side.partner if side.units[at].plain)
    had = {clause for clause, number in plain.items() if 2 * paired[clause] >= number}
    return sum(side.turners[at] for at in side.free(places) if side.units[at].clause in had)


def _told(mine: Sequence[int], ours: _Side) -> bool:
    """Whether the claim turns or directs anything that the source has, too."""
    return any(
        at in ours.partner and (ours.turners[at] or ours.units[at].kind is Kind.POLAR)
        for at in mine
    )


def _affirms(axis: str, mine: Sequence[int], ours: _Side) -> bool:
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


def _negated(mine: Sequence[int], ours: _Side, theirs: _Side) -> _Negated:
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


class _Exchange(NamedTuple):
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


def _exchange(mine: Sequence[int], other: Sequence[int], ours: _Side, theirs: _Side) -> _Exchange:
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
    return _Exchange(tuple(axes), doubtful)


def _inverted(places: Sequence[int], side: _Side) -> bool:
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


def _signs(axis: str, places: Sequence[int], side: _Side) -> set[int]:
    return {value for at in places for name, value in side.units[at].signs if name == axis}


def _speaks(at: int, side: _Side) -> bool:
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


def _opposite_word(at: int, ours: _Side, theirs: _Side) -> bool:
    there = {unit.word for k, unit in enumerate(theirs.units) if k not in theirs.partner}
    return _are_opposite({ours.units[at].word}, there)


def _opposite(ours: _Side, theirs: _Side, mine: Sequence[int], other: Sequence[int]) -> bool:
    """Whether a word of one side is a word of the other with a prefix that turns it."""
    here = {ours.units[at].word for at in ours.free(mine) if ours.units[at].plain}
    there = {theirs.units[at].word for at in theirs.free(other) if theirs.units[at].plain}
    return _are_opposite(here, there)


def _are_opposite(here: set[str], there: set[str]) -> bool:
    return bool(_turned(here) & there or _turned(there) & here or _swapped(here) & there)


def _turned(words: set[str]) -> set[str]:
    return {
        word[len(prefix) :]
        for word in words
        for prefix in UN
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST
    }


def _swapped(words: set[str]) -> set[str]:
    return {
        one + word[len(another) :]
        for word in words
        for pair in SWAPPED
        for one, another in (pair, pair[::-1])
        if word.startswith(another) and len(word) - len(another) >= SHORTEST
    }
