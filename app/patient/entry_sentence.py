"""The sentence of an entry: what is undated, old, unconfirmed, not done or preliminary is said."""

from datetime import date

from app.domain.record import (
    AllergyEntry,
    Course,
    EventEntry,
    MedicineEntry,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    When,
)
from app.patient.wording import amount_of, dated, older_than, one_line


def sentence(entry: RecordEntry, as_of: date) -> str:
    """In our wording round the record's own words, with a full stop."""
    match entry:
        case ProblemEntry():
            said = _problem(entry)
        case MedicineEntry():
            said = _medicine(entry)
        case AllergyEntry():
            said = _allergy(entry)
        case ResultEntry():
            said = _result(entry)
        case EventEntry():
            said = _event(entry)
    return f"{said}{_asides(entry, as_of)}."


def _asides(entry: RecordEntry, as_of: date) -> str:
    told = []
    if entry.on is None:
        told.append("undated")
    elif entry.stale:
        told.append(older_than(entry.on, as_of))
    if isinstance(entry, ProblemEntry | AllergyEntry) and not entry.confirmed:
        told.append("not confirmed")
    if isinstance(entry, ResultEntry):
        told += [*([] if entry.final else ["preliminary"]), *_unfit(entry)]
    if entry.disagreement:
        told.append("its code and its words differ")
    return f" ({', '.join(told)})" if told else ""


def _problem(entry: ProblemEntry) -> str:
    name = one_line(entry.name)
    if entry.of_family:
        said = name if name.lower().startswith("family history") else f"Family history: {name}"
        return said + dated(entry.on, ", recorded")
    return name + _course(entry.course, entry.on, entry.until, "resolved", "active")


def _medicine(entry: MedicineEntry) -> str:
    name = one_line(entry.name)
    if entry.dosage:
        name += f", {one_line(entry.dosage)}"
    return name + _course(entry.course, entry.on, entry.until, "stopped", "taken")


def _course(course: Course, on: When | None, until: When | None, ended: str, going: str) -> str:
    since = dated(on, " since")
    match course:
        case Course.ACTIVE:
            ends = dated(until, ", to end")
            return f": active{since}{ends}"
        case Course.PAST if until is not None:
            return f": {ended} {until.text}{dated(on, ', since')}"
        case Course.PAST:
            return f": no longer {going}{dated(on, ', recorded')}"
        case Course.UNKNOWN:
            return f": not stated whether still {going}{dated(on, ', recorded')}"


def _allergy(entry: AllergyEntry) -> str:
    name = one_line(entry.name)
    recorded = dated(entry.on, ", recorded")
    if entry.none_known:
        return f"Stated as: {name}{recorded}"
    if not _names_itself(name):
        name = f"{'Intolerance' if entry.intolerance else 'Allergy'} to {name}"
    if entry.reaction:
        name += f" ({one_line(entry.reaction)})"
    if entry.course is Course.PAST:
        name += ", no longer active"
    return name + recorded


def _names_itself(name: str) -> bool:
    return any(stem in name.lower() for stem in ("allerg", "intoleran", "hypersensi"))


def _result(entry: ResultEntry) -> str:
    name, words = _measure(entry), one_line(entry.words)
    if entry.amount is not None and entry.amount.written:
        said = f"{name} {amount_of(entry.amount)}{dated(entry.on, ' on')}"
        return f"{said}, {words}" if words else said
    return f"{name}: {words or 'no value stated'}{dated(entry.on, ', on')}"


def _measure(entry: ResultEntry) -> str:
    """In the record's own words; in ours where it states a code alone."""
    name = one_line(entry.name)
    if entry.known_as and any(name.endswith(f" {one.code}") for one in entry.codings if one.code):
        ours = " or ".join(sorted(entry.known_as))
        return f"{ours[0].upper()}{ours[1:]} ({name})"
    return name


def _unfit(entry: ResultEntry) -> list[str]:
    """Why no check goes by the figure of a measure that is known."""
    if entry.amount is None or entry.standard is not None or not entry.known_as:
        return []
    return ["value or unit does not fit" if entry.amount.unit else "no unit stated"]


def _event(entry: EventEntry) -> str:
    name, words = one_line(entry.name), one_line(entry.words)
    words = "" if words == "not done" else words
    match entry.kind:
        case "procedure":
            said = f"{name}: {'done' if entry.done else 'not done'}"
        case "immunization":
            said = f"Immunization {name}: {'given' if entry.done else 'not given'}"
        case "encounter":
            said = f"Encounter: {name}" + ("" if entry.done else ": did not take place")
        case "report":
            said = f"Report: {name}"
    if entry.on is not None and entry.until is not None and entry.until.text[:10] != entry.on.text:
        said += f", {entry.on.text} to {entry.until.text}"
    else:
        said += dated(entry.on, ",")
    return f"{said}: {words}" if words else said
