"""What sounds like a crisis and is over, is taught, or is a way of speaking passes; what is not
over does not."""

import pytest

from app.domain.corpus import Audience
from app.domain.question import Question
from app.safety.screens.crisis import CrisisScreen

SCREEN = CrisisScreen("GB")


@pytest.mark.parametrize(
    "text",
    [
        "I attempted suicide as a student, I'm 50 now and content. Does it matter for my pension?",
        "The old self harm scars on my arm are white. Does sun harm them?",
        "I volunteer at a shelter. How do I calm a caller who wants to die?",
        "My flatmate beat me at darts and my shoulder aches",
        "Mum will kill me if I forget my retainer. How often is it worn?",
        "My therapist asked about suicide at my first visit. Why?",
    ],
)
def test_what_is_over_or_taught_or_a_way_of_speaking_passes(text: str) -> None:
    assert SCREEN.screen(Question.asked(text, Audience.PATIENT)).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "I attempted suicide as a student, I'm happy at work but I want to die again tonight",
        "He beat me last night at home and I'm scared",
        "My dad will kill me if I leave",
        "I rang the helpline because I want to kill myself",
        "I self harmed as a teen and I started again today",
    ],
)
def test_what_goes_on_refers_though_the_words_are_near(text: str) -> None:
    assert SCREEN.screen(Question.asked(text, Audience.PATIENT)).findings
