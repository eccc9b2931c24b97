"""The likeness refers where no phrase was met: for patients, and with its embedder alone."""

import pytest

from app.domain.corpus import Audience
from app.domain.question import Question
from app.safety.screens.crisis import CrisisScreen
from app.safety.screens.likeness import LikenessModel, likeness_model
from app.safety.screens.scope import ScopeScreen
from tests.app.patient.entered import record
from tests.app.safety.pointing import Pointing

MODEL = likeness_model("crisis.json")
ASKED = "Which cream helps a rash?"


def pointing(
    sign: int, sha256: str = MODEL.weights_sha256, model: LikenessModel = MODEL
) -> Pointing:
    """Along or against what was fitted, with its embedder or another."""
    return Pointing(sign, model.weights, sha256)


def found(embedder: Pointing | None, audience: Audience = Audience.PATIENT) -> list[str]:
    screening = CrisisScreen("GB", embedder).screen(Question.asked(ASKED, audience))
    return [one.name for one in screening.findings]


def test_words_like_those_of_a_crisis_refer_though_no_phrase_is_met() -> None:
    assert found(pointing(1)) == ["crisis/unsure"]
    assert found(pointing(-1)) == []


def test_it_reads_what_clinicians_write_too() -> None:
    assert found(pointing(1), Audience.CLINICIAN) == ["crisis/unsure"]


def test_it_is_silent_with_another_embedder() -> None:
    assert found(pointing(1, "0" * 64)) == []
    assert found(None) == []


def test_it_never_takes_back_what_a_phrase_found() -> None:
    question = Question.asked("I want to kill myself", Audience.PATIENT)
    (finding,) = CrisisScreen("GB", pointing(-1)).screen(question).findings
    assert finding.name == "crisis/suicide"


def test_what_is_like_no_question_of_health_is_declined() -> None:
    outside = ScopeScreen(pointing(1, model=likeness_model("scope.json")))
    assert outside.screen(Question.asked("Which hat suits a giraffe?")).decline is not None
    inside = ScopeScreen(pointing(-1, model=likeness_model("scope.json")))
    assert inside.screen(Question.asked("Which hat suits a giraffe?")).decline is None


def test_a_sentence_beside_a_question_of_medicine_is_left_out_of_it() -> None:
    asked = Question.asked("How often is the INR checked on warfarin? Who wrote Hamlet?")
    screening = ScopeScreen().screen(asked)
    assert screening.decline is None
    assert screening.plain == "How often is the INR checked on warfarin?"


def test_a_sentence_that_speaks_of_somebody_stays() -> None:
    asked = Question.asked("He is 34 and plays the violin. How often is the INR checked?")
    screening = ScopeScreen(pointing(1, model=likeness_model("scope.json"))).screen(asked)
    assert screening.plain is None


@pytest.mark.parametrize(
    ("text", "declined"),
    [
        ("How old is he?", False),
        ("How tall is he?", False),
        ("Age?", False),
        ("Which hat suits a giraffe?", True),
    ],
)
def test_a_question_of_the_person_whose_record_came_with_it_is_in_scope(
    text: str, declined: bool
) -> None:
    screen = ScopeScreen(pointing(1, model=likeness_model("scope.json")))
    beside = screen.screen(Question.asked(text, record=record()))
    alone = screen.screen(Question.asked(text))
    assert (beside.decline is not None) == declined
    assert alone.decline is not None


def test_a_phrase_declines_beside_a_record_too() -> None:
    asked = Question.asked("Tell me a joke", record=record())
    assert ScopeScreen().screen(asked).decline is not None
