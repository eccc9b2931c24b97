"""Record, conversation and question are one situation: the question outranks, and the vocabulary of
the rules reads the record's words."""

import pytest

from app.domain.patient import Situation, Teller, Use
from app.domain.question import Question, Speaker, Turn
from app.domain.record import Course, RecordEntry
from app.safety.situation.reader import QuestionReader
from tests.app.patient.entered import allergy, medicine, problem, procedure, record, result


def heard(text: str, *entries: RecordEntry, turns: tuple[str, ...] = ()) -> Situation:
    said = tuple(Turn(speaker=Speaker.USER, text=one) for one in turns)
    question = Question.asked(text, conversation=said, record=record(*entries))
    return QuestionReader().read(question)


def test_what_the_record_tells_is_known() -> None:
    found = heard("Which antibiotic?", medicine("Warfarin"), problem("Asthma"))
    assert [(one.ingredients, one.use) for one in found.medicines] == [
        (frozenset({"warfarin"}), Use.TAKEN)
    ]
    assert [one.name for one in found.problems] == ["asthma"]
    assert (found.sex, found.age and found.age.low) == ("female", 65)


def test_the_question_outranks_the_record() -> None:
    found = heard(
        "A man of 45 with an eGFR of 80, 90 kg: which antibiotic?",
        result("weight", 60, "kg"),
        result("egfr", 20, "mL/min/{1.73_m2}", number=2),
        result("creatinine", 200, "umol/L", number=3),
    )
    assert found.sex == "male"
    assert found.age is not None
    assert found.age.low == 45
    assert found.weight is not None
    assert found.weight.low == 90
    measures = {one.measure: (one.low, one.told.by) for one in found.kidneys}
    assert measures == {"egfr": (80, Teller.QUESTION), "creatinine": (200, Teller.RECORD)}


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("She no longer takes warfarin. Which antibiotic?", Use.STOPPED),
        ("She stopped warfarin last month. Which antibiotic?", Use.STOPPED),
        ("She is not on warfarin. Which antibiotic?", None),
        ("Can she take warfarin?", Use.TAKEN),
        ("Which antibiotic?", Use.TAKEN),
    ],
)
def test_a_medicine_that_the_question_takes_back_is_out(text: str, use: Use | None) -> None:
    found = heard(text, medicine("Warfarin"))
    uses = [one.use for one in found.medicines if one.ingredients == {"warfarin"}]
    assert uses == ([] if use is None else [use])


def test_a_turn_outranks_the_record_and_another_patient_ends_the_turns() -> None:
    pregnant = "My patient is 20 weeks pregnant."
    assert heard("Which antibiotic?", turns=(pregnant,)).pregnant is not None
    found = heard("Another patient: which antibiotic?", medicine("Warfarin"), turns=(pregnant,))
    assert found.pregnant is None
    assert [one.ingredients for one in found.medicines] == [{"warfarin"}]


def test_a_record_that_calls_her_pregnant_is_heard() -> None:
    found = heard("Which antibiotic?", result("pregnancy status", words="Pregnant"))
    assert found.pregnant is not None
    assert found.pregnant.holds
    assert found.pregnant.told.resource == "Observation/1"


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (problem("Prolonged QT interval syndrome: prolonged QTc", set()), "long qt"),
        (problem("Narrow-angle glaucoma", set()), "angle-closure glaucoma"),
        (problem("Narrow-angle glaucoma", set(), of_family=True), None),
        (problem("Screening for breast cancer", set()), None),
        (problem("Gastric bypass", set(), course=Course.PAST), "gastric bypass"),
        (procedure("Gastric bypass operation"), "gastric bypass"),
        (procedure("Mechanical aortic valve replacement"), "mechanical heart valve"),
        (procedure("Gastric bypass operation", done=False), None),
        (result("potassium", 6.1, "mmol/L"), "hyperkalaemia"),
        (result("potassium", 4.1, "mmol/L"), None),
        (result("potassium", 6.1, "mmol/L", stale=True), None),
        (result("ejection fraction", 30, "%"), "heart failure"),
        (result("qtc", 510, "ms"), "long qt"),
        (result("smoking status", words="Smokes tobacco daily"), "smoking"),
        (result("smoking status", words="Former smoker"), None),
    ],
)
def test_conditions_by_the_words_and_figures_of_the_rules(
    entry: RecordEntry, name: str | None
) -> None:
    names = [one.name for one in heard("Which antibiotic?", entry).problems]
    assert names == ([] if name is None else [name])


def test_the_newest_figure_tells() -> None:
    found = heard(
        "Which antibiotic?",
        result("potassium", 6.1, "mmol/L", "2026-01-01", 1),
        result("potassium", 4.4, "mmol/L", "2026-02-01", 2),
    )
    assert found.problems == ()


def test_pressure_is_read_of_its_two_parts() -> None:
    found = heard(
        "Which painkiller?",
        result("systolic pressure", 190, "mm[Hg]"),
        result("diastolic pressure", 95, "mm[Hg]"),
    )
    assert [one.name for one in found.problems] == ["uncontrolled hypertension"]


def test_a_medicine_of_the_record_weakens() -> None:
    found = heard("Which vaccine?", medicine("Tacrolimus"))
    assert [one.name for one in found.problems] == ["immunosuppressive treatment"]


@pytest.mark.parametrize(
    ("name", "substance", "class_name"),
    [
        ("Allergy to eggs (finding)", "egg", None),
        ("Sulfa drug", "sulfa drug", "sulfonamide"),
        ("Iodinated contrast media", "iodinated contrast media", "contrast medium"),
        ("Moonlight", "moonlight", None),
    ],
)
def test_allergens_by_the_words_of_the_rules(
    name: str, substance: str, class_name: str | None
) -> None:
    (one,) = heard("Which antibiotic?", allergy(name)).allergies
    assert (one.substance, one.class_name) == (substance, class_name)
