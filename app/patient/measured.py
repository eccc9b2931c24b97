"""The newest value of a measurement."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.domain.patient import Teller, Told
from app.domain.record import ResultEntry
from app.patient.told import told


class Newest(NamedTuple):
    """`low` <= value <= `high` in the analyte's own unit; None where that end is open."""

    low: float | None
    high: float | None
    unit: str
    told: Told


def newest(results: Iterable[ResultEntry], analyte: str) -> Newest | None:
    """Of the last day on which it was measured; several values of that day are one range.

    A final value outranks preliminary ones, and a dated one those without a date.
    """
    usable = [one for one in results if analyte in one.known_as and one.standard is not None]
    dated = [one for one in usable if one.on is not None] or usable
    final = [one for one in dated if one.final] or dated
    if not final:
        return None
    last = max(map(day, final))
    return _ranged([one for one in final if day(one) == last])


def day(result: ResultEntry) -> date:
    """The last one it may have been measured on; the first of all for one without a date."""
    return result.on.last if result.on is not None else date.min


def _ranged(same_day: Sequence[ResultEntry]) -> Newest:
    first = same_day[0]
    amounts = [one.standard for one in same_day if one.standard is not None]
    lows = [one.low for one in amounts]
    highs = [one.high for one in amounts]
    low = None if None in lows else min(one for one in lows if one is not None)
    high = None if None in highs else max(one for one in highs if one is not None)
    said = told(first)
    if len({(one.low, one.high) for one in amounts}) > 1:
        words = "; ".join(dict.fromkeys(told(one).words for one in same_day))
        said = Told(
            by=Teller.RECORD,
            words=words,
            resource=said.resource,
            on=said.on,
            stale=any(one.stale for one in same_day),
        )
    if first.on is None:
        said = said.model_copy(update={"stale": True})
    return Newest(low, high, amounts[0].unit, said)
