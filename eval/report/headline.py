"""The headline figures of a run as rows: value, interval, or why there is none."""

from typing import Final, Literal

from app.domain.frozen import Frozen
from eval.report.number import UNDEFINED, written
from eval.report.told import Told
from eval.run import KeptRun
from eval.suite import NOT_BUILT

PERCENT: Final = 100.0


class Strip(Frozen):
    """Where value and interval lie on a line from 0 to 100."""

    low: float
    value: float
    high: float


class Row(Frozen):
    name: str
    state: Literal["defined", "undefined", "not built"]
    value: str
    """As written; for a figure without a value, its state."""
    reason: str = ""
    low: str = ""
    high: str = ""
    """95% bootstrap interval; both empty where there is none."""
    in_sample: str = ""
    """What was chosen on the very data that the figure is reported on."""
    strip: Strip | None = None


def rows(run: KeptRun, said: Told) -> tuple[Row, ...]:
    """One for each headline figure, in the suite's order."""
    return tuple(_row(name, value, said) for name, value in run.figures.items())


def leading(run: KeptRun, said: Told, most: int) -> tuple[Row, ...]:
    """The first `most` headline figures that are no counts."""
    chosen = [row for row in rows(run, said) if not isinstance(run.figures[row.name], int)]
    return tuple(chosen[:most])


def _row(name: str, value: float | None, said: Told) -> Row:
    in_sample = said.in_sample.get(name, "")
    if value is None:
        reason = said.undefined.get(name, "no reason was kept")
        if reason.startswith(NOT_BUILT):
            rest = reason.removeprefix(NOT_BUILT).lstrip(": ")
            return Row(name=name, state="not built", value=NOT_BUILT, reason=rest)
        return Row(name=name, state="undefined", value=UNDEFINED, reason=reason)
    ends = said.intervals.get(name)
    if ends is None:
        return Row(name=name, state="defined", value=written(value), in_sample=in_sample)
    return Row(
        name=name,
        state="defined",
        value=written(value),
        low=written(ends[0]),
        high=written(ends[1]),
        in_sample=in_sample,
        strip=_strip(ends[0], value, ends[1]),
    )


def _strip(low: float, value: float, high: float) -> Strip | None:
    """For shares, and for percentages; other figures have no ends to lie between."""
    if min(low, value) < 0.0 or max(value, high) > PERCENT:
        return None
    times = PERCENT if max(value, high) <= 1.0 else 1.0
    ends = (round(each * times, 2) for each in (low, value, high))
    return Strip(**dict(zip(("low", "value", "high"), ends, strict=True)))
