"""What somebody should look at, in plain words, with what to do about it."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from app.domain.frozen import Frozen
from app.monitoring.advice import CHANGED, TOLD, Told
from app.monitoring.calibration import Calibration
from app.monitoring.charts import Chart, ChartPoint, Side
from app.monitoring.drift import Drift
from app.monitoring.periods import By, Period
from app.monitoring.shown import percent, when

CURRENT: Final = 2
"""The newest periods with figures whose signals are current, mostly the one that is running and the
last whole one."""
CURRENT_REVIEWS: Final = 4
"""As many of reviews, whose decisions come late."""
REVIEWS: Final = frozenset({"sample", "listed"})
"""The charts of reviews."""
LARGE_Z: Final = 3.0


class Signal(Frozen):
    of: str
    """The name of a chart, of a drift, or `calibration`."""
    kind: Literal["beyond", "run", "shift", "moved", "calibration"]
    side: Side | None
    period: Period | None
    """None: of the whole time looked at."""
    current: bool
    says: str
    advice: str


def signals(
    charts: Sequence[Chart],
    drifts: Sequence[Drift],
    drawn: Calibration,
    by: By,
) -> tuple[Signal, ...]:
    """Newest first. Args: drawn: of the random sample."""
    found = [
        *(each for chart in charts for each in _of_chart(chart, by)),
        *(each for one in drifts for each in _of_drift(one, by)),
        *_of_calibration(drawn),
    ]
    followed: list[Chart | Drift] = [*charts, *drifts]
    newest = {one.name: _newest(one) for one in followed}
    told = [
        each
        if each.period is None
        else each.model_copy(update={"current": each.period in newest[each.of]})
        for each in found
    ]
    return tuple(sorted(told, key=_newest_first))


def _newest(found: Chart | Drift) -> set[Period]:
    counted = [point.period for point in found.points if point.of]
    return set(counted[-CURRENT_REVIEWS if found.name in REVIEWS else -CURRENT :])


def _newest_first(signal: Signal) -> float:
    return float("-inf") if signal.period is None else -signal.period.first.toordinal()


def _of_chart(chart: Chart, by: By) -> Iterator[Signal]:
    if chart.centre is None:
        return
    told = TOLD[chart.name]
    counted = [point for point in chart.points if point.of]
    for at, point in enumerate(counted):
        if point.beyond is not None and point.limits is not None:
            bound = point.limits[0] if point.beyond == "low" else point.limits[1]
            least = "at least" if point.beyond == "low" else "at most"
            says = (
                f"In {when(point.period, by)}, {point.hits} of {point.of} {told.hits} "
                f"({percent(point.hits / point.of)}); of the baseline it is "
                f"{percent(chart.centre)}, and by chance {least} {percent(bound)}."
            )
            yield _signal(chart.name, "beyond", point.beyond, point.period, says, told)
        after = counted[at + 1] if at + 1 < len(counted) else None
        if point.run is not None and (after is None or after.run != point.run):
            yield _run(chart, chart.centre, counted[: at + 1], point, by)


def _run(
    chart: Chart, centre: float, counted: Sequence[ChartPoint], point: ChartPoint, by: By
) -> Signal:
    """Of a run that ends with `point`, the last of `counted`."""
    side, length = point.run, 0
    for each in reversed(counted):
        off = each.hits - centre * each.of
        if (off > 0) is not (side == "high") or abs(off) < 1e-9:
            break
        length += 1
    told = TOLD[chart.name]
    where = "above" if side == "high" else "below"
    hits = sum(each.hits for each in counted[-length:])
    of = sum(each.of for each in counted[-length:])
    says = (
        f"{length} {by.value}s in a row, the last one {when(point.period, by)}, lie {where} "
        f"the baseline of {percent(centre)}: {hits} of {of} {told.hits} ({percent(hits / of)})."
    )
    return _signal(chart.name, "run", side, point.period, says, told)


def _of_drift(found: Drift, by: By) -> Iterator[Signal]:
    what = {"topics": "topics are asked about", "reasons": "reasons are given"}[found.name]
    advice = (
        "See whether other people ask, or about something new; have documents and owners for it "
        "(citewell owners list)."
        if found.name == "topics"
        else CHANGED
    )
    for point in found.points:
        if point.shifted:
            says = (
                f"In {when(point.period, by)}, other {what} than in the baseline: stability index "
                f"{point.index:.2f} of {point.of} outcomes (from 0.25 on it counts as shifted)."
            )
            yield Signal(
                of=found.name, kind="shift", side=None, period=point.period, current=False,
                says=says, advice=advice,
            )  # fmt: skip
        for moved in point.moved:
            side: Side = "high" if moved.share > moved.before else "low"
            says = (
                f"In {when(point.period, by)}, {percent(moved.share)} of {point.of} outcomes are "
                f"{moved.name}; in the baseline {percent(moved.before)}."
            )
            yield Signal(
                of=found.name, kind="moved", side=side, period=point.period, current=False,
                says=says, advice=advice,
            )  # fmt: skip


def _of_calibration(drawn: Calibration) -> Iterator[Signal]:
    if drawn.z is None or drawn.stated is None or drawn.right is None or abs(drawn.z) <= LARGE_Z:
        return
    less = drawn.z < 0
    says = (
        f"{drawn.answers} reviewed answers of the random sample state a confidence of "
        f"{percent(drawn.stated)} on average, and {percent(drawn.right)} were approved."
    )
    advice = (
        "Answers sound surer than they are: fit the confidence on questions of your own (citewell "
        "eval run confidence; CITEWELL_CONFIDENCE_MODEL), until then lower CITEWELL_REVIEW_ERROR."
        if less
        else "Answers are better than they say: fit the confidence on questions of your own "
        "(citewell eval run confidence; CITEWELL_CONFIDENCE_MODEL)."
    )
    yield Signal(
        of="calibration", kind="calibration", side="low" if less else "high", period=None,
        current=True, says=says, advice=advice,
    )  # fmt: skip


def _signal(
    of: str,
    kind: Literal["beyond", "run"],
    side: Side | None,
    period: Period,
    says: str,
    told: Told,
) -> Signal:
    advice = told.low if side == "low" else told.high
    return Signal(
        of=of, kind=kind, side=side, period=period, current=False, says=says, advice=advice
    )
