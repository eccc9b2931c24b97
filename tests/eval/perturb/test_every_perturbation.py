"""What holds of every perturbation, whatever it changes."""

import re

import pytest

from app.domain.question import Question
from eval.perturb import PERTURBATIONS

QUESTIONS = (
    "What is the maximum dose of examplol in adults with a creatinine clearance of 15-29 mL/min?",
    "How often should zelotrane 2.5 mg be given for 7 days?",
    "Examplol 0.05 mg/kg does not lower the rate of 1 in 5 million.",
    "Is a myocardial infarction (MI) more frequent without melarexin?",
    "zelotrane in kidney impairment",
    "eGFR 45?",
)
_NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")


@pytest.mark.parametrize("name", PERTURBATIONS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_perturbation_changes_a_number(name: str, question: str) -> None:
    for key in map(str, range(30)):
        changed = PERTURBATIONS[name](question, key)
        if changed is not None:
            assert sorted(_NUMBER.findall(changed)) == sorted(_NUMBER.findall(question))


@pytest.mark.parametrize("name", PERTURBATIONS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_is_always_changed_in_the_same_way(name: str, question: str) -> None:
    perturb = PERTURBATIONS[name]
    assert perturb(question, "q1") == perturb(question, "q1")


@pytest.mark.parametrize("name", PERTURBATIONS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_comes_out_is_another_question_or_none(name: str, question: str) -> None:
    for key in map(str, range(30)):
        changed = PERTURBATIONS[name](question, key)
        assert changed != question
        assert changed is None or Question.asked(changed).text == changed


@pytest.mark.parametrize("name", ["typos", "word_order", "irrelevant_sentence"])
def test_questions_with_other_keys_are_changed_in_other_ways(name: str) -> None:
    question = "Examplol does not lower the rate of nausea after surgery of the bowel."
    assert len({PERTURBATIONS[name](question, str(key)) for key in range(30)}) > 3


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_a_negation_is_never_lost(name: str) -> None:
    question = "Warfarin does not prevent hypertension, and no trial says never without symptoms."
    changed = PERTURBATIONS[name](question, "q")
    assert changed is not None
    assert len(re.findall(r"\b(?:not|no|never|without)\b", changed)) == 4
