"""The lines that answer what is asked of a record; that it states nothing is a line, too."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from app.domain.record import Course, MedicineEntry, PatientRecord, ProblemEntry, ResultEntry
from app.patient.asked import Ask
from app.patient.asked_words import KINDS
from app.patient.lines import Kind, Line, person_line
from app.patient.matching import (
    about,
    allergies_to,
    called,
    course_of,
    near_to,
    of_kind,
    within,
)
from app.patient.subjects import Subject

MOST_OF_TREND: Final = 12
MOST_LISTED: Final = 30
MOST_LEANED_ON: Final = 8
MOST_OF_ONE: Final = 6
MOST_NEAR: Final = 2
_MOST_NAMED: Final = 60


class Told(NamedTuple):
    """The lines of one claim, in the order in which they are quoted."""

    lines: tuple[Line, ...]


def answers(ask: Ask, lines: Sequence[Line], record: PatientRecord) -> tuple[Told, ...]:
    """What the record states to it, each sentence by itself but for a course over time, which is
    one claim, oldest first."""
    if ask.how == "person":
        return (Told((person_line(record),)),)
    if ask.kind is not None:
        return _each(_listed(ask, lines, record))
    if ask.how in ("leans", "needs"):
        return _each(
            line
            for one in ask.subjects
            for line in _leaned(one, lines)
            or ((_absent(one.written, ask, record),) if ask.how == "needs" else ())
        )
    if not ask.subjects:
        named = of_kind("allergy", lines) if ask.how == "allergic" else lines
        return _of_subject(ask, called(ask.named, named), _quoted(ask), record)
    told: list[Told] = []
    for subject in ask.subjects:
        found = _about(ask, subject, lines)
        told.extend(_of_subject(ask, found, subject.written, record))
        if not found:
            told.extend(_each(_today(near_to(subject, lines))[:MOST_NEAR]))
    return tuple(told)


def _about(ask: Ask, subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    if ask.how == "allergic":
        return allergies_to(subject, lines) or _other_allergies(subject, lines)
    found = about(subject, lines)
    if found or subject.of != "problem":
        return found
    near = near_to(subject, lines)
    return tuple(one for one in called(subject.written, lines) if one not in near)


def _other_allergies(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    """By the record's words, and that it states none at all."""
    allergies = of_kind("allergy", lines)
    none = tuple(one for one in allergies if getattr(one.entry, "none_known", False))
    return called(subject.written, allergies) or none


def _of_subject(
    ask: Ask, found: tuple[Line, ...], written: str, record: PatientRecord
) -> tuple[Told, ...]:
    held = within(ask.period, found)
    absent = _absent(written, ask, record)
    if not held:
        latest = _newest(found)[:1] if ask.period else ()
        return _each((absent, *latest))
    match ask.how:
        case "trend":
            series = _oldest_first(_measured(held))[-MOST_OF_TREND:]
            if len(series) == 1:
                series = (*_before(series[0], found), *series)
            return (Told(series),) if series else _each((absent,))
        case "first":
            return _each(_oldest_first(held)[:1] + _undated(held)[:1])
        case "previous":
            return (Told(_oldest_first(held)[-2:] or held[:2]),)
        case "is_on" | "has" | "which" | "allergic":
            now = _today(held) if ask.period is None else _newest(held)[:MOST_OF_ONE]
            return _each(dict.fromkeys((*now, *filter(_of_family, held))))
        case "was_on" | "count":
            counted = (_count(len(held), written, record),) if ask.how == "count" else ()
            return _each((*counted, *_newest(held)[:MOST_OF_TREND]))
        case _:
            return _each(_latest(held))


def _leaned(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    found = about(subject, lines)
    return _latest(found) if subject.of == "result" else _today(found)[:MOST_OF_ONE]


def _latest(found: tuple[Line, ...]) -> tuple[Line, ...]:
    """The newest of each measure, all of its day; the newest with a value too, where that has
    none. Of medicines and problems those of today."""
    if any(course_of(one) is not None for one in found):
        return _today(found)
    names = dict.fromkeys(tuple(sorted(one.known_as)) or one.kind for one in found)
    chosen: list[Line] = []
    for name in names:
        same = _newest(one for one in found if (tuple(sorted(one.known_as)) or one.kind) == name)
        day = same[0].on
        of_day = [one for one in same if day is not None and one.on == day] or [same[0]]
        chosen += of_day[:MOST_OF_ONE]
        if not any(_has_value(one) for one in of_day):
            chosen += [one for one in same if _has_value(one)][:1]
    return tuple(chosen)


def _today(found: tuple[Line, ...]) -> tuple[Line, ...]:
    """What is so; else what may be; else what was, the newest."""
    own = tuple(one for one in found if not _of_family(one)) or found
    for wanted in ((Course.ACTIVE,), (Course.UNKNOWN, None), (Course.PAST,)):
        chosen = tuple(one for one in own if course_of(one) in wanted)
        if chosen:
            most = MOST_OF_ONE if Course.PAST not in wanted else 2
            return _newest(chosen)[:most]
    return ()


def _listed(ask: Ask, lines: Sequence[Line], record: PatientRecord) -> tuple[Line, ...]:
    kind = ask.kind or ""
    found = tuple(one for one in within(ask.period, of_kind(kind, lines)) if not _of_family(one))
    if KINDS[kind] is Kind.RESULT:
        found = _latest(_newest(found))
    elif kind in ("medicine", "problem", "allergy"):
        wanted = _wanted(kind, past=True if ask.period else ask.past)
        found = tuple(one for one in found if course_of(one) in wanted)
        found = tuple({_own_name(one): one for one in reversed(_newest(found))}.values())[::-1]
    else:
        found = _newest(found)
    most = MOST_LISTED if ask.how in ("list", "count") else MOST_LEANED_ON
    if not found:
        return (_absent(_KIND_WORDS[kind], ask, record),)
    if ask.how == "latest":
        newest = _newest(found)
        return tuple(one for one in newest if one.on == newest[0].on)[:MOST_LISTED]
    if ask.how == "count":
        return (_count(len(found), _KIND_WORDS[kind], record), *_newest(found)[:most])
    if len(found) > most:
        more = len(found) - most
        text = f"The record handed over states {more} more {_KIND_WORDS[kind]} than are shown here."
        return (*found[:most], _statement(text, record))
    return found


def _wanted(kind: str, *, past: bool | None) -> tuple[Course, ...]:
    if past or (past is None and kind == "allergy"):
        return tuple(Course)
    return (Course.PAST,) if past is None else (Course.ACTIVE, Course.UNKNOWN)


_KIND_WORDS: Final = {
    "medicine": "current medicines",
    "problem": "active problems",
    "allergy": "allergies",
    "procedure": "procedures",
    "encounter": "encounters",
    "immunization": "immunizations",
    "report": "reports",
    "result": "results",
    "lab": "laboratory results",
    "vital": "vital signs",
}


def _absent(written: str, ask: Ask, record: PatientRecord) -> Line:
    """That the record does not state it, which is not that the patient has none."""
    period = ""
    if ask.period is not None:
        period = f" from {ask.period.first.isoformat()} to {ask.period.last.isoformat()}"
    what = f"allergy to {written}" if ask.how == "allergic" else written
    asides = [
        f"{many} {one if many == 1 else other}"
        for many, one, other in (
            (len(record.unusable), "part of it could not be used", "parts of it could not be used"),
            (
                _unknown_medicines(record) if _of_medicine(ask) else 0,
                "medicine of it is not known by its name here",
                "medicines of it are not known by their names here",
            ),
        )
        if many
    ]
    aside = f" ({'; '.join(asides)})" if asides else ""
    return _statement(f"The record handed over states no {what}{period}{aside}.", record)


def _of_medicine(ask: Ask) -> bool:
    return any(one.of == "medicine" for one in ask.subjects) and ask.how != "allergic"


def _unknown_medicines(record: PatientRecord) -> int:
    return sum(
        isinstance(one, MedicineEntry) and not one.known_as and one.class_name is None
        for one in record.entries
    )


def _count(many: int, written: str, record: PatientRecord) -> Line:
    entries = "entry" if many == 1 else "entries"
    return _statement(f"The record handed over holds {many} {entries} of {written}.", record)


def _statement(text: str, record: PatientRecord) -> Line:
    return Line(kind=Kind.PERSON, text=text, resource=record.patient)


def _quoted(ask: Ask) -> str:
    named = ask.named[:_MOST_NAMED]
    return named if ask.how == "allergic" else f'entry called "{named}"'


def _each(lines: Iterable[Line]) -> tuple[Told, ...]:
    return tuple(Told((one,)) for one in lines)


def _newest(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Newest first, undated ones last; those of one day in their order."""
    kept = tuple(lines)
    dated = [(one.on.last, -at, one) for at, one in enumerate(kept) if one.on is not None]
    ordered = [one for _, _, one in sorted(dated, key=lambda each: each[:2], reverse=True)]
    return (*ordered, *_undated(kept))


def _oldest_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in reversed(_newest(lines)) if one.on is not None)


def _undated(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.on is None)


def _measured(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in lines if _has_value(one))


def _before(line: Line, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The last one measured before it, to compare it with."""
    older = [
        one
        for one in _newest(_measured(lines))
        if one.on is not None and line.on is not None and one.on.last < line.on.first
    ]
    return tuple(older[:1])


def _has_value(line: Line) -> bool:
    entry = line.entry
    return not isinstance(entry, ResultEntry) or entry.amount is not None or bool(entry.words)


def _of_family(line: Line) -> bool:
    return isinstance(line.entry, ProblemEntry) and line.entry.of_family


def _own_name(line: Line) -> str:
    return line.entry.name.lower() if line.entry is not None else line.text
