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
    ResultEntry,
)
from app.patient.lasting import lapsed
from app.patient.pregnancy_words import (
    Tells,
    is_of_the_past,
    is_the_pregnancy,
    names_pregnancy,
    problem_tells,
    procedure_ends,
)
from app.patient.told import told
from app.patient.unremembered import unremembered
from app.patient.weeks import DUE, GESTATION, born_by_now, weeks_of_pregnancy
from app.terms.groups import groups_in

STATUS: Final = "pregnancy status"
TEST: Final = "pregnancy test"
FEEDING: Final = "breastfeeding status"
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
    stated, and for good in men and after the menopause or an operation. A child's record speaks of
    its mother's pregnancy and of being breastfed.
    """
    if not _grown(record, record.as_of):
        return Carrying(None, None, None)
    signs = list(_signs(record))
    newest = max(signs, key=lambda one: (one.on, one.holds), default=None)
    pregnant: YesNo | None = None
    if newest is not None and newest.holds:
        if not lapsed("pregnancy", newest.on, record.as_of):
            holds = YesNo(holds=True, told=newest.told)
            return Carrying(holds, weeks_of_pregnancy(record), _feeding(record))
    elif newest is not None and not lapsed("not_pregnant", newest.on, record.as_of):
        pregnant = YesNo(holds=False, told=newest.told)
    return Carrying(pregnant or _never(record), None, _feeding(record))


def _signs(record: PatientRecord) -> Iterator[_Sign]:
    for one in record.entries:
        if isinstance(one, ResultEntry):
            yield from _of_result(one, record)
        elif isinstance(one, ProblemEntry) and not one.of_family:
            yield from _of_problem(one, record)
        elif isinstance(one, EventEntry) and one.on is not None and procedure_ends(one):
            yield _Sign(one.on.last, False, told(one))


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
        ended = born_by_now(one, record.as_of)
        yield _Sign(on if ended is None else ended, ended is None, told(one))


def _of_problem(one: ProblemEntry, record: PatientRecord) -> Iterator[_Sign]:
    tells = problem_tells(one)
    if tells is Tells.NOTHING:
        return
    began = one.on.last if one.on is not None else record.as_of
    began = min(began, record.as_of)
    if tells is Tells.OVER:
        yield _Sign(began, False, told(one))
    elif one.course is Course.PAST:
        ended = one.until or one.on
        if ended is not None and is_the_pregnancy(one) and not _goes_on(record):
            yield _Sign(min(ended.last, record.as_of), False, told(one))
    elif (born := born_by_now(one, record.as_of)) is not None:
        yield _Sign(born, False, told(one))
    else:
        yield _Sign(began, True, told(one, "" if names_pregnancy(one.name) else "pregnancy"))


def _goes_on(record: PatientRecord) -> bool:
    """Whether a problem of today tells of a pregnancy: of several entries for one pregnancy some
    are closed before it ends."""
    return any(
        isinstance(one, ProblemEntry)
        and not one.of_family
        and one.course is not Course.PAST
        and problem_tells(one) is Tells.GOES_ON
        and not (one.on is not None and lapsed("pregnancy", one.on.last, record.as_of))
        for one in record.entries
    )


def _grown(record: PatientRecord, on: date) -> bool:
    """Whether the patient was no child then: what is told of a pregnancy is its mother's there."""
    return record.born is None or on - record.born.first > timedelta(days=3653)


def _yes(words: str) -> bool | None:
    if not words or _UNKNOWN.search(words):
        return None
    if _NO.search(words):
        return False
    return True if _YES.search(words) else None


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
    return "lactation" in unremembered(groups_in)(one.name) and not is_of_the_past(one.name)
