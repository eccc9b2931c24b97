"""Whether a record tells of a pregnancy that goes on, for how many weeks, and of breastfeeding."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from app.domain.patient import Range, Teller, Told, YesNo
from app.domain.record import (
    Course,
    EventEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
)
from app.patient.lasting import lapsed, lasting
from app.patient.told import told
from app.patient.unremembered import unremembered
from app.terms.groups import groups_in

STATUS: Final = "pregnancy status"
TEST: Final = "pregnancy test"
GESTATION: Final = "gestational age"
DUE: Final = "due date"
PERIOD: Final = "last menstrual period"
FEEDING: Final = "breastfeeding status"
TERM: Final = 40.0
"""Weeks from the last menstrual period to the day that is estimated for delivery."""
_ICD: Final = "icd-10"
_ENDED_ICD: Final = re.compile(r"O0[0-8]|O8\d|O9[01]|Z37|Z39|Z33\.2")
"""Abortion, ectopic pregnancy, delivery, the time after."""
_ENDED_NAMES: Final = frozenset(
    {"miscarriage", "ectopic pregnancy", "hydatidiform mole", "postpartum haemorrhage"}
)
_PREGNANT: Final = frozenset({"pregnancy", "preeclampsia"})
_WEEKS_ICD: Final = re.compile(r"Z3A\.(\d\d)")
_WEEKS: Final = re.compile(r"(\d{1,2})(?: completed)? weeks (?:of )?(?:gestation|pregnan)", re.I)
_ENDED: Final = re.compile(
    r"miscarr|abort|ectopic|stillb|still birth|molar pregnancy|termination of pregnancy|"
    r"deliver(?:y|ed)\b(?! date)|ca?esarean|post-?partum|postnatal|puerper|childbirth|"
    r"\bgave birth|blighted",
    re.I,
)
_HISTORY: Final = re.compile(
    r"history|previous|past|planned|planning|intention|desire|wish|risk of|contracept|"
    r"preconception|unplanned pregnancy prevention|fear of|pseudocyesis|possible to become",
    re.I,
)
_NEVER: Final = re.compile(
    r"(?:^|\b)(?:post-?menopaus\w+|hysterectomy|bilateral oophorectomy|menopause present|"
    r"bilateral salpingo-?oophorectomy)\b",
    re.I,
)
"""What rules a pregnancy out from then on."""
_PARTIAL: Final = re.compile(r"bleeding|symptom|declin|refus|planned|counsel|educat", re.I)
_UNKNOWN: Final = re.compile(
    r"unknown|not asked|unsure|undetermined|not done|indeterm|equivoc", re.I
)
_NO: Final = re.compile(r"\b(?:not|no|never|non|negative|false|neg|absent|undetected)\b", re.I)
_YES: Final = re.compile(
    r"pregnan|\byes\b|true|positive|\bpos\b|present|detected|possibl|feeding|lactat", re.I
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Sign(NamedTuple):
    on: date
    holds: bool
    told: Told


class Carrying(NamedTuple):
    pregnant: YesNo | None
    weeks: Range | None
    breastfeeding: YesNo | None


def carrying(record: PatientRecord) -> Carrying:
    """What the newest entry that tells of it says, as long as it tells of today.

    A possible pregnancy counts as one. That there is none is known for a month after it was
    stated, and for good in men and after the menopause or an operation.
    """
    signs = list(_signs(record))
    newest = max(signs, key=lambda one: (one.on, one.holds), default=None)
    pregnant: YesNo | None = None
    if newest is not None and newest.holds:
        if not lapsed("pregnancy", newest.on, record.as_of):
            holds = YesNo(holds=True, told=newest.told)
            return Carrying(holds, _weeks(record), _feeding(record))
    elif newest is not None and not lapsed("not_pregnant", newest.on, record.as_of):
        pregnant = YesNo(holds=False, told=newest.told)
    return Carrying(pregnant or _never(record), None, _feeding(record))


def _signs(record: PatientRecord) -> Iterator[_Sign]:
    for one in record.entries:
        if isinstance(one, ResultEntry):
            yield from _of_result(one, record)
        elif isinstance(one, ProblemEntry) and not one.of_family:
            yield from _of_problem(one, record)
        elif isinstance(one, EventEntry) and one.on is not None and _has_ended_one(one):
            yield _Sign(one.on.last, False, told(one))


def _has_ended_one(one: EventEntry) -> bool:
    return one.kind == "procedure" and one.done and _ENDED.search(one.name) is not None


def _of_result(one: ResultEntry, record: PatientRecord) -> Iterator[_Sign]:
    on = min(one.on.last, record.as_of) if one.on is not None else None
    if on is None:
        return
    if one.known_as & {STATUS, TEST} or TEST in one.name.lower():
        words = one.words or (one.amount.written if one.amount else "")
        holds = _yes(words)
        if holds is not None:
            yield _Sign(on, holds, told(one))
    elif one.known_as & {GESTATION, DUE} and _grown(record, on):
        ended = _born_by_now(one, record.as_of)
        yield _Sign(on if ended is None else ended, ended is None, told(one))


def _born_by_now(one: RecordEntry, as_of: date) -> date | None:
    """The day of delivery that it foresees, where that is over for sure."""
    weeks = _weeks_of(one, (GESTATION, DUE), as_of)
    if weeks is None or weeks.low <= lasting().longest:
        return None
    return as_of - timedelta(weeks=weeks.low - TERM)


def _of_problem(one: ProblemEntry, record: PatientRecord) -> Iterator[_Sign]:
    if not _tells_pregnancy(one):
        return
    began = one.on.last if one.on is not None else record.as_of
    began = min(began, record.as_of)
    if _is_over(one):
        yield _Sign(began, False, told(one))
    elif one.course is Course.PAST:
        ended = one.until or one.on
        if ended is not None:
            yield _Sign(min(ended.last, record.as_of), False, told(one))
    elif (born := _born_by_now(one, record.as_of)) is not None:
        yield _Sign(born, False, told(one))
    else:
        yield _Sign(began, True, told(one, "" if _says(one) else "pregnancy"))


def _tells_pregnancy(one: ProblemEntry) -> bool:
    if _HISTORY.search(one.name):
        return False
    return bool(one.known_as & _PREGNANT) or _is_over(one) or _says(one)


def _says(one: ProblemEntry) -> bool:
    return "pregnancy" in unremembered(groups_in)(one.name)


def _is_over(one: ProblemEntry) -> bool:
    coded = any(_ICD in code.system and _ENDED_ICD.match(code.code) for code in one.codings)
    return coded or bool(one.known_as & _ENDED_NAMES) or _ENDED.search(one.name) is not None


def _grown(record: PatientRecord, on: date) -> bool:
    """Whether a gestational age is not the patient's own at birth."""
    return record.born is None or on - record.born.first > timedelta(days=3653)


def _yes(words: str) -> bool | None:
    if not words or _UNKNOWN.search(words):
        return None
    if _NO.search(words):
        return False
    return True if _YES.search(words) else None


def _dated(one: ResultEntry) -> date | None:
    written = one.words or (one.amount.written if one.amount is not None else "")
    found = _DATE.search(written)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def _weeks(record: PatientRecord) -> Range | None:
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


def _never(record: PatientRecord) -> YesNo | None:
    for one in record.entries:
        if isinstance(one, ProblemEntry):
            usable = not one.of_family and one.confirmed
        else:
            usable = isinstance(one, EventEntry) and one.kind == "procedure" and one.done
        if usable and _NEVER.search(one.name) and not _PARTIAL.search(one.name):
            return YesNo(holds=False, told=told(one))
    if record.sex == "male":
        words = f"male, {record.patient}"
        said = Told(by=Teller.RECORD, words=words, resource=record.patient, on=record.as_of)
        return YesNo(holds=False, told=said)
    return None


def _feeding(record: PatientRecord) -> YesNo | None:
    """The newest that tells of it."""
    for one in record.entries:
        if one.on is None or one.stale:
            continue
        if isinstance(one, ResultEntry) and FEEDING in one.known_as:
            holds = _yes(one.words)
            state = "breastfeeding" if holds else "not_breastfeeding"
            if holds is not None and not lapsed(state, one.on.last, record.as_of):
                return YesNo(holds=holds, told=told(one))
        if isinstance(one, ProblemEntry) and not one.of_family and _tells_feeding(one):
            if one.course is Course.PAST:
                continue
            if not lapsed("breastfeeding", one.on.last, record.as_of):
                return YesNo(holds=True, told=told(one))
    return None


def _tells_feeding(one: ProblemEntry) -> bool:
    if "breastfeeding" in one.known_as:
        return True
    return "lactation" in unremembered(groups_in)(one.name) and not _HISTORY.search(one.name)
