"""The two published rules for reading a letter, case by case."""

import pytest

from eval.choosing.letters import mirage, pmc_llama

REPLY = '{"step_by_step_thinking": "Option B looks odd: A is better.", "answer_choice": "'


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("C", "C"),
        ("  D", "D"),
        (REPLY + 'C. Furosemide"}', "C"),
        (REPLY + 'B"}', "B"),
        (REPLY + "D", "D"),
        (REPLY + 'A/C"}', "A"),
        (REPLY + 'C or D"}', "C"),
        (REPLY + 'B and D"}', "B"),
        (REPLY + 'D, because"}', "D"),
        (REPLY + 'B: yes"}', "B"),
        ("I would say option C is right", "C"),
        ("The answer is: D, clearly", "D"),
        ('"answer_choice": "A", then "answer_choice": "B"', "B"),
        ("B, though option C is close", "B"),
    ],
)
def test_the_letter_of_a_reply_is_read(text: str, letter: str) -> None:
    assert mirage(text) == letter


@pytest.mark.parametrize(
    "text",
    ["", "E", "None of the above", "0.075", "Clearly it is B", "b", "Because", "answer (C)"],
)
def test_a_reply_that_names_no_letter_has_none(text: str) -> None:
    assert mirage(text) is None


def test_a_thought_before_the_choice_is_not_the_choice() -> None:
    assert mirage(REPLY + 'E. None"}') is None


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Answer:OPTION C IS CORRECT.", "C"),
        ("Answer: B: because", "B"),
        ('Answer: D"', "D"),
        ("option A is wrong. Answer: Option B", "B"),
        ("D. furosemide", None),
    ],
)
def test_the_other_models_replies_have_a_rule_of_their_own(text: str, letter: str | None) -> None:
    assert pmc_llama(text) == letter
