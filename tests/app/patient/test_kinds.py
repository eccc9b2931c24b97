"""An illness, a kind of it, and what is only near it."""

import pytest

from app.patient.kinds import is_one, may_be_one, near
from app.terms.conditions import conditions
from tests.app.patient.records import medicine, problem, record, result
from tests.app.patient.test_finder import said

APART = [
    ("diabetes", "prediabetes"), ("hypertension", "portal hypertension"),
    ("cushing", "hypertension"), ("heart failure", "oedema"), ("cancer", "haemangioma"),
    ("low blood sugar", "type 2 diabetes"), ("hiv", "toxoplasmosis"), ("anxiety", "agitation"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "said"), APART)
def test_a_forerunner_sign_or_cause_is_no_kind_of_an_illness(asked: str, said: str) -> None:
    one, other = frozenset({asked}), frozenset({said})
    assert near(one, other)
    assert not is_one(one, other)
    assert not may_be_one(other, one)
    assert conditions().related(one, other)  # a text on either may answer a question on the other


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("diabetes", "type 2 diabetes"), ("diabetes", "diabetic nephropathy"),
        ("hypertension", "gestational hypertension"), ("cancer", "breast cancer"),
        ("asthma", "asthma"), ("venous thromboembolism", "pulmonary embolism"),
    ],
)  # fmt: skip
def test_a_kind_of_an_illness_is_one(asked: str, said: str) -> None:
    assert is_one(frozenset({asked}), frozenset({said}))
    assert not near(frozenset({asked}), frozenset({said}))


def test_the_wider_name_may_be_the_one_that_is_meant() -> None:
    assert may_be_one(frozenset({"type 2 diabetes"}), frozenset({"diabetes"}))


def test_the_first_diagnosis_is_not_that_of_its_forerunner() -> None:
    before = problem(1, "Prediabetes", {"prediabetes"}, on="2015-12-01")
    both = record(before, problem(2, "Diabetes", {"type 2 diabetes"}, on="2019-06-25"))
    asked = "When was she first diagnosed with diabetes?"
    assert said(asked, both) == ["Diabetes: active since 2019-06-25."]
    assert said(asked, record(before)) == [
        "The record handed over states no diabetes.",
        "Prediabetes: active since 2015-12-01.",
    ]


@pytest.mark.parametrize(
    ("question", "name", "taken"),
    [
        ("What was the last blood pressure?", "Target blood pressure", False),
        ("What is her creatinine?", "Creatinine kinase", False),
        ("What is her potassium?", "Urine potassium", False),
        ("What was her last potassium?", "Potassium level", True),
    ],
)
def test_a_result_not_known_here_answers_where_its_name_says_no_more(
    question: str, name: str, taken: bool
) -> None:
    told = said(question, record(result(1, name, "7 x", "2026-10-01")))
    assert (f"{name} 7 x on 2026-10-01." in told) is taken


def test_being_on_potassium_is_taking_it() -> None:
    both = record(
        result(1, "Potassium", "4.1 mmol/L", "2026-10-20", "potassium"),
        medicine(2, "Potassium chloride 600 mg", {"potassium chloride"}),
    )
    assert said("Is she on potassium?", both) == [
        "Potassium chloride 600 mg: active since 2024-01-05."
    ]
