import pytest

from app.domain.errors import InvalidQuestion
from app.domain.question import LONGEST_QUESTION, Question


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("x" * (LONGEST_QUESTION + 1), "at most"),
        ("x" * 100_000, "at most"),
        ("a\x00b", "control characters"),
        ("dose\ud800", "control characters"),
        ("\x1b[31mred", "control characters"),
        ("?!...", "no letter"),
    ],
)
def test_what_is_no_question_is_refused_with_words_that_say_why(text: str, says: str) -> None:
    with pytest.raises(InvalidQuestion, match=says):
        Question.asked(text)


def test_a_refusal_never_repeats_the_callers_words() -> None:
    with pytest.raises(InvalidQuestion) as refused:
        Question.asked("Mrs Doe born 1950 " + "x" * LONGEST_QUESTION)
    assert "Doe" not in str(refused.value)


@pytest.mark.parametrize("text", ["eGFR 22?", "痛み止め", "Ω-3", "line one\nline two", " dose "])
def test_ordinary_text_in_any_script_is_a_question(text: str) -> None:
    assert Question.asked(text).text == text.strip()
