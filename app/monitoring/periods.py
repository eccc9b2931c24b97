"""The weeks or months that figures are told by, in UTC: a week begins on Monday (ISO 8601)."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from app.domain.frozen import Frozen


class By(StrEnum):
    WEEK = "week"
    MONTH = "month"


class Period(Frozen):
    """From `first` up to the day before `after`."""

    first: date
    after: date


def period_of(at: datetime, by: By) -> Period:
    """Args: at: aware."""
    return period_with(at.astimezone(UTC).date(), by)


def period_with(day: date, by: By) -> Period:
    if by is By.WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(first=first, after=first + timedelta(days=7))
    first = day.replace(day=1)
    return Period(first=first, after=(first + timedelta(days=31)).replace(day=1))


def periods(first: date, last: date, by: By) -> tuple[Period, ...]:
    """Every one from that of `first` to that of `last`, without a gap."""
    found = [period_with(first, by)]
    while found[-1].after <= last:
        found.append(period_with(found[-1].after, by))
    return tuple(found)
