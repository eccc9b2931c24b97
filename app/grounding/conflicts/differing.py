"""What two sentences state differently of one drug."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from app.domain.conflict import About
from app.grounding.conflicts.amounts import Amount
from app.grounding.conflicts.durations import Stretch
from app.grounding.conflicts.regimen import Regimen

NEARLY: Final = Fraction(5, 4)
"""Two regimens of other frequency whose daily doses differ by less count as one: 500 mg three times
a day and 875 mg twice. Set by hand."""


class Difference(NamedTuple):
    """What each of the two says, in its own words."""

    about: About
    mine: str
    theirs: str


def difference(mine: Regimen, theirs: Regimen) -> Difference | None:
    """The gravest difference; None where they agree or cannot be compared."""
    return next(_differences(mine, theirs), None)


def agrees(mine: Regimen, theirs: Regimen, about: About) -> bool:
    """Whether one states what the other does, of the matter that was found to differ elsewhere."""
    if about is About.DIRECTION:
        return mine.advice == theirs.advice != 0
    if about is About.DURATION:
        return any(_meet(a, b) for a in mine.durations for b in theirs.durations)
    if about is About.LIMIT:
        return _any_equal(mine.limits, theirs.limits) or _any_equal(mine.bars, theirs.bars)
    return any(_compatible(a, b) for a, b in _pairs(mine.doses, theirs.doses)) or any(
        _meet(a, b) for a in mine.rates for b in theirs.rates if about is About.FREQUENCY
    )


def _differences(mine: Regimen, theirs: Regimen) -> Iterator[Difference]:
    if mine.advice * theirs.advice < 0:
        yield Difference(About.DIRECTION, mine.advises, theirs.advises)
    yield from _dosed(mine, theirs)
    yield from _limited(mine, theirs)
    dosed = mine.doses or theirs.doses or mine.limits or theirs.limits
    if not dosed and _apart(mine.rates, theirs.rates):
        yield Difference(About.FREQUENCY, mine.rates[0].written, theirs.rates[0].written)
    if _apart(mine.durations, theirs.durations):
        yield Difference(About.DURATION, mine.durations[0].written, theirs.durations[0].written)


def _dosed(mine: Regimen, theirs: Regimen) -> Iterator[Difference]:
    pairs = list(_pairs(mine.doses, theirs.doses))
    if not pairs or any(_compatible(a, b) for a, b in pairs):
        return
    a, b = next(((a, b) for a, b in pairs if _amounts_meet(a, b)), pairs[0])
    about = About.FREQUENCY if _amounts_meet(a, b) else About.DOSE
    yield Difference(about, a.written, b.written)


def _pairs(mine: Sequence[Amount], theirs: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Doses that can be compared: of one measure, for one purpose."""
    return ((a, b) for a in mine for b in theirs if a.measure == b.measure and a.role == b.role)


def _compatible(a: Amount, b: Amount) -> bool:
    if a.daily and b.daily:
        if _overlap(a.daily, b.daily):
            return True
        other_times = a.times is None or b.times is None or not _overlap(a.times, b.times)
        if _amounts_meet(a, b):
            return not other_times
        return other_times and _nearly(a.daily, b.daily)
    if _amounts_meet(a, b):
        return True
    return any(_overlap(x.daily, (y.low, y.high)) for x, y in ((a, b), (b, a)) if x.daily)


def _amounts_meet(a: Amount, b: Amount) -> bool:
    return _overlap((a.low, a.high), (b.low, b.high))


def _nearly(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> bool:
    low, high = sorted((one, other))
    return low[1] > 0 and high[0] <= NEARLY * low[1]


def _limited(mine: Regimen, theirs: Regimen) -> Iterator[Difference]:
    for ours, others in ((mine.limits, theirs.limits), (mine.bars, theirs.bars)):
        pairs = [(a, b) for a in ours for b in others if _same_basis(a, b)]
        if pairs and not _any_equal(ours, others):
            yield Difference(About.LIMIT, pairs[0][0].written, pairs[0][1].written)
    for doses, limits, turned in (
        (mine.doses, theirs.limits, False),
        (theirs.doses, mine.limits, True),
    ):
        above = [
            (a, b)
            for a in doses
            for b in limits
            if a.daily and b.daily and _same_basis(a, b) and a.daily[0] > b.daily[1]
        ]
        if above and len(above) == sum(_same_basis(a, b) for a in doses for b in limits):
            a, b = above[0]
            said = (b.written, a.written) if turned else (a.written, b.written)
            yield Difference(About.LIMIT, *said)


def _same_basis(a: Amount, b: Amount) -> bool:
    return a.measure == b.measure and bool(a.daily) == bool(b.daily)


def _top(a: Amount) -> Fraction:
    return a.daily[1] if a.daily else a.high


def _any_equal(mine: Sequence[Amount], theirs: Sequence[Amount]) -> bool:
    """Whether two limits are one: `4 g` may be said of a day without saying so."""
    return any(
        a.measure == b.measure and (a.high == b.high or _top(a) == _top(b))
        for a in mine
        for b in theirs
    )


def _apart(mine: Sequence[Stretch], theirs: Sequence[Stretch]) -> bool:
    return bool(mine and theirs) and not any(_meet(a, b) for a in mine for b in theirs)


def _meet(a: Stretch, b: Stretch) -> bool:
    return _overlap((a.low, a.high), (b.low, b.high))


def _overlap(a: tuple[Fraction, Fraction] | None, b: tuple[Fraction, Fraction] | None) -> bool:
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]
