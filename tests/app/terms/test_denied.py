"""States that a text denies, and organs that it says are well."""

import pytest

from app.terms.conditions import conditions
from app.terms.groups import groups_in
from app.terms.kidney_function import clearances_in
from app.terms.liver_function import liver_classes_in
from app.terms.opposites import IN, OUT, opposites, sides_in


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Adults outside pregnancy", {"not_pregnant"}),
        ("She is not currently pregnant", {"not_pregnant"}),
        ("if pregnancy is ruled out", {"not_pregnant"}),
        ("neither pregnant nor breastfeeding", {"not_pregnant", "not_lactating"}),
        ("mothers who don't breastfeed", {"not_lactating"}),
        ("whether or not pregnant", {"pregnancy", "not_pregnant"}),
        ("those who breastfeed and those who do not.", {"lactation", "not_lactating"}),
        ("Do not breastfeed during the course.", {"lactation"}),
        ("Women must not become pregnant.", {"pregnancy"}),
        ("It is not advised in pregnancy.", {"pregnancy"}),
        ("Not to be used unless pregnancy is excluded.", {"pregnancy"}),
        ("severe pre-eclampsia", {"pregnancy"}),
    ],
)
def test_a_denied_state_is_another_group(text: str, states: set[str]) -> None:
    known = {"pregnancy", "not_pregnant", "lactation", "not_lactating"}
    assert groups_in(text) & known == states


def test_an_exception_in_a_heading_is_about_the_others() -> None:
    assert "not_pregnant" in groups_in("Adults, except in pregnancy", heading=True)
    assert "pregnancy" in groups_in("Anyone may use it except in pregnancy.")


@pytest.mark.parametrize(
    "text",
    [
        "his kidneys are fine",
        "no renal disease",
        "renal function normal",
        "U&Es are normal",
        "good renal function",
        "with preserved kidney function",
    ],
)
def test_healthy_kidneys_are_read(text: str) -> None:
    assert [one.low for one in clearances_in(text)] == [80]


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("on haemofiltration", 15),
        ("CKD 4", 30),
        ("acute kidney injury", 80),
        ("a creatinine of 240", 80),
        ("her kidneys have packed up", 80),
    ],
)
def test_impaired_kidneys_are_read(text: str, high: float) -> None:
    assert [one.high for one in clearances_in(text)] == [high]


@pytest.mark.parametrize("text", ["monitor renal function", "creatinine 70", "he has no pain"])
def test_what_says_nothing_of_kidneys_is_none(text: str) -> None:
    assert clearances_in(text) == ()


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("a Child-Pugh score of 6", "A"),
        ("Child-Pugh 11", "C"),
        ("decompensated cirrhosis", "BC"),
        ("LFTs are normal", "0"),
        ("without liver disease", "0"),
        ("his kidneys are fine", ""),
    ],
)
def test_the_state_of_a_liver_is_read(text: str, classes: str) -> None:
    assert liver_classes_in(text) == frozenset(classes)


def test_a_condition_that_somebody_has_not_is_denied() -> None:
    assert conditions().denied("no asthma, but gout") == {"asthma"}
    assert conditions().denied("asthma and gout") == frozenset()
    assert conditions().denied("All except gout", heading=True) == {"gout"}
    assert conditions().denied("once asthma has been ruled out") == {"asthma"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Apixaban for PE", {"pulmonary embolism"}),
        ("A relapse of MS", {"multiple sclerosis"}),
        ("proven PCP", {"pneumocystis pneumonia"}),
        ("My PCP wants a test", set()),
        ("10 mg PE/kg", set()),
        ("all of us in pe class", set()),
        ("THE PE TEACHER SHOUTS", set()),
        ("First aid and a hearing aid", set()),
    ],
)
def test_initials_count_in_capitals_only(text: str, named: set[str]) -> None:
    assert conditions().named(text) == named


@pytest.mark.parametrize("state", opposites())
def test_each_phrase_of_an_opposite_names_its_side(state: str) -> None:
    one = opposites()[state]
    for side, phrases in ((IN, one.inside), (OUT, one.outside)):
        assert [
            each for each in phrases if sides_in(f"Advice: {each}").get(state) != frozenset({side})
        ] == []


def test_a_denial_is_the_other_side() -> None:
    assert sides_in("not immunocompromised") == {"immunity": {OUT}}
    assert sides_in("No penicillin allergy") == {"penicillin allergy": {OUT}}
