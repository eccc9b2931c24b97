"""Every check of a person's safety over a record: what fires names the resource and its date."""

import time

import pytest

from app.domain.corpus import Audience
from app.domain.patient import Situation
from app.domain.question import Question
from app.domain.record import Course, PatientRecord, RecordEntry
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.age import AgeOfClaim, AgeOfQuestion
from app.safety.checks.allergy import AllergyCheck, AllergyQuestionCheck
from app.safety.checks.contraindications import ContraindicationCheck, ContraindicationQuestionCheck
from app.safety.checks.hepatic import HepaticOfClaim, HepaticOfQuestion
from app.safety.checks.interactions import ClaimInteractions, QuestionInteractions
from app.safety.checks.maximum_dose import MaximumDoseOfClaim, MaximumDoseOfQuestion
from app.safety.checks.record import RecordOfQuestion
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion
from app.safety.situation.reader import QuestionReader
from tests.app.patient.bundles import allergy as allergy_entry
from tests.app.patient.bundles import read
from tests.app.patient.entered import allergy, medicine, problem, record, result
from tests.app.safety.group import claim_of

CLAIM_CHECKS = (
    ClaimInteractions(),
    ContraindicationCheck(),
    AllergyCheck(),
    RenalOfClaim(),
    HepaticOfClaim(),
    AgeOfClaim(),
    MaximumDoseOfClaim(),
)
QUESTION_CHECKS = (
    QuestionInteractions(),
    ContraindicationQuestionCheck(),
    AllergyQuestionCheck(),
    RenalOfQuestion(),
    HepaticOfQuestion(),
    AgeOfQuestion(),
    MaximumDoseOfQuestion(),
    RecordOfQuestion(),
)


def subject(held: PatientRecord, text: str = "What should she be given?") -> Subject:
    question = Question.asked(text, Audience.CLINICIAN, record=held)
    return Subject(question=question, situation=QuestionReader().read(question))


def of_claim(name: str, claim: str, held: PatientRecord) -> list[CheckVerdict]:
    about = subject(held)
    return [
        verdict
        for check in CLAIM_CHECKS
        if check.name == name
        for verdict in check.check(claim_of(claim), about)
    ]


def of_question(name: str, held: PatientRecord, text: str) -> list[CheckVerdict]:
    about = subject(held, text)
    return [
        verdict for check in QUESTION_CHECKS if check.name == name for verdict in check.check(about)
    ]


PREGNANT = result("pregnancy status", words="Pregnant", number=7)


@pytest.mark.parametrize(
    ("check", "entries", "claim", "status", "cites"),
    [
        (
            "interactions",
            [medicine("Simvastatin 20 mg tablet", "2024-01-05", number=3)],
            "Itraconazole 200 mg twice daily is recommended.",
            CheckStatus.BLOCK,
            "active since 2024-01-05, MedicationRequest/3",
        ),
        (
            "interactions",
            [medicine("Phenelzine", "2025-01-05", Course.PAST, "2026-02-25", number=3)],
            "Sertraline 50 mg daily is recommended.",
            CheckStatus.WARN,
            "last 2026-02-25, MedicationRequest/3",
        ),
        (
            "contraindications",
            [PREGNANT],
            "Doxycycline 100 mg twice daily is recommended.",
            CheckStatus.BLOCK,
            "of 2026-02-01, Observation/7",
        ),
        (
            "contraindications",
            [problem("Myasthenia gravis", on="2019-03-01", number=4)],
            "Telithromycin 800 mg daily or ciprofloxacin 500 mg twice daily is recommended.",
            CheckStatus.WARN,
            "active since 2019-03-01, Condition/4",
        ),
        (
            "allergy",
            [allergy("Penicillin", class_name="penicillin", number=2, reaction="anaphylaxis")],
            "Amoxicillin 500 mg three times daily is recommended.",
            CheckStatus.BLOCK,
            "AllergyIntolerance/2",
        ),
        (
            "renal",
            [result("egfr", 22, "mL/min/{1.73_m2}", number=5)],
            "Metformin 500 mg twice daily is recommended.",
            CheckStatus.BLOCK,
            "of 2026-02-01, Observation/5",
        ),
        (
            "renal",
            [result("creatinine", 230, "umol/L", number=5)],
            "Metformin 500 mg twice daily is recommended.",
            CheckStatus.BLOCK,
            "by CKD-EPI 2021 from creatinine, 230 umol/L, of 2026-02-01, Observation/5",
        ),
        (
            "hepatic",
            [result("child-pugh class", words="Class C", number=6)],
            "Simvastatin 20 mg at night is recommended.",
            CheckStatus.WARN,
            "Observation/6",
        ),
    ],
)
def test_a_claim_is_held_against_the_record(
    check: str, entries: list[RecordEntry], claim: str, status: CheckStatus, cites: str
) -> None:
    said = of_claim(check, f"Illustrative: {claim}", record(*entries))
    found = [one for one in said if one.fired_on]
    assert found, said
    assert any(cites in (one.fired_on or "") for one in found)
    if status is CheckStatus.BLOCK:
        assert status in {one.status for one in found}


@pytest.mark.parametrize(
    ("check", "entries", "claim"),
    [
        (
            "interactions",
            [medicine("Phenelzine", "2025-01-05", Course.PAST, "2025-12-25"), medicine("Senna")],
            "Sertraline 50 mg daily is recommended.",
        ),
        (
            "contraindications",
            [result("pregnancy status", words="Not pregnant", on="2026-02-20")],
            "Doxycycline 100 mg twice daily is recommended.",
        ),
        (
            "allergy",
            [allergy("No known drug allergy", none_known=True)],
            "Amoxicillin 500 mg three times daily is recommended.",
        ),
        (
            "renal",
            [result("egfr", 80, "mL/min/{1.73_m2}")],
            "Metformin 500 mg twice daily is recommended.",
        ),
        ("age", [], "Ibuprofen 400 mg three times daily is recommended."),
    ],
)
def test_near_misses_pass(check: str, entries: list[RecordEntry], claim: str) -> None:
    born = "1994-05-01" if check == "age" else "1960-05-01"
    said = of_claim(check, f"Illustrative: {claim}", record(*entries, born=born))
    assert {one.status for one in said} == {CheckStatus.PASS}


@pytest.mark.parametrize(
    ("check", "entries", "claim", "words"),
    [
        (
            "contraindications",
            [],
            "Valproate 500 mg twice daily is recommended.",
            "pregnant",
        ),
        ("allergy", [], "Amoxicillin 500 mg three times daily is recommended.", "allergies"),
        ("renal", [], "Metformin 500 mg twice daily is recommended.", "eGFR"),
        (
            "renal",
            [result("egfr", 80, "mL/min/{1.73_m2}", "2019-02-01", stale=True)],
            "Metformin 500 mg twice daily is recommended.",
            "of 2019-02-01",
        ),
        (
            "renal",
            [
                result("creatinine", 100, "umol/L"),
                result("weight", 70, "kg", "2019-02-01", 2, stale=True),
            ],
            "Rivaroxaban 20 mg daily is recommended.",
            "weight",
        ),
        (
            "renal",
            [result("egfr", 80, "mL/min/{1.73_m2}"), PREGNANT],
            "Metformin 500 mg twice daily is recommended.",
            "pregnancy",
        ),
    ],
)
def test_what_is_missing_or_stale_is_asked_for(
    check: str, entries: list[RecordEntry], claim: str, words: str
) -> None:
    said = of_claim(check, f"Illustrative: {claim}", record(*entries, born="1994-05-01"))
    asked = [one for one in said if one.status is CheckStatus.NOT_CHECKED]
    assert asked
    assert all(one.supply for one in asked)
    assert any(words in f"{one.why} {one.supply}" for one in asked)


def test_medicines_of_the_record_are_paired_whatever_is_asked() -> None:
    held = record(medicine("Simvastatin", number=1), medicine("Itraconazole", number=2))
    said = of_question("interactions", held, "When was her last tetanus shot?")
    assert [one.status for one in said] == [CheckStatus.WARN]
    assert "MedicationRequest/1" in (said[0].fired_on or "")
    assert "MedicationRequest/2" in (said[0].fired_on or "")


def test_one_rule_is_told_once_for_all_pairs_of_a_record() -> None:
    names = ["Ibuprofen", "Naproxen", "Diclofenac", "Ketoprofen", "Warfarin"]
    held = record(*(medicine(name, number=at) for at, name in enumerate(names)))
    said = of_question("interactions", held, "Which vaccine is due?")
    rules = [one.rule for one in said]
    assert len(rules) == len(set(rules))


def test_what_is_missing_is_told_once_for_all_medicines() -> None:
    names = ["Metformin", "Dabigatran", "Spironolactone", "Lithium", "Methotrexate"]
    held = record(*(medicine(name, number=at) for at, name in enumerate(names)))
    said = of_question("renal", held, "Which vaccine is due?")
    assert len(said) == len({one.supply for one in said})
    assert len(said) <= 2


def test_a_cream_is_no_tablet() -> None:
    drops = medicine("Diclofenac 1 MG/ML Ophthalmic Solution", number=1)
    tablet = medicine("Diclofenac 50 MG Oral Tablet", number=1)
    warfarin = medicine("Warfarin", number=2)
    for held, fires in ((record(drops, warfarin), False), (record(tablet, warfarin), True)):
        said = of_question("interactions", held, "Which vaccine is due?")
        assert any(one.fired_on for one in said) is fires


def test_a_maximum_by_the_weight_of_the_record() -> None:
    claim = "Illustrative: paracetamol 500 mg four times daily is recommended."
    small = record(result("weight", 8, "kg", number=9), born="2025-06-01", sex=None)
    (said,) = [one for one in of_claim("maximum dose", claim, small) if one.rule]
    assert said.status in {CheckStatus.BLOCK, CheckStatus.WARN}
    unknown = record(born="2025-06-01", sex=None)
    assert CheckStatus.PASS not in {one.status for one in of_claim("maximum dose", claim, unknown)}


def test_children_by_the_date_of_birth() -> None:
    claim = "Illustrative: aspirin 300 mg four times daily is recommended."
    said = of_claim("age", claim, record(born="2019-06-01"))
    assert any("6 years old, Patient/1" in (one.fired_on or "") for one in said)


def test_medicines_that_nobody_knows_are_told() -> None:
    held = record(medicine("Xyzzy 5 mg", known=frozenset(), number=8))
    (said,) = of_question("patient record", held, "Which vaccine is due?")
    assert said.status is CheckStatus.NOT_CHECKED
    assert "Xyzzy 5 mg (MedicationRequest/8)" in said.why
    stopped = record(medicine("Xyzzy", "2020-01-01", Course.PAST, known=frozenset()))
    (said,) = of_question("patient record", stopped, "Which vaccine is due?")
    assert said.status is CheckStatus.PASS


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("A man of 65 with gout: what now?", True),
        ("A woman of 30 with gout: what now?", True),
        ("A woman of 65 with gout: what now?", False),
        ("What for gout?", False),
    ],
)
def test_a_question_that_contradicts_the_record_is_told(text: str, fires: bool) -> None:
    (said, *_) = of_question("patient record", record(), text)
    assert (said.status is CheckStatus.WARN) is fires


def test_an_allergy_that_nobody_knows_does_not_pass() -> None:
    held = read(allergy_entry("Penicilline"))
    about = subject(held, "May she have amoxicillin?")
    said = RecordOfQuestion().check(about) + AllergyQuestionCheck().check(about)
    assert [one.status for one in said] == [CheckStatus.NOT_CHECKED, CheckStatus.NOT_CHECKED]
    assert all("penicilline (AllergyIntolerance/x)" in (one.why or "") for one in said)


def test_what_could_not_be_read_is_told() -> None:
    held = record().model_copy(update={"unread": frozenset({"MedicationRequest"})})
    (said,) = RecordOfQuestion().check(subject(held, "May she have ibuprofen?"))
    assert said.status is CheckStatus.NOT_CHECKED
    assert "on medicines could not be used" in (said.why or "")


def test_without_a_record_nothing_is_said_of_one() -> None:
    question = Question.asked("What for gout?")
    (said,) = RecordOfQuestion().check(Subject(question=question, situation=Situation()))
    assert said.status is CheckStatus.PASS


def test_a_long_record_is_checked_in_time() -> None:
    names = ("Warfarin", "Metformin", "Lithium", "Digoxin", "Amiodarone", "Simvastatin")
    listed = [medicine(f"{name} {at}", number=at) for at, name in enumerate(names * 10)]
    ill = [problem("Asthma", {"asthma"}, number=at) for at in range(100)]
    held = record(*listed, *ill)
    claims = [claim_of(f"Illustrative: {name} 5 mg daily is recommended.") for name in names[:5]]
    for _ in range(2):
        begun = time.process_time()
        about = subject(held)
        for check in QUESTION_CHECKS:
            check.check(about)
        for claim in claims:
            for one in CLAIM_CHECKS:
                one.check(claim, about)
        took = time.process_time() - begun
    assert took < 0.5


def test_one_medicine_of_a_record_is_paired_with_nothing() -> None:
    (said,) = of_question("interactions", record(medicine("Warfarin")), "Which vaccine is due?")
    assert said.status is CheckStatus.PASS
    (said,) = of_question("interactions", record(), "Can she take warfarin?")
    assert said.status is CheckStatus.NOT_CHECKED


def test_creatinine_of_the_question_outranks_an_egfr_of_the_record() -> None:
    held = record(result("egfr", 80, "mL/min/{1.73_m2}"))
    said = of_question(
        "renal", held, "Her creatinine is now 300 micromol/L. Can she take metformin?"
    )
    assert [one.rule for one in said] == ["renal/metformin"]
    assert "CKD-EPI 2021 from creatinine" in (said[0].fired_on or "")


def test_the_later_of_creatinine_and_egfr_tells() -> None:
    old = result("egfr", 80, "mL/min/{1.73_m2}", "2026-01-01", 1)
    new = result("creatinine", 300, "umol/L", "2026-02-20", 2)
    said = of_question("renal", record(old, new), "Can she take metformin?")
    assert [one.rule for one in said] == ["renal/metformin"]
    before = result("creatinine", 300, "umol/L", "2025-12-20", 2)
    said = of_question("renal", record(old, before), "Can she take metformin?")
    assert [one.status for one in said] == [CheckStatus.PASS]


def test_dialysis_outranks_what_creatinine_gives() -> None:
    held = record(
        problem("Dependence on dialysis", {"dialysis"}), result("creatinine", 150, "umol/L")
    )
    said = of_question("renal", held, "Can she take metformin?")
    assert "Dependence on dialysis" in (said[0].fired_on or "")


def test_kidneys_by_creatinine_meet_contraindications() -> None:
    held = record(result("creatinine", 300, "umol/L", number=5), medicine("Ibuprofen", number=6))
    said = of_question("contraindications", held, "Which vaccine is due?")
    told = [one.fired_on or "" for one in said if one.fired_on]
    assert any("Observation/5" in one and "MedicationRequest/6" in one for one in told), said


CARRIES = problem("Pregnancy", {"pregnancy"}, on="2026-01-01")


@pytest.mark.parametrize(
    ("held", "fires"),
    [
        (record(CARRIES, born="1990", sex="male"), True),
        (record(result("breastfeeding status", words="Yes"), born="1990", sex="male"), True),
        (record(CARRIES, born="1990"), False),
        (record(CARRIES, born="1990", sex=None), False),
        (record(PREGNANT.model_copy(update={"words": "Not pregnant"}), sex="male"), False),
    ],
)
def test_a_pregnancy_of_a_man_contradicts_the_record_itself(
    held: PatientRecord, *, fires: bool
) -> None:
    told = [one.why for one in of_question("patient record", held, "What is the weight?")]
    assert any("contradicts itself" in one for one in told) is fires


def test_a_pregnancy_that_the_record_states_of_a_man_is_gone_by_all_the_same() -> None:
    held = record(CARRIES, medicine("Valproate"), born="1990", sex="male")
    said = of_question("contraindications", held, "Is valproate right for him?")
    assert "pregnancy/valproate" in {one.rule for one in said}


def test_a_claim_of_a_first_medicine_is_held_against_the_kidneys() -> None:
    held = record(result("egfr", 22, "mL/min/{1.73_m2}", number=5), medicine("Metformin 500 mg"))
    claim = "Metformin is the first medicine for most adults with type 2 diabetes."
    assert [one.status for one in of_claim("renal", claim, held)] == [CheckStatus.BLOCK]
    mild = record(result("egfr", 75, "mL/min/{1.73_m2}", number=5), medicine("Metformin 500 mg"))
    assert [one.status for one in of_claim("renal", claim, mild)] == [CheckStatus.PASS]


def test_a_rule_of_the_record_is_told_once_with_the_medicine_that_is_asked_about() -> None:
    held = record(
        medicine("Warfarin 3 mg", number=1),
        medicine("Naproxen 500 mg", number=2),
        result("egfr", 22, "mL/min/{1.73_m2}", number=5),
        born="1938",
    )
    for name, rule in (
        ("interactions", "interaction/warfarin-nsaid"),
        ("renal", "renal/nsaids"),
        ("age", "age/older-nsaids"),
    ):
        said = of_question(name, held, "Can she have diclofenac?")
        (once,) = [one for one in said if one.rule == rule]
        assert "diclofenac" in (once.fired_on or "")
        assert "MedicationRequest/2" in (once.fired_on or "")
    first = of_question("interactions", held, "Can she have diclofenac?")[0]
    assert "diclofenac" in (first.fired_on or "")
