"""For how many weeks a pregnancy of a record goes on."""

import re
from datetime import date, timedelta
from typing import Final

from app.domain.patient import Range, Told
from app.domain.record import Course, PatientRecord, ProblemEntry, RecordEntry, ResultEntry
from app.patient.lasting import lapsed, lasting
from app.patient.told import told

GESTATION: Final = "gestational age"
DUE: Final = "due date"
PERIOD: Final = "last menstrual period"
TERM: Final = 40.0
"""Weeks from the last menstrual period to the day that is estimated for delivery."""
_WEEKS_ICD: Final = re.compile(r"Z3A\.(\d\d)")
_WEEKS: Final = re.compile(r"(\d{1,2})(?: completed)? weeks (?:of )?(?:gestation|pregnan)", re.I)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def born_by_now(one: RecordEntry, as_of: date) -> date | None:
    """The day of delivery that it foresees, where that is over for sure."""
    weeks = _weeks_of(one, (GESTATION, DUE), as_of)
    if weeks is None or weeks.low <= lasting().longest:
        return None
    return as_of - timedelta(weeks=weeks.low - TERM)


def _dated(one: ResultEntry) -> date | None:
    written = one.words or (one.amount.written if one.amount is not None else "")
    found = _DATE.search(written)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def weeks_of_pregnancy(record: PatientRecord) -> Range | None:
    """On the day of the record; by the newest of what was measured or estimated, else by the last
    period."""
    for wanted in ((GESTATION, DUE), (PERIOD,)):
        for one in record.entries:
            found = _weeks_of(one, wanted, record.as_of)
            if found is not None and found.low <= lasting().longest:
                return found
    return None


def _weeks_of(one: RecordEntry, wanted: tuple[str, ...], as_of: date) -> Range | None:
    if one.on is None or lapsed("pregnancy", one.on.last, as_of):
        return None
    since = max(0.0, (as_of - one.on.last).days / 7)
    if isinstance(one, ProblemEntry) and GESTATION in wanted and one.course is not Course.PAST:
        stated = next((m[1] for c in one.codings if (m := _WEEKS_ICD.match(c.code))), None)
        spoken = _WEEKS.search(one.name)
        figure = stated or (spoken[1] if spoken else None)
        return _week(float(figure) + since, 1.0, told(one)) if figure else None
    if not isinstance(one, ResultEntry):
        return None
    if GESTATION in wanted and GESTATION in one.known_as and one.standard is not None:
        value = one.standard.value
        if value is None or one.standard.unit not in ("wk", "d"):
            return None
        weeks = value / 7 if one.standard.unit == "d" else value
        return _week(weeks + since, 1.0, told(one))
    day = _dated(one)
    if day is None:
        return None
    if DUE in wanted and DUE in one.known_as:
        return _week(TERM - (day - as_of).days / 7, 0.0, told(one))
    if PERIOD in wanted and PERIOD in one.known_as:
        return _week((as_of - day).days / 7, 0.0, told(one))
    return None


def _week(weeks: float, width: float, said: Told) -> Range | None:
    low = round(weeks, 1)
    return Range(low=low, high=round(low + width, 1), told=said) if low >= 0 else None
