"""A record on one page: the newest of each thing, each line with its place, and findings."""

from collections.abc import Sequence
from datetime import date

import pytest
from pydantic import ValidationError

from app.answering.checking import Checking
from app.answering.summarising import NO_DOSES, NO_MEDICINE, RecordSummaries
from app.answering.summary_sections import EARLIER, RECENT, UNNAMED, sections
from app.domain.corpus import Audience
from app.domain.patient import Medicine, Situation, Teller, Told, Use, Whom
from app.domain.question import Caller, Question
from app.domain.ranking import Access
from app.domain.record import (
    AllergyEntry,
    Course,
    EventEntry,
    MedicineEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    Unusable,
)
from app.domain.safety import CheckStatus, CheckVerdict, Provenance, Severity
from app.domain.subject import Subject
from app.domain.summary import (
    PatientSummary,
    RecordPlace,
    SectionKind,
    SummaryLine,
    SummarySection,
)
from app.safety.checks.record import RecordOfQuestion
from tests.fakes import FakeGenerations, FakeLines, split_document, when

CALLER = Caller(name="tests", access=Access(audiences=frozenset(Audience), tags=None))
TODAY = date(2026, 3, 31)


def medicine(number: int, name: str, course: Course, on: str) -> MedicineEntry:
    return MedicineEntry(
        resource=f"MedicationRequest/{number}", at="", name=name, course=course, on=when(on)
    )


def result(number: int, name: str, on: str, *known_as: str, stale: bool = False) -> ResultEntry:
    return ResultEntry(
        resource=f"Observation/{number}",
        at="",
        name=name,
        known_as=frozenset(known_as or {name.lower()}),
        on=when(on),
        stale=stale,
    )


def event(number: int, kind: str, on: str, name: str = "") -> EventEntry:
    named = name or f"{kind} {number}"
    return EventEntry(kind=kind, resource=f"E/{number}", at="", name=named, on=when(on))


def record(*entries: RecordEntry, situation: Situation | None = None) -> PatientRecord:
    return PatientRecord(
        patient="Patient/1",
        as_of=TODAY,
        entries=entries,
        situation=situation or Situation(),
        unusable=(Unusable(at="Bundle.entry[9]", why="It is of no known type."),),
    )


def section(kind: SectionKind, *entries: RecordEntry) -> SummarySection:
    return next(one for one in sections(record(*entries), FakeLines()) if one.kind is kind)


def places(of: SummarySection) -> list[str]:
    return [line.cites[0].resource for line in of.lines]


def test_a_line_that_cites_nothing_cannot_be_built() -> None:
    with pytest.raises(ValidationError):
        SummaryLine(text="Metformin.", cites=())


def test_of_what_is_not_stated_it_says_so_and_not_that_there_is_none() -> None:
    for one in sections(record(), FakeLines()):
        if one.kind is not SectionKind.PERSON:
            assert (one.unknown, one.lines) == ("nothing stated", ())


def test_what_is_stated_and_could_not_be_used_is_not_told_as_not_stated() -> None:
    left_out = record().model_copy(update={"unread": frozenset({"MedicationRequest"})})
    told = {one.kind: one.unknown for one in sections(left_out, FakeLines())}
    assert told[SectionKind.MEDICINES] == "stated, but nothing of it could be used"
    assert told[SectionKind.ALLERGIES] == "nothing stated"


def test_a_medicine_stands_once_by_its_newest_entry_and_what_was_stopped_apart() -> None:
    entries = (
        medicine(1, "Metformin 500 mg", Course.ACTIVE, "2026-02-01"),
        medicine(2, "Warfarin", Course.PAST, "2025-05-01"),
        medicine(3, "metformin 500 MG", Course.ACTIVE, "2025-02-01"),
        medicine(4, "Aspirin", Course.UNKNOWN, "2024-02-01"),
    )
    assert places(section(SectionKind.MEDICINES, *entries)) == [
        "MedicationRequest/1",
        "MedicationRequest/4",
    ]
    assert places(section(SectionKind.EARLIER, *entries)) == ["MedicationRequest/2"]


def test_a_relatives_illness_is_no_problem_of_the_patient() -> None:
    def problem(number: int, *, of_family: bool) -> ProblemEntry:
        return ProblemEntry(
            resource=f"Condition/{number}",
            at="",
            name="Breast cancer",
            course=Course.ACTIVE,
            of_family=of_family,
        )

    entries = (problem(1, of_family=True), problem(2, of_family=False))
    assert places(section(SectionKind.PROBLEMS, *entries)) == ["Condition/2"]
    assert places(section(SectionKind.EARLIER, *entries)) == ["Condition/1"]


def test_the_latest_result_comes_with_the_one_before_it_alone() -> None:
    entries = [
        result(1, "HbA1c", "2026-03-03"),
        result(2, "Glucose", "2026-01-01"),
        result(3, "HbA1c", "2025-09-01"),
        result(4, "HbA1c", "2025-03-01"),
    ]
    first, second = section(SectionKind.RESULTS, *entries).lines
    assert first.before is not None
    assert [first.cites[0].resource, first.before.cites[0].resource] == [
        "Observation/1",
        "Observation/3",
    ]
    assert first.before.before is None
    assert second.before is None


def test_measures_of_the_kidneys_stand_apart_each_by_its_own_name() -> None:
    entries = (
        result(1, "eGFR", "2026-03-03", "egfr"),
        result(2, "Creatinine", "2026-03-03", "creatinine"),
        result(3, "Potassium", "2026-03-03", "potassium"),
    )
    assert places(section(SectionKind.KIDNEYS, *entries)) == ["Observation/1", "Observation/2"]
    assert places(section(SectionKind.RESULTS, *entries)) == ["Observation/3"]


def test_results_that_we_have_no_name_for_are_not_told_to_be_none_and_stand_last() -> None:
    odd = [
        result(number, f"Oddity {number}", "2026-03-03").model_copy(
            update={"known_as": frozenset()}
        )
        for number in range(2, UNNAMED + 4)
    ]
    shown = section(SectionKind.RESULTS, *odd, result(1, "Potassium", "2020-03-03"))
    assert places(shown)[:2] == ["Observation/1", "Observation/2"]
    assert (len(shown.lines), shown.left_out) == (UNNAMED + 1, 2)


def test_what_is_left_out_is_counted() -> None:
    events = [event(number, "encounter", "2026-01-01") for number in range(RECENT + 3)]
    assert section(SectionKind.EVENTS, *events).left_out == 3
    stopped = [
        medicine(number, f"M{number}", Course.PAST, "2020-01-01") for number in range(EARLIER + 2)
    ]
    assert section(SectionKind.EARLIER, *stopped).left_out == 2
    shots = (
        event(1, "immunization", "2026-01-01", "Td"),
        event(2, "immunization", "2016-01-01", "Td"),
    )
    assert places(section(SectionKind.IMMUNIZATIONS, *shots)) == ["E/1"]


def test_an_allergy_of_the_past_does_not_hide_one_of_today() -> None:
    def allergy(number: int, course: Course) -> AllergyEntry:
        return AllergyEntry(resource=f"A/{number}", at="", name="Penicillin", course=course)

    entries = (allergy(1, Course.PAST), allergy(2, Course.ACTIVE))
    assert places(section(SectionKind.ALLERGIES, *entries)) == ["A/1", "A/2"]


class Said:
    """A check that says the same of everybody."""

    name = "said"

    def __init__(self, *verdicts: CheckVerdict) -> None:
        self._verdicts = verdicts
        self.of: list[Subject] = []

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        self.of.append(subject)
        return self._verdicts


def met(rule: str, severity: Severity, fired_on: str) -> CheckVerdict:
    return CheckVerdict(
        name="said",
        status=CheckStatus.WARN,
        rule=rule,
        severity=severity,
        provenance=Provenance.SOURCED,
        fired_on=fired_on,
        why=f"{rule} holds.",
        next_step="Do otherwise.",
    )


TOLD = Told(
    by=Teller.RECORD, words="Examplol 5 mg, MedicationRequest/1", resource="MedicationRequest/1"
)
TAKES = Situation(
    medicines=(Medicine(ingredients=frozenset({"examplol"}), use=Use.TAKEN, told=TOLD),)
)
UNKNOWN = (medicine(1, "Examplol 5 mg", Course.ACTIVE, "2026-02-01"),)
ENTRIES = (
    UNKNOWN[0].model_copy(update={"known_as": frozenset({"examplol"})}),
    result(2, "Potassium", "2026-03-03"),
)


def summary(
    verdicts: Sequence[CheckVerdict],
    situation: Situation = TAKES,
    generations: FakeGenerations | None = None,
    entries: Sequence[RecordEntry] = ENTRIES,
) -> PatientSummary:
    checking = Checking(question_checks=(Said(*verdicts),), signed_off=lambda rule: f"by {rule}")
    made = RecordSummaries(
        lines=FakeLines(), checking=checking, generations=generations or FakeGenerations()
    )
    return made.summary(record(*entries, situation=situation), CALLER)


def test_a_finding_cites_the_entries_that_its_words_name() -> None:
    by_resource = met("a", Severity.SERIOUS, "potassium 6.1, Observation/2. Nobody/7")
    by_name = met("b", Severity.SERIOUS, "examplol with an ACE inhibitor")
    by_other_word = met("c", Severity.SERIOUS, "examplolol")
    one, other, last = summary([by_resource, by_name, by_other_word]).findings
    assert one.cites == (RecordPlace(resource="Observation/2", on="2026-03-03"),)
    assert other.cites == (RecordPlace(resource="MedicationRequest/1", on="2026-02-01"),)
    assert last.cites == ()


def test_the_gravest_finding_stands_first_with_who_signed_its_rule_off() -> None:
    verdicts = [
        met("minor", Severity.MINOR, "x"),
        met("critical", Severity.CRITICAL, "y"),
        met("serious", Severity.SERIOUS, "z"),
    ]
    told = [(one.check.rule, one.check.reviewed_by) for one in summary(verdicts).findings]
    assert told == [
        ("critical", "by critical"),
        ("serious", "by serious"),
        ("minor", "by minor"),
    ]


def unnamed(*entries: RecordEntry, situation: Situation) -> PatientSummary:
    """With the check that tells of names that are not known."""
    made = RecordSummaries(
        lines=FakeLines(),
        checking=Checking(question_checks=(RecordOfQuestion(),)),
        generations=FakeGenerations(),
    )
    return made.summary(record(*entries, situation=situation), CALLER)


def test_a_medicine_of_today_whose_name_is_not_known_counts_as_not_checked() -> None:
    (told,) = unnamed(*UNKNOWN, situation=Situation()).checks
    assert (told.name, told.status) == ("patient record", CheckStatus.NOT_CHECKED)
    assert "Examplol 5 mg (MedicationRequest/1)" in told.why
    known, _ = unnamed(*ENTRIES, situation=TAKES).checks
    assert known.status is CheckStatus.PASS


def test_without_a_medicine_of_today_there_was_nothing_to_check() -> None:
    stopped = medicine(1, "Examplol 5 mg", Course.PAST, "2020-02-01")
    assert unnamed(stopped, situation=Situation()).checks == (NO_MEDICINE,)


class Reads:
    """A reader of situations that tells more than the record's own."""

    def read(self, question: Question) -> Situation:
        assert question.record is not None
        return question.record.situation.model_copy(update={"sex": "female"})

    def whom(self, situation: Situation) -> Whom:
        raise AssertionError("a summary quotes no document")


def test_the_person_is_read_as_for_a_question() -> None:
    said = Said()
    checking = Checking(reader=Reads(), question_checks=(said,))
    made = RecordSummaries(lines=FakeLines(), checking=checking, generations=FakeGenerations())
    made.summary(record(*ENTRIES, situation=TAKES), CALLER)
    assert [subject.situation.sex for subject in said.of] == ["female"]


def test_one_finding_is_told_once() -> None:
    twice = met("a", Severity.SERIOUS, "examplol")
    assert len(summary([twice, twice]).findings) == 1


def test_what_could_not_be_checked_is_told_with_what_to_supply() -> None:
    missing = CheckVerdict(
        name="said", status=CheckStatus.NOT_CHECKED, why="No weight.", supply=("The weight.",)
    )
    made = summary([missing])
    assert made.to_supply == ("The weight.",)
    assert made.checks == (missing, NO_DOSES)
    assert made.findings == ()


def test_without_a_medicine_nothing_passes() -> None:
    made = summary([CheckVerdict(name="said", status=CheckStatus.PASS)], Situation())
    assert made.checks == (NO_MEDICINE,)
    assert made.to_supply == NO_MEDICINE.supply


def test_it_says_what_could_not_be_used_and_why_no_library_was_compared() -> None:
    made = summary([])
    assert made.unusable == record().unusable
    assert made.without_library is not None
    assert made.trace.generation == "none"
    generations = FakeGenerations()
    with generations.begin() as building:
        building.add([split_document("Drug A", ["Drug A is given."])])
        published = building.publish()
    with_library = summary([], generations=generations)
    assert with_library.without_library is None
    assert with_library.trace.generation == published.generation


def test_a_summary_shows_nothing_of_itself_in_a_log() -> None:
    assert "Examplol" not in f"{summary([])!r} {summary([])}"
