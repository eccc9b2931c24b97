"""Sentences about the record as a whole: that it does not state something, or how often it does."""

from typing import Final

from app.domain.record import AllergyEntry, MedicineEntry, PatientRecord
from app.patient.ask import Ask
from app.patient.lines import Kind, Line

_MOST_NAMED: Final = 60
_KIND_WORDS: Final = {
    "medicine": ("medicines", "current"),
    "problem": ("problems", "active"),
    "allergy": ("allergies", ""),
    "procedure": ("procedures", ""),
    "operation": ("operations", ""),
    "encounter": ("encounters", ""),
    "immunization": ("immunizations", ""),
    "report": ("reports", ""),
    "result": ("results", ""),
    "lab": ("laboratory results", ""),
    "vital": ("vital signs", ""),
}


def absent(written: str, ask: Ask, record: PatientRecord) -> Line:
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
                _unknown(ask, record),
                "entry has a name unknown here",
                "entries have names unknown here",
            ),
        )
        if many
    ]
    aside = f" ({'; '.join(asides)})" if asides else ""
    return _statement(f"The record handed over states no {what}{period}{aside}.", record)


def _unknown(ask: Ask, record: PatientRecord) -> int:
    """Medicines, or allergies, whose names mean nothing to us: one of them may be the one."""
    if not any(one.of == "medicine" for one in ask.subjects):
        return 0
    wanted = AllergyEntry if ask.how == "allergic" else MedicineEntry
    return sum(
        isinstance(one, wanted)
        and not (one.known_as or one.class_name or getattr(one, "none_known", False))
        for one in record.entries
    )


def of_kind_words(ask: Ask) -> str:
    """What the entries of a kind are called, past or current as they were asked for."""
    name, state = _KIND_WORDS[ask.kind or ""]
    if not state or ask.past or ask.period is not None:
        return name
    return f"past {name}" if ask.past is None else f"{state} {name}"


def more(many: int, ask: Ask, record: PatientRecord) -> Line:
    text = f"The record handed over states {many} more {of_kind_words(ask)} than are shown here."
    return _statement(text, record)


def count(many: int, written: str, record: PatientRecord) -> Line:
    """How many entries of something it holds."""
    entries = "entry" if many == 1 else "entries"
    return _statement(f"The record handed over holds {many} {entries} of {written}.", record)


def _statement(text: str, record: PatientRecord) -> Line:
    return Line(kind=Kind.PERSON, text=text, resource=record.patient)


def quoted(ask: Ask) -> str:
    """Free words of the question as the record's absence of them is told."""
    named = ask.named[:_MOST_NAMED]
    return named if ask.how == "allergic" else f'entry called "{named}"'
