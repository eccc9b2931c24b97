"""Whether other things are asked, or come of questions, than in the baseline.

Whole distributions by the population stability index, sum (q - p) ln(q / p), read by its customary
bounds: below 0.1 stable, from 0.25 on shifted (Siddiqi, Credit Risk Scorecards, 2006). Half a count
is added to each name, so that none is empty. By chance alone it is about
(names - 1)(1 / n + 1 / m); a period in which that is above 0.1 is told to be not enough. A shift
must also be unlikely by a chi-square test.

Single names by a test of two shares each, all of a period together by Benjamini and Hochberg. With
many questions the smallest difference is unlikely to be chance, so a share also has to be half as
large again, or smaller by a third. That bound, and the levels, were set by hand.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from app.domain.frozen import Frozen
from app.monitoring.periods import Period
from app.monitoring.probability import adjusted, two_by_many, two_by_two

STABLE: Final = 0.1
SHIFTED: Final = 0.25
LEVEL: Final = 0.01
RATIO: Final = 1.5


class Distribution(NamedTuple):
    """`first`: by one name each; `named`: how many of `of` bear each name, one or several."""

    period: Period
    first: Mapping[str, int]
    named: Mapping[str, int]
    of: int


class Moved(Frozen):
    """A name whose share is another than in the baseline."""

    name: str
    share: float
    before: float
    q: float
    """The false discovery rate at which it counts as another."""


class DriftPoint(Frozen):
    period: Period
    of: int
    index: float | None
    """The population stability index; None where there are not enough."""
    p: float | None
    moved: tuple[Moved, ...] = ()
    lacks: str | None = None
    baseline: bool

    @property
    def shifted(self) -> bool:
        return self.index is not None and self.index >= SHIFTED and (self.p or 0.0) < LEVEL


class Drift(Frozen):
    """Points oldest first; `before`: the shares of the baseline, largest first."""

    name: str
    of_baseline: int
    before: tuple[tuple[str, float], ...]
    latest: tuple[tuple[str, float], ...]
    """The shares of the newest period that has any."""
    points: tuple[DriftPoint, ...]


def stability_index(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """0 where both are the same; never negative."""
    names = sorted({*before, *now})
    if not names:
        return 0.0
    of_before, of_now = (sum(each.values()) + len(names) / 2 for each in (before, now))
    found = 0.0
    for name in names:
        p, q = (before.get(name, 0) + 0.5) / of_before, (now.get(name, 0) + 0.5) / of_now
        found += (q - p) * math.log(q / p)
    return found


def needed(names: int, baseline: int) -> int | None:
    """How many a period needs for the index to tell something; None: the baseline is too small."""
    if names < 2:
        return 1
    left = STABLE / (names - 1) - 1 / baseline if baseline else -1.0
    return math.ceil(1 / left - 1e-9) if left > 0 else None


def baseline_needed(names: int) -> int:
    """How many the baseline needs, so that twice as many in a period are enough."""
    return max(1, 2 * (names - 1) * round(1 / STABLE))


def drift(name: str, found: Sequence[Distribution], baseline: int) -> Drift:
    """Args: found: one a period, oldest first; baseline: how many of the first are it."""
    first: dict[str, int] = {}
    named: dict[str, int] = {}
    of = sum(each.of for each in found[:baseline])
    for each in found[:baseline]:
        for total, counts in ((first, each.first), (named, each.named)):
            for key, count in counts.items():
                total[key] = total.get(key, 0) + count
    before = Distribution(found[0].period, first, named, of)
    latest = next((each for each in reversed(found) if each.of), None)
    points = [_point(each, before, baseline=at < baseline) for at, each in enumerate(found)]
    return Drift(
        name=name,
        of_baseline=of,
        before=_shares(named, of),
        latest=() if latest is None else _shares(latest.named, latest.of),
        points=tuple(points),
    )


def _point(each: Distribution, before: Distribution, *, baseline: bool) -> DriftPoint:
    bare = DriftPoint(period=each.period, of=each.of, index=None, p=None, baseline=baseline)
    if baseline or not each.of:
        return bare
    names = len({*before.first, *each.first})
    least = needed(names, before.of)
    if least is None:
        lacks = (
            f"not enough: the baseline has {before.of}, and needs {baseline_needed(names)} to "
            f"compare {names} names"
        )
        return bare.model_copy(update={"lacks": lacks})
    if each.of < least:
        lacks = f"not enough: {each.of}, and {least} are needed to compare {names} names"
        return bare.model_copy(update={"lacks": lacks})
    return bare.model_copy(
        update={
            "index": stability_index(before.first, each.first),
            "p": two_by_many(before.first, each.first),
            "moved": _moved(each, before),
        }
    )


def _moved(each: Distribution, before: Distribution) -> tuple[Moved, ...]:
    names = sorted({*before.named, *each.named})
    pairs = [(before.named.get(name, 0), each.named.get(name, 0)) for name in names]
    qs = adjusted([two_by_two(was, before.of, now, each.of) for was, now in pairs])
    found = [
        Moved(name=name, share=now / each.of, before=was / before.of, q=q)
        for name, (was, now), q in zip(names, pairs, qs, strict=True)
        if q < LEVEL and _far(now / each.of, was / before.of)
    ]
    return tuple(sorted(found, key=lambda one: (one.q, one.name)))


def _far(now: float, before: float) -> bool:
    return now >= RATIO * before or now * RATIO <= before


def _shares(named: Mapping[str, int], of: int) -> tuple[tuple[str, float], ...]:
    ordered = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((name, count / of) for name, count in ordered)
