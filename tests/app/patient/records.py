"""Records of nobody, made by hand for the tests of this room."""

from calendar import monthrange
from datetime import date

from app.domain.record import (
    AllergyEntry,
    Amount,
    Course,
    EventEntry,
    MedicineEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    When,
)

AS_OF = date(2026, 11, 28)


def when(text: str) -> When:
    """Of a day, a month or a year in ISO form."""
    parts = [int(one) for one in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else None
    day = parts[2] if len(parts) > 2 else None
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    last = date(year, last_month, day or monthrange(year, last_month)[1])
    return When(text=text, first=first, last=last)


def result(
    number: int,
    name: str,
    written: str,
    on: str | None,
    known: str | None = None,
    standard: float | None = None,
    **more: object,
) -> ResultEntry:
    value, _, unit = written.partition(" ")
    figure = float(value.lstrip("<>=")) if written else None
    amount = Amount(low=figure, high=figure, unit=unit, written=written) if written else None
    in_own = amount if standard is None else Amount(low=standard, high=standard, written="")
    return ResultEntry.model_validate(
        {
            "resource": f"Observation/{number}",
            "at": f"Bundle.entry[{number}].resource",
            "name": name,
            "known_as": frozenset({known} if known else ()),
            "on": when(on) if on else None,
            "amount": amount,
            "standard": in_own,
            **more,
        }
    )


def medicine(
    number: int,
    name: str,
    known: set[str],
    course: Course = Course.ACTIVE,
    on: str | None = "2024-01-05",
    **more: object,
) -> MedicineEntry:
    return MedicineEntry.model_validate(
        {
            "resource": f"MedicationRequest/{number}",
            "at": f"Bundle.entry[{number}].resource",
            "name": name,
            "known_as": frozenset(known),
            "course": course,
            "on": when(on) if on else None,
            **more,
        }
    )


def problem(
    number: int,
    name: str,
    known: set[str],
    course: Course = Course.ACTIVE,
    on: str | None = "2019",
    **more: object,
) -> ProblemEntry:
    return ProblemEntry.model_validate(
        {
            "resource": f"Condition/{number}",
            "at": f"Bundle.entry[{number}].resource",
            "name": name,
            "known_as": frozenset(known),
            "course": course,
            "on": when(on) if on else None,
            **more,
        }
    )


def allergy(number: int, name: str, known: set[str], **more: object) -> AllergyEntry:
    return AllergyEntry.model_validate(
        {
            "resource": f"AllergyIntolerance/{number}",
            "at": f"Bundle.entry[{number}].resource",
            "name": name,
            "known_as": frozenset(known),
            "course": Course.ACTIVE,
            "on": when("2012"),
            **more,
        }
    )


def event(kind: str, number: int, name: str, on: str, **more: object) -> EventEntry:
    return EventEntry.model_validate(
        {
            "resource": f"{kind.capitalize()}/{number}",
            "at": f"Bundle.entry[{number}].resource",
            "kind": kind,
            "name": name,
            "on": when(on),
            **more,
        }
    )


def record(*entries: RecordEntry, **more: object) -> PatientRecord:
    """Newest first, as a reader gives them."""
    newest = sorted(entries, key=lambda one: one.on.last if one.on else date.min, reverse=True)
    return PatientRecord.model_validate(
        {
            "patient": "Patient/1",
            "as_of": AS_OF,
            "born": when("1963-05-02"),
            "sex": "female",
            "entries": tuple(newest),
            **more,
        }
    )


def her_record() -> PatientRecord:
    """A woman of 63 with diabetes, a failing kidney, and a little of everything."""
    return record(
        result(1, "HbA1c", "8.3 %", "2024-11-02", "hba1c", 8.3),
        result(2, "HbA1c", "7.9 %", "2025-09-10", "hba1c", 7.9),
        result(3, "HbA1c", "7.4 %", "2026-03-03", "hba1c", 7.4),
        result(4, "Creatinine", "1.9 mg/dL", "2026-03-03", "creatinine", 168.0),
        result(5, "Creatinine", "1.4 mg/dL", "2025-03-01", "creatinine", 123.8),
        result(6, "Potassium", "5.1 mmol/L", "2026-10-20", "potassium", 5.1),
        result(7, "Body Weight", "71.23456789012 kg", "2026-03-03", "weight", 71.2),
        result(
            8, "Tobacco smoking status", "", "2026-03-03", "smoking status", words="Former smoker"
        ),
        medicine(11, "Metformin 500 mg tablet", {"metformin"}, dosage="twice daily"),
        medicine(
            12,
            "Warfarin 5 mg tablet",
            {"warfarin"},
            Course.PAST,
            "2019-02-01",
            until=when("2021-02-01"),
        ),
        medicine(13, "Apixaban 5 mg tablet", {"apixaban"}, on="2021-02-01"),
        medicine(14, "Amoxicillin 500 mg capsule", {"amoxicillin"}, Course.PAST, "2022-05-05"),
        problem(21, "Type 2 diabetes", {"type 2 diabetes"}),
        problem(22, "Atrial fibrillation", {"atrial fibrillation"}, on="2019-01-20"),
        problem(23, "Asthma", {"asthma"}, Course.PAST, "1975", until=when("1990")),
        problem(24, "Breast cancer", {"breast cancer"}, of_family=True, on="2015"),
        allergy(
            31,
            "Penicillin",
            {"amoxicillin", "penicillin v", "benzylpenicillin"},
            class_name="penicillin",
            reaction="rash",
        ),
        event("immunization", 41, "Influenza, seasonal, injectable", "2025-10-11"),
        event("immunization", 42, "Td (adult) preservative free", "2014-06-01"),
        event("procedure", 51, "Colonoscopy", "2019-05-03"),
        event("encounter", 52, "Encounter for check up", "2026-03-03"),
    )
