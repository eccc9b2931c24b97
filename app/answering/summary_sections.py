"""The sections of a record on one page: the newest of each thing, told from what is over."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, TypeVar

from app.domain.ports.summary import LineMaker
from app.domain.record import (
    AllergyEntry,
    Course,
    Entry,
    EventEntry,
    MedicineEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
)
from app.domain.summary import SectionKind, SummaryLine, SummarySection

RECENT: Final = 10
"""Procedures, encounters and reports that are shown."""
EARLIER: Final = 15
"""Problems and medicines of the past that are shown."""
UNNAMED: Final = 10
"""Results that are shown of measures not known here."""
KIDNEY: Final = frozenset({"egfr", "crcl", "creatinine"})
"""Names of `app.terms.analytes` that tell of the kidneys."""
NOTHING_STATED: Final = "nothing stated"
NOTHING_USABLE: Final = "stated, but nothing of it could be used"
_STATED_BY: Final = {
    SectionKind.PROBLEMS: {"Condition"},
    SectionKind.MEDICINES: {
        "MedicationRequest",
        "MedicationStatement",
        "MedicationAdministration",
    },
    SectionKind.ALLERGIES: {"AllergyIntolerance"},
    SectionKind.IMMUNIZATIONS: {"Immunization"},
}
"""The types of the resources that a section is about, and nothing else is."""
_TITLES: Final = {
    SectionKind.PERSON: "Patient",
    SectionKind.PROBLEMS: "Problems",
    SectionKind.MEDICINES: "Medicines",
    SectionKind.ALLERGIES: "Allergies",
    SectionKind.RESULTS: "Latest results",
    SectionKind.KIDNEYS: "Kidney function",
    SectionKind.IMMUNIZATIONS: "Immunizations",
    SectionKind.EVENTS: "Recent procedures, encounters and reports",
    SectionKind.EARLIER: "Earlier problems and medicines, and family history",
}

E = TypeVar("E", bound=Entry)


def sections(record: PatientRecord, lines: LineMaker) -> tuple[SummarySection, ...]:
    """Every section, also those of which the record states nothing."""

    def told(entries: Iterable[RecordEntry]) -> list[SummaryLine]:
        return [lines.of_entry(each, record.as_of) for each in entries]

    def latest(of: Sequence[ResultEntry]) -> list[SummaryLine]:
        return [_with_before(pair, lines, record) for pair in _latest(of)]

    def section(kind: SectionKind, lines: Sequence[SummaryLine]) -> SummarySection:
        made = _section(kind, lines)
        if lines or not _STATED_BY[kind] & record.unread:
            return made
        return made.model_copy(update={"unknown": NOTHING_USABLE})

    problems = _of(record, ProblemEntry)
    medicines = _of(record, MedicineEntry)
    results = [each for each in _of(record, ResultEntry) if each.known_as]
    allergies = _newest(_of(record, AllergyEntry), _allergy)
    events = _of(record, EventEntry)
    shots = [each for each in events if each.kind == "immunization"]
    done = [each for each in events if each.kind != "immunization"]
    now = [one for one in problems if one.course is not Course.PAST and not one.of_family]
    taken = [one for one in medicines if one.course is not Course.PAST]
    current = {id(one) for one in (*now, *taken)}
    over = [
        one
        for one in record.entries
        if isinstance(one, ProblemEntry | MedicineEntry) and id(one) not in current
    ]
    unnamed = latest([each for each in _of(record, ResultEntry) if not each.known_as])
    renal = [one for one in results if one.known_as & KIDNEY]
    other = [one for one in results if not one.known_as & KIDNEY]

    return (
        _section(SectionKind.PERSON, [lines.of_person(record)]),
        section(SectionKind.PROBLEMS, told(_newest(now, _named))),
        section(SectionKind.MEDICINES, told(_newest(taken, _named))),
        section(SectionKind.ALLERGIES, told(allergies)),
        _section(SectionKind.KIDNEYS, [*latest(renal), *lines.of_kidneys(record)]),
        _section(SectionKind.RESULTS, [*latest(other), *unnamed[:UNNAMED]], len(unnamed[UNNAMED:])),
        section(SectionKind.IMMUNIZATIONS, told(_newest(shots, _named))),
        _section(SectionKind.EVENTS, told(done[:RECENT]), len(done[RECENT:])),
        _bounded(SectionKind.EARLIER, told(_newest(over, _named)), EARLIER),
    )


def _of(record: PatientRecord, kind: type[E]) -> list[E]:
    return [each for each in record.entries if isinstance(each, kind)]


def _named(entry: Entry) -> Hashable:
    return (entry.name.casefold(), getattr(entry, "of_family", False))


def _allergy(entry: AllergyEntry) -> Hashable:
    return (entry.name.casefold(), entry.course)


def _newest(entries: Iterable[E], of: Callable[[E], Hashable]) -> list[E]:
    """The first of each key; the record has the newest first."""
    found: dict[Hashable, E] = {}
    for each in entries:
        found.setdefault(of(each), each)
    return list(found.values())


def _latest(results: Sequence[ResultEntry]) -> list[list[ResultEntry]]:
    """Of each analyte the latest result, and the one before it; what is no analyte that is known
    here goes by its name."""
    found: dict[Hashable, list[ResultEntry]] = {}
    for each in results:
        of = found.setdefault(each.known_as or each.name.casefold(), [])
        if len(of) < 2:
            of.append(each)
    return list(found.values())


def _with_before(
    pair: Sequence[ResultEntry], lines: LineMaker, record: PatientRecord
) -> SummaryLine:
    latest, *earlier = (lines.of_entry(each, record.as_of) for each in pair)
    return latest.model_copy(update={"before": earlier[0]}) if earlier else latest


def _bounded(kind: SectionKind, lines: Sequence[SummaryLine], most: int) -> SummarySection:
    return _section(kind, lines[:most], len(lines[most:]))


def _section(kind: SectionKind, lines: Sequence[SummaryLine], left_out: int = 0) -> SummarySection:
    return SummarySection(
        kind=kind,
        title=_TITLES[kind],
        lines=tuple(lines),
        unknown=None if lines else NOTHING_STATED,
        left_out=left_out,
    )
