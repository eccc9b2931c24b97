"""How answers do over time: everything that the monitoring tells, as one value."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Final

from app.domain.frozen import Frozen
from app.domain.ports.watched import OutcomeHistory
from app.domain.reviewing import Cause, ReviewTask
from app.monitoring.accuracy import Accuracy, accuracy, is_drawn, is_listed, stated
from app.monitoring.calibration import LEAST, Calibration, calibration
from app.monitoring.charts import Chart
from app.monitoring.drift import Distribution, Drift, drift
from app.monitoring.periods import By, Period, period_with, periods
from app.monitoring.rates import GroupRates, group_rates, rate_charts
from app.monitoring.signals import Signal, signals
from app.monitoring.tallying import Latency, Tally
from app.monitoring.waiting import Queue, queue

BASELINE: Final[Mapping[By, int]] = MappingProxyType({By.WEEK: 12, By.MONTH: 6})
"""Periods that make the baseline where no day ends it, and as many of the newest that calibration
is told of; set by hand."""


class Monitored(Frozen):
    """Figures by `periods`, oldest first; the last one is still running. Without a period nothing
    is on record."""

    at: datetime
    by: By
    periods: tuple[Period, ...]
    baseline: int
    """How many of the first periods are what the others are compared with."""
    signals: tuple[Signal, ...]
    """Newest first."""
    sample: Accuracy | None
    """Of answers drawn at random: as good as all answers are."""
    listed: Accuracy | None
    """Of answers that something spoke against."""
    rates: tuple[Chart, ...]
    groups: tuple[GroupRates, ...]
    """Everybody, then audiences and roles."""
    latency: tuple[Latency, ...]
    topics: Drift | None
    reasons: Drift | None
    calibration: Calibration
    """Of reviewed answers drawn at random, of the newest periods where these are enough: what was
    wrong long ago is not told for ever."""
    calibration_of_all: Calibration
    """Of all reviewed answers of these periods; biased, for the unsure are reviewed more often."""
    calibrated_since: date
    queue: Queue

    @property
    def current(self) -> tuple[Signal, ...]:
        """Of the newest periods (`signals.CURRENT`), or of the whole time."""
        return tuple(each for each in self.signals if each.current)


def monitored(
    history: OutcomeHistory,
    tasks: Sequence[ReviewTask],
    now: datetime,
    *,
    since: date,
    by: By = By.WEEK,
    baseline_until: date | None = None,
) -> Monitored:
    """Look at what was asked and reviewed from the period of `since` on.

    Args:
        tasks: all reviews, decided or not, of any age.
        now: aware.
        baseline_until: the first day that belongs to no baseline; None: `BASELINE` periods.

    Raises Unavailable, RecordsMismatch.
    """
    start = period_with(since, by).first
    begin = datetime.combine(start, time(), UTC)
    recent = [task for task in tasks if task.at >= begin]
    reviewed = [task for task in recent if Cause.ADVERSE_EVENT not in task.causes]
    tally = Tally(by, {task.trace_id for task in reviewed})
    tally.add_all(history.outcomes(begin))
    shown = _shown(tally, reviewed, now, by)
    baseline = _baseline(shown, by, baseline_until)
    waiting = [task for task in tasks if task.decided_at is None]
    drawn = [task for task in reviewed if is_drawn(task)]
    listed = [task for task in reviewed if is_listed(task)]
    calibrated = _calibrated(drawn, tally, shown, start, by)
    newest = [task for task in reviewed if task.at.date() >= calibrated]
    of_drawn = calibration(stated(filter(is_drawn, newest), tally.reviewed))
    bare = Monitored(
        at=now,
        by=by,
        periods=shown,
        baseline=baseline,
        signals=(),
        sample=None,
        listed=None,
        rates=(),
        groups=(),
        latency=(),
        topics=None,
        reasons=None,
        calibration=of_drawn,
        calibration_of_all=calibration(stated(newest, tally.reviewed)),
        calibrated_since=calibrated,
        queue=queue(waiting, recent, now),
    )
    if not shown:
        return bare
    of_sample = accuracy("sample", drawn, tally.reviewed, shown, baseline, by)
    of_listed = accuracy("listed", listed, tally.reviewed, shown, baseline, by)
    rates = rate_charts(tally, shown, baseline)
    topics, reasons = _drifts(tally, shown, baseline)
    charts = (of_sample.chart, of_listed.chart, *rates)
    return bare.model_copy(
        update={
            "signals": signals(charts, (topics, reasons), of_drawn, by),
            "sample": of_sample,
            "listed": of_listed,
            "rates": rates,
            "groups": group_rates(tally, shown),
            "latency": tuple(tally.latency(each) for each in shown),
            "topics": topics,
            "reasons": reasons,
        }
    )


def _shown(
    tally: Tally, reviewed: Sequence[ReviewTask], now: datetime, by: By
) -> tuple[Period, ...]:
    """From the first one with anything in it until now."""
    first = [tally.first.first] if tally.first is not None else []
    first += [task.at.astimezone(UTC).date() for task in reviewed]
    today = now.astimezone(UTC).date()
    return periods(min(first), max(today, min(first)), by) if first else ()


def _baseline(shown: Sequence[Period], by: By, until: date | None) -> int:
    if until is not None:
        return sum(each.after <= until for each in shown)
    return max(0, min(BASELINE[by], len(shown) - 1))


def _calibrated(
    drawn: Sequence[ReviewTask], tally: Tally, shown: Sequence[Period], start: date, by: By
) -> date:
    """The day from which on calibration is told."""
    if not shown:
        return start
    newest = shown[-BASELINE[by] :][0].first
    recent = [task for task in drawn if task.at.date() >= newest]
    return newest if len(stated(recent, tally.reviewed)) >= LEAST else start


def _drifts(tally: Tally, shown: Sequence[Period], baseline: int) -> tuple[Drift, Drift]:
    topics = [
        Distribution(
            each, tally.first_topics(each), tally.topics(each), tally.first_topics(each).total()
        )
        for each in shown
    ]
    reasons = [
        Distribution(each, tally.whys(each), tally.whys(each), tally.count(each, "outcomes"))
        for each in shown
    ]
    return drift("topics", topics, baseline), drift("reasons", reasons, baseline)
