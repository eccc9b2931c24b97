"""What a record tells the checks: who takes what, has what, since when, and by which resource."""

from datetime import date

import pytest

from app.domain.patient import Situation, Teller, Use
from app.domain.record import Course, RecordEntry
from app.terms.conditions import conditions
from app.terms.lasting_conditions import lasting_conditions
from tests.app.patient.entered import allergy, medicine, problem, procedure, record, result


def told(*entries: RecordEntry) -> Situation:
    return record(*entries).situation


def uses(*entries: RecordEntry) -> dict[str, Use]:
    return {name: one.use for one in told(*entries).medicines for name in one.ingredients}


def test_an_active_medicine_is_taken_and_cited() -> None:
    (one,) = told(medicine("Warfarin 5 mg tablet", "2024-01-05", number=3)).medicines
    assert one.use is Use.TAKEN
    assert one.ingredients == {"warfarin"}
    assert one.told.by is Teller.RECORD
    assert one.told.words == "Warfarin 5 mg tablet, active since 2024-01-05, MedicationRequest/3"
    assert (one.told.resource, one.told.on) == ("MedicationRequest/3", date(2024, 1, 5))


def test_a_past_medicine_is_stopped_with_the_day_it_ended() -> None:
    entry = medicine("Phenelzine", "2025-01-01", Course.PAST, "2026-02-20")
    (one,) = told(entry).medicines
    assert (one.use, one.told.on) == (Use.STOPPED, date(2026, 2, 20))
    assert "stopped" in one.told.words


def test_where_nobody_says_whether_it_is_taken_it_is() -> None:
    (one,) = told(medicine("Digoxin", course=Course.UNKNOWN)).medicines
    assert one.use is Use.TAKEN
    assert "not said whether it is still taken" in one.told.words


@pytest.mark.parametrize(
    ("entries", "use"),
    [
        (
            [
                medicine("Digoxin", "2025-01-01", Course.PAST, number=1),
                medicine("Digoxin", "2024-01-01", Course.ACTIVE, number=2),
            ],
            Use.TAKEN,
        ),
        (
            [
                medicine("Digoxin", "2025-01-01", Course.PAST, number=1),
                medicine("Digoxin", "2024-01-01", Course.UNKNOWN, number=2),
            ],
            Use.STOPPED,
        ),
        (
            [
                medicine("Digoxin", "2024-01-01", Course.PAST, number=1),
                medicine("Digoxin", "2025-01-01", Course.UNKNOWN, number=2),
            ],
            Use.TAKEN,
        ),
    ],
)
def test_several_orders_of_one_medicine_are_one(entries: list[RecordEntry], use: Use) -> None:
    (one,) = told(*entries).medicines
    assert one.use is use


def test_a_class_is_one_of_its_members_and_is_asked_for() -> None:
    (one,) = told(medicine("ACE inhibitor", class_name="ace_inhibitor")).medicines
    assert {"lisinopril", "ramipril"} <= one.ingredients
    assert one.class_name == "ace_inhibitor"
    assert one.which is not None


def test_a_medicine_that_nobody_knows_is_none() -> None:
    assert told(medicine("Xyzzy", known=frozenset())).medicines == ()


def test_allergies_come_with_what_happened() -> None:
    found = told(
        allergy("Penicillin G", {"benzylpenicillin"}, reaction="anaphylaxis"),
        allergy("Latex", number=2, confirmed=False),
        allergy("Codeine", {"codeine"}, Course.PAST, number=3),
    )
    assert [one.substance for one in found.allergies] == ["penicillin g", "latex"]
    assert "anaphylaxis" in found.allergies[0].told.words
    assert "not confirmed" in found.allergies[1].told.words
    assert found.no_allergies is None


def test_that_there_is_none_is_told_and_only_where_it_is_of_all() -> None:
    none = allergy("No known allergy", none_known=True)
    assert told(none).no_allergies is not None
    assert told(none, allergy("Latex", number=2)).no_allergies is None
    assert told(allergy("No known latex allergy", {"latex"}, none_known=True)).no_allergies is None
    assert told().no_allergies is None


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (problem("Asthma"), True),
        (problem("Asthma", course=Course.UNKNOWN), True),
        (problem("Asthma", confirmed=False), True),
        (problem("Asthma", course=Course.PAST), False),
        (problem("Asthma", of_family=True), False),
        (problem("Myocardial infarction", course=Course.PAST), True),
        (problem("Porphyria", course=Course.PAST), True),
        (problem("Porphyria", course=Course.PAST, of_family=True), False),
        (problem("Pneumonia", on="2026-02-01", course=Course.UNKNOWN), True),
        (problem("Pneumonia", on="2019-02-01", course=Course.UNKNOWN), False),
    ],
)
def test_which_problems_count(entry: RecordEntry, counts: bool) -> None:
    assert bool(told(entry).problems) is counts


def test_an_unconfirmed_problem_says_so() -> None:
    (one,) = told(problem("Asthma", confirmed=False)).problems
    assert "not confirmed" in one.told.words


def test_what_counts_for_good_has_a_name_that_somebody_knows() -> None:
    from app.safety.situation.words import words

    known = conditions().phrases.keys() | words().conditions.keys()
    assert lasting_conditions() <= known


def test_a_code_with_bare_words_says_what_it_means() -> None:
    (one,) = told(problem("N17.9", {"acute kidney injury"})).problems
    assert "acute kidney injury" in one.told.words


def test_an_empty_record_tells_nothing() -> None:
    assert record(born=None, sex=None).situation == Situation()


@pytest.mark.parametrize(
    ("born", "low", "high"),
    [
        ("1960-05-01", 65, 66),
        ("1960-03-01", 66, 67),
        ("1960-03-02", 65, 66),
        ("2025-09-01", 0.4956, 0.4956),
        ("1960", 65, 67),
        ("2026-03-05", None, None),
    ],
)
def test_age_on_the_day(born: str, low: float | None, high: float | None) -> None:
    age = record(born=born).situation.age
    assert (age.low, age.high) == (low, high) if age else low is None
    if age:
        assert born not in age.told.words
        assert age.told.resource == "Patient/1"


def test_the_newest_weight_and_two_of_one_day() -> None:
    newest = told(
        result("weight", 80, "kg", "2025-01-01", 1), result("weight", 70, "kg", "2026-01-01", 2)
    ).weight
    assert newest is not None
    assert (newest.low, newest.high, newest.told.resource) == (70, 70, "Observation/2")
    both = told(
        result("weight", 52, "kg", "2026-01-01", 1), result("weight", 60, "kg", "2026-01-01", 2)
    ).weight
    assert both is not None
    assert (both.low, both.high) == (52, 60)
    old = told(result("weight", 70, "kg", "2019-01-01", stale=True)).weight
    assert old is not None
    assert old.told.stale


def test_kidneys_by_each_measure() -> None:
    found = told(
        result("egfr", 38, "mL/min/{1.73_m2}"),
        result("creatinine", 168, "umol/L", number=2),
        result("crcl", 60, "mL/min", comparator=">", number=3),
        problem("CKD stage 4", {"chronic kidney disease", "chronic kidney disease stage 4"}),
    ).kidneys
    assert {(one.measure, one.low, one.high) for one in found} == {
        ("egfr", 38, 38),
        ("creatinine", 168, 168),
        ("crcl", 60, 200),
        ("words", 15, 30),
    }


def test_a_final_value_outranks_a_preliminary_one() -> None:
    found = told(
        result("egfr", 20, "mL/min/{1.73_m2}", "2026-02-02", final=False),
        result("egfr", 50, "mL/min/{1.73_m2}", "2026-02-01", 2),
    ).kidneys
    assert [(one.measure, one.low) for one in found] == [("egfr", 50)]


@pytest.mark.parametrize(
    ("entry", "on_dialysis"),
    [
        (procedure("Haemodialysis", "2026-02-20"), True),
        (procedure("Hemodialysis", "2021-02-20"), False),
        (procedure("Haemodialysis", "2026-02-20", done=False), False),
        (procedure("Creation of fistula for dialysis", "2026-02-20"), False),
        (problem("Dependence on dialysis", {"dialysis"}), True),
        (problem("Dependence on dialysis", {"dialysis"}, course=Course.PAST), False),
    ],
)
def test_dialysis(entry: RecordEntry, on_dialysis: bool) -> None:
    assert [one.measure for one in told(entry).kidneys] == ["dialysis"] * on_dialysis


@pytest.mark.parametrize(
    ("entry", "liver"),
    [
        (result("child-pugh class", words="Class B"), "moderate"),
        (result("child-pugh score", 11, "1"), "severe"),
        (problem("Cirrhosis of liver", {"cirrhosis", "liver disease"}), "impaired"),
        (problem("Hepatic failure", {"liver failure"}), "severe"),
        (problem("Cirrhosis", course=Course.PAST), None),
        (problem("Asthma"), None),
    ],
)
def test_liver(entry: RecordEntry, liver: str | None) -> None:
    assert told(entry).liver == liver


def test_a_class_of_the_larger_vocabulary_has_its_members() -> None:
    class_name = "combined_hormonal_contraceptive"
    (pill,) = record(medicine("Combined pill", class_name=class_name)).situation.medicines
    assert pill.class_name == class_name
    assert "ethinyl estradiol" in pill.ingredients
