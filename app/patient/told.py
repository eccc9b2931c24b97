"""What an entry of a record tells, in a few words with its date and resource."""

from datetime import date

from app.domain.patient import Teller, Told
from app.domain.record import (
    AllergyEntry,
    Course,
    Entry,
    EventEntry,
    MedicineEntry,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    When,
)

LONGEST = 90
"""Characters of the record's own words for one thing."""


def told(entry: RecordEntry, also: str = "") -> Told:
    """By the record, such as `Warfarin 5 mg tablet, active since 2024-01-05, MedicationRequest/3`.

    Args:
        also: what the words mean to us, where they do not say so themselves.
    """
    parts = [_named(entry), also, *_state(entry), entry.resource]
    return Told(
        by=Teller.RECORD,
        words=", ".join(one for one in parts if one),
        resource=entry.resource,
        on=_day(entry),
        stale=entry.stale,
    )


def _named(entry: Entry) -> str:
    return shortly(entry.name)


def shortly(words: str) -> str:
    """Its beginning, on one line."""
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 3].rstrip() + "..."


def _day(entry: RecordEntry) -> date | None:
    """Of what has ended when it ended, else when it was stated to begin."""
    until = getattr(entry, "until", None)
    if until is not None and isinstance(until, When):
        return until.last
    return None if entry.on is None else entry.on.first


def _state(entry: RecordEntry) -> list[str]:
    match entry:
        case MedicineEntry():
            return _medicine(entry)
        case ProblemEntry():
            return _problem(entry)
        case AllergyEntry():
            return _allergy(entry)
        case ResultEntry():
            return _result(entry)
        case EventEntry():
            return [] if entry.on is None else [f"on {entry.on.text}"]


def _medicine(entry: MedicineEntry) -> list[str]:
    dosage = shortly(entry.dosage)
    if entry.course is Course.PAST:
        ended = entry.until or entry.on
        return [dosage, "stopped" + (f", last {ended.text}" if ended else "")]
    since = f" since {entry.on.text}" if entry.on else ", undated"
    if entry.course is Course.UNKNOWN:
        return [dosage, "not said whether it is still taken", since.strip(" ,")]
    said = [dosage, f"active{since}"]
    return [*said, "not confirmed for long"] if entry.stale else said


def _problem(entry: ProblemEntry) -> list[str]:
    said = [] if entry.confirmed else ["not confirmed"]
    if entry.course is Course.PAST:
        ended = entry.until or entry.on
        return [*said, "in the past" + (f", {ended.text}" if ended else "")]
    since = f"since {entry.on.text}" if entry.on else "undated"
    state = "active" if entry.course is Course.ACTIVE else "not said whether it goes on"
    return [*said, f"{state} {since}" if entry.course is Course.ACTIVE else f"{state}, {since}"]


def _allergy(entry: AllergyEntry) -> list[str]:
    said = ["intolerance" if entry.intolerance else "allergy"]
    if entry.none_known:
        said = []
    if entry.reaction:
        said.append(shortly(entry.reaction))
    if not entry.confirmed:
        said.append("not confirmed")
    return [*said, f"recorded {entry.on.text}"] if entry.on else said


def _result(entry: ResultEntry) -> list[str]:
    value = shortly(entry.amount.written) if entry.amount is not None else shortly(entry.words)
    said = [value] if entry.final else [value, "preliminary"]
    return [*said, f"of {entry.on.text}" if entry.on else "undated"]
