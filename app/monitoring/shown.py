"""Figures as they are written, in the report and on a terminal."""

from typing import Final

from app.monitoring.periods import By, Period

TITLES: Final = {
    "sample": "Approved, drawn at random",
    "listed": "Approved, listed for a reason",
    "abstention": "Abstained",
    "referral": "Referred",
    "block": "Blocked by a rule",
    "withheld": "Something withheld",
    "override": "Rule overridden",
    "not_checked": "A check not made",
    "failure": "Failed",
    "topics": "Topics",
    "reasons": "Outcomes and reasons",
    "calibration": "Calibration",
}
"""Of charts and drifts, by name."""


def percent(share: float | None) -> str:
    """Never 0% or 100% of what is not none or all; a dash where there is nothing."""
    if share is None:
        return "-"
    for places in (0, 1, 2):
        told = f"{share:.{places}%}"
        if share in (0.0, 1.0) or float(told[:-1]) not in (0.0, 100.0):
            return told
    return "<0.01%" if share < 0.5 else ">99.99%"


def interval(ends: tuple[float, float] | None) -> str:
    return "-" if ends is None else f"{percent(ends[0])} to {percent(ends[1])}"


def seconds(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{1000 * value:.0f} ms" if value < 1.0 else f"{value:.3g} s"


def days(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{24 * value:.1f} hours" if value < 1.0 else f"{value:.1f} days"


def when(period: Period, by: By) -> str:
    """`the week of 2026-03-02`."""
    day = f"{period.first:%Y-%m}" if by is By.MONTH else f"{period.first:%Y-%m-%d}"
    return f"the {by.value} of {day}"
