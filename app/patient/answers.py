"""The lines that answer what is asked of a record; that it states nothing is a line, too."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from app.domain.record import Course, PatientRecord
from app.patient.ask import Ask
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
from app.patient.newest import (
    MOST_OF_ONE,
    last_before,
    latest,
    measured,
    newest_first,
    of_family,
    oldest_first,
    today,
    undated,
)
from app.patient.statements import absent, count, more, of_kind_words, quoted
from app.patient.subjects import Subject

MOST_OF_TREND: Final = 12
MOST_LISTED: Final = 30
MOST_LEANED_ON: Final = 8
MOST_NEAR: Final = 2


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
            or ((absent(one.written, ask, record),) if ask.how == "needs" else ())
        )
    if not ask.subjects:
        named = of_kind("allergy", lines) if ask.how == "allergic" else lines
        return _of_subject(ask, called(ask.named, named), quoted(ask), record)
    told: list[Told] = []
    for subject in ask.subjects:
        found = _about(ask, subject, lines)
        told.extend(_of_subject(ask, found, subject.written, record))
        if not found:
            told.extend(_each(today(near_to(subject, lines))[:MOST_NEAR]))
    return tuple(told)


def _about(ask: Ask, subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    if ask.how == "allergic":
        return allergies_to(subject, lines) or _other_allergies(subject, lines)
    if ask.how == "is_on" and subject.of == "result":
        medicines = tuple(one for one in lines if one.kind is Kind.MEDICINE)
        if taken := called(subject.written, medicines):
            return taken
    found = about(subject, lines)
    if found or subject.of != "problem":
        return found
    near = near_to(subject, lines)
    return tuple(one for one in called(subject.written, lines) if one not in near)


def _other_allergies(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    """By the record's words, and that it states none at all; with those that contradict it."""
    allergies = of_kind("allergy", lines)
    none = tuple(one for one in allergies if getattr(one.entry, "none_known", False))
    return called(subject.written, allergies) or (allergies if none else ())


def _of_subject(
    ask: Ask, found: tuple[Line, ...], written: str, record: PatientRecord
) -> tuple[Told, ...]:
    held = within(ask.period, found)
    if not held:
        at_another_time = newest_first(found)[:1] if ask.period else ()
        return _each((absent(written, ask, record), *at_another_time))
    told = _told(ask, held, found, written, record)
    if ask.of_family or not all(map(of_family, held)):
        return told
    return (Told((absent(f"{written} of the patient's own", ask, record),)), *told)


def _told(
    ask: Ask, held: tuple[Line, ...], found: tuple[Line, ...], written: str, record: PatientRecord
) -> tuple[Told, ...]:
    match ask.how:
        case "trend":
            series = oldest_first(measured(held))[-MOST_OF_TREND:]
            if len(series) == 1:
                series = (*last_before(series[0], found), *series)
            return (Told(series),) if series else _each(held[:1])
        case "first":
            return _each(oldest_first(held)[:1] + undated(held)[:1])
        case "previous":
            return (Told(oldest_first(held)[-2:] or held[:2]),)
        case "is_on" | "has" | "which" | "allergic":
            now = today(held) if ask.period is None else newest_first(held)[:MOST_OF_ONE]
            return _each(dict.fromkeys((*now, *filter(of_family, held))))
        case "was_on" | "count":
            counted = (count(len(held), written, record),) if ask.how == "count" else ()
            return _each((*counted, *newest_first(held)[:MOST_OF_TREND]))
        case _:
            return _each(latest(held))


def _leaned(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    found = about(subject, lines)
    return latest(found) if subject.of == "result" else today(found)[:MOST_OF_ONE]


def _listed(ask: Ask, lines: Sequence[Line], record: PatientRecord) -> tuple[Line, ...]:
    kind = ask.kind or ""
    found = tuple(one for one in within(ask.period, of_kind(kind, lines)) if not of_family(one))
    if KINDS[kind] is Kind.RESULT:
        found = latest(newest_first(found))
    elif kind in ("medicine", "problem", "allergy"):
        wanted = _wanted(kind, past=True if ask.period else ask.past)
        found = tuple(one for one in found if course_of(one) in wanted)
        by_name = {_own_name(one): one for one in reversed(newest_first(found))}
        found = tuple(reversed(by_name.values()))
    else:
        found = newest_first(found)
    most = MOST_LISTED if ask.how in ("list", "count") else MOST_LEANED_ON
    if not found:
        return (absent(of_kind_words(ask), ask, record),)
    if ask.how == "latest":
        newest = newest_first(found)
        return tuple(one for one in newest if one.on == newest[0].on)[:MOST_LISTED]
    if ask.how == "count":
        return (count(len(found), of_kind_words(ask), record), *newest_first(found)[:most])
    if len(found) > most:
        return (*found[:most], more(len(found) - most, ask, record))
    return found


def _wanted(kind: str, *, past: bool | None) -> tuple[Course, ...]:
    if past or (past is None and kind == "allergy"):
        return tuple(Course)
    return (Course.PAST,) if past is None else (Course.ACTIVE, Course.UNKNOWN)


def _each(lines: Iterable[Line]) -> tuple[Told, ...]:
    return tuple(Told((one,)) for one in lines)


def _own_name(line: Line) -> str:
    """By which several orders of one medicine count once; of allergies each sentence counts."""
    if line.entry is None or line.kind is Kind.ALLERGY:
        return line.text
    return line.entry.name.lower()
