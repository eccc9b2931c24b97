"""Which lines of a record are about what a question asks."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from app.domain.record import Course, MedicineEntry, ProblemEntry, When
from app.patient.asked_words import KINDS, words
from app.patient.kinds import is_one, may_be_one, near
from app.patient.lines import Kind, Line
from app.patient.periods import Period
from app.patient.subjects import Subject
from app.terms.analytes import analytes
from app.terms.drug_resolver import drug_resolver

_WORD: Final = re.compile(r"[a-z0-9]+")
_HYPHENATED: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHARED_LETTERS: Final = 6
"""Of two words that begin with as many, one is a form of the other: mammogram, mammography."""
_PASSED_OVER: Final = frozenset(
    """a s the an of in on for and or to with any last first her his my their test scan check up
    visit appointment procedure operation surgery done had screening exam examination""".split()  # noqa: SIM905 - a list of words is read more easily
)
_SAYS_NO_MORE: Final = frozenset(
    """a the of in on by for and or level levels value result results measurement measured count
    serum plasma blood whole venous capillary mass moles volume concentration reported score total
    mmol mg ml dl l automated manual method adult point care poc local lab laboratory
    bedside""".split()  # noqa: SIM905 - a list of words is read more easily
)
_VITAL: Final = {"vital signs", "body"}
_AT_THE_BEDSIDE: Final = _VITAL | {"pregnancy", "habits", "scores", "lungs"}
_FAR: Final = date.max
_STATES: Final = {
    "pregnancy": "pregnancy status",
    "breastfeeding": "breastfeeding status",
    "smoking": "smoking status",
}
"""Conditions that a record may state as a result."""


def about(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines about one subject, in their order; a relative's illness is none of hers."""
    match subject.of:
        case "result":
            return _results(subject, lines)
        case "medicine":
            return tuple(one for one in lines if _medicine(subject, one))
        case "vaccine":
            return tuple(one for one in lines if _vaccine(subject, one))
        case "problem":
            return _problems(subject, lines)


def allergies_to(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Allergies to a medicine, its class, or a member of it."""
    return tuple(one for one in lines if one.kind is Kind.ALLERGY and _of_drug(subject, one))


def near_to(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Illnesses that are no kind of the one asked for and yet tell something of it."""
    if subject.of != "problem":
        return ()
    problems = (one for one in lines if one.kind is Kind.PROBLEM)
    return tuple(one for one in problems if near(subject.names, one.known_as))


def of_kind(kind: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a kind as `KINDS` calls them; a result of no vital sign is a laboratory's."""
    found = tuple(one for one in lines if one.kind is KINDS[kind])
    match kind:
        case "lab":
            return tuple(one for one in found if not _groups(one) & _AT_THE_BEDSIDE)
        case "vital":
            return tuple(one for one in found if _groups(one) & _VITAL)
        case "operation":
            return tuple(one for one in found if _is_operation(one))
        case _:
            return found


def _is_operation(line: Line) -> bool:
    name = line.entry.name.lower() if line.entry is not None else ""
    return words().no_operation.isdisjoint(_HYPHENATED.findall(name))


def _groups(line: Line) -> set[str]:
    return {analytes()[name].group for name in line.known_as if name in analytes()}


def called(named: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines whose entry's own name holds all words of `named`, in some form."""
    wanted = [one for one in _WORD.findall(named.lower()) if one not in _PASSED_OVER]
    wanted = wanted or _WORD.findall(named.lower())
    return tuple(
        line
        for line in lines
        if line.entry is not None
        and wanted
        and all(
            any(_same(one, word) for word in _WORD.findall(line.entry.name.lower()))
            for one in wanted
        )
    )


def within(period: Period | None, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that hold in a period: a course that overlaps it, a date that lies in it. Undated
    lines lie in none."""
    if period is None:
        return tuple(lines)
    return tuple(one for one in lines if _holds(one, period))


def course_of(line: Line) -> Course | None:
    """Of a problem, a medicine or an allergy."""
    return getattr(line.entry, "course", None) if line.kind in _COURSES else None


_COURSES: Final = frozenset({Kind.PROBLEM, Kind.MEDICINE, Kind.ALLERGY})


def _holds(line: Line, period: Period) -> bool:
    if line.on is None:
        return False
    if line.on.last < period.first:
        return line.kind in _COURSES and _end(line) >= period.first
    return line.on.first <= period.last


def _end(line: Line) -> date:
    entry = line.entry
    if isinstance(entry, ProblemEntry | MedicineEntry):
        until: When | None = entry.until
        if until is not None:
            return until.last
    if course_of(line) is Course.PAST and line.on is not None:
        return line.on.last
    return _FAR


def _results(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    known = tuple(
        one
        for one in lines
        if one.kind in (Kind.RESULT, Kind.DERIVED) and one.known_as & subject.names
    )
    problems = {name for name, state in _STATES.items() if state in subject.names}
    had = tuple(one for one in lines if one.kind is Kind.PROBLEM and one.known_as & problems)
    unknown = tuple(one for one in lines if one.kind is Kind.RESULT and not one.known_as)
    return (*known, *had) or tuple(
        one for one in called(subject.written, unknown) if _no_more(one, subject.written)
    )


def _no_more(line: Line, written: str) -> bool:
    """Whether an entry's name says no more than what is asked for: `Target blood pressure` is no
    blood pressure, and `Creatinine kinase` no creatinine."""
    asked = _WORD.findall(written.lower())
    name = line.entry.name.lower() if line.entry is not None else ""
    return all(
        one in _SAYS_NO_MORE or any(_same(one, other) for other in asked)
        for one in _WORD.findall(name)
    )


def _medicine(subject: Subject, line: Line) -> bool:
    return line.kind is Kind.MEDICINE and _of_drug(subject, line)


def _of_drug(subject: Subject, line: Line) -> bool:
    class_name = getattr(line.entry, "class_name", None)
    if line.known_as & subject.names and not (class_name and subject.class_name is None):
        return True
    if class_name is None:
        return not line.known_as and bool(called(subject.written, (line,)))
    members = drug_resolver().members(class_name)
    if subject.class_name is None:
        return bool(subject.names & (line.known_as | members))
    wide = drug_resolver().members(subject.class_name)
    return class_name == subject.class_name or bool(members and members <= wide)


def _problems(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    problems = [one for one in lines if one.kind is Kind.PROBLEM]
    exact = [
        id(one)
        for one in problems
        if is_one(subject.names, one.known_as)
        or (not one.known_as and called(subject.written, (one,)))
    ]
    wider = [id(one) for one in problems if may_be_one(subject.names, one.known_as)]
    states = {_STATES[name] for name in subject.names if name in _STATES}
    stated = [id(one) for one in lines if one.kind is Kind.RESULT and one.known_as & states]
    chosen = {*(exact or wider), *stated}
    return tuple(one for one in lines if id(one) in chosen)


def _vaccine(subject: Subject, line: Line) -> bool:
    if line.entry is None or line.kind not in (Kind.IMMUNIZATION, Kind.PROCEDURE):
        return False
    name = f"{line.entry.name.lower()} "
    return any(re.search(rf"\b{re.escape(one)}", name) for one in subject.names)


def _same(one: str, other: str) -> bool:
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return True
    least = min(len(one), len(other))
    return least >= _SHARED_LETTERS and one[:_SHARED_LETTERS] == other[:_SHARED_LETTERS]
