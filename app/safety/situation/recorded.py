"""The situation of a record, with what the vocabulary of the rules makes of its words.

The record was read with the names of `app.terms`; rules name conditions and allergens that stand in
`words.toml` alone, and conditions that a result tells by its figure.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.patient import Allergy, Problem, Situation, Teller, Told
from app.domain.record import (
    Course,
    EventEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
)
from app.safety.situation.measured import measured
from app.safety.situation.medicines import ingredients_of
from app.safety.situation.problems import not_denied, weakened_by
from app.safety.situation.words import allergen_book, words
from app.terms.drugs import drug_names
from app.terms.lasting_conditions import lasting_conditions

_BY_OPERATION: Final = frozenset({"mechanical heart valve", "gastric bypass"})
_FIGURES: Final = {
    "potassium": "potassium {}",
    "sodium": "sodium {}",
    "platelets": "platelets {}",
    "pulse": "pulse {}",
    "ejection fraction": "ejection fraction {}%",
    "qtc": "QTc {}",
    "cd4": "CD4 {}",
}
"""Analyte -> how a text tells its figure."""
_SYSTOLIC, _DIASTOLIC = "systolic pressure", "diastolic pressure"
_SMOKING: Final = "smoking status"
_SMOKES: Final = ("current", "every day", "daily", "some days", "smokes", "heavy", "light tobacco")
_DOES_NOT: Final = ("never", "former", "ex-smoker", "not ", "non-", "unknown", "quit", "stopped")


def recorded(record: PatientRecord) -> Situation:
    """What the record tells of its patient."""
    known = record.situation
    had = {one.name: one for one in known.problems}
    for one in _problems(record.entries):
        had.setdefault(one.name, one)
    for one in weakened_by(known.medicines, had.values()):
        had.setdefault(one.name, one)
    return known.model_copy(
        update={
            "problems": tuple(had.values()),
            "allergies": tuple(_allergy(one) for one in known.allergies),
        }
    )


def _problems(entries: tuple[RecordEntry, ...]) -> Iterator[Problem]:
    for one in entries:
        if isinstance(one, ProblemEntry) and not one.of_family:
            for name in not_denied(one.name):
                if one.course is not Course.PAST or name in lasting_conditions():
                    yield Problem(name=name, told=_told(one, name))
        elif isinstance(one, EventEntry) and one.kind == "procedure" and one.done:
            for name in not_denied(one.name) & _BY_OPERATION:
                yield Problem(name=name, told=_told(one, name))
    yield from _by_figures([one for one in entries if isinstance(one, ResultEntry)])


def _told(entry: RecordEntry, meaning: str) -> Told:
    on = entry.on
    since = f", {on.text}" if on is not None else ""
    words = f"{entry.name[:90]} ({meaning}){since}, {entry.resource}"
    return Told(
        by=Teller.RECORD,
        words=words,
        resource=entry.resource,
        on=on.first if on is not None else None,
        stale=entry.stale,
    )


def _by_figures(results: list[ResultEntry]) -> Iterator[Problem]:
    """By the newest result of each analyte, unless it is too old to go by."""
    newest: dict[str, ResultEntry] = {}
    for one in results:
        for analyte in one.known_as:
            newest.setdefault(analyte, one)
    pressure = (newest.get(_SYSTOLIC), newest.get(_DIASTOLIC))
    figures = [(newest.get(name), form) for name, form in _FIGURES.items()]
    for result, form in figures:
        value = _value(result)
        if result is not None and value is not None:
            yield from _measured(form.format(f"{value:g}"), result)
    systolic, diastolic = map(_value, pressure)
    if pressure[0] is not None and systolic is not None and diastolic is not None:
        yield from _measured(f"BP {systolic:.0f}/{diastolic:.0f}", pressure[0])
    smoking = newest.get(_SMOKING)
    if smoking is not None and not smoking.stale and _smokes(smoking.words.lower()):
        yield Problem(name="smoking", told=_told(smoking, "smoking"))


def _value(result: ResultEntry | None) -> float | None:
    if result is None or result.stale or result.standard is None:
        return None
    return result.standard.value


def _measured(text: str, result: ResultEntry) -> Iterator[Problem]:
    for name, _, _ in measured(text):
        yield Problem(name=name, told=_told(result, f"{name}: {text}"))


def _smokes(said: str) -> bool:
    return any(one in said for one in _SMOKES) and not any(one in said for one in _DOES_NOT)


def _allergy(one: Allergy) -> Allergy:
    """With the group or substance that its words name, where the record knows it by no medicine."""
    if one.ingredients:
        return one
    for meaning in sorted(allergen_book().named(one.substance)):
        group = words().allergens.get(meaning)
        if group is None:
            return one.model_copy(update={"substance": meaning})
        members = (
            ingredients_of(drug_names(), group.class_name)
            if group.class_name
            else frozenset(group.members)
        )
        name = group.class_name or meaning
        return one.model_copy(update={"ingredients": members, "class_name": name})
    return one
