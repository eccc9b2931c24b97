"""The likeness refers where no phrase was met: for patients, and with its embedder alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.corpus import Audience
from app.domain.manifest import EmbedderCard
from app.domain.question import Question
from app.safety.screens.crisis import CrisisScreen
from app.safety.screens.likeness import LikenessModel, likeness_model
from app.safety.screens.scope import ScopeScreen

MODEL = likeness_model("crisis.json")
ASKED = "Which cream helps a rash?"


class Pointing:
    """An embedder whose every vector points along, or against, what was fitted."""

    fingerprint = "pointing"

    def __init__(
        self, sign: int, sha256: str = MODEL.weights_sha256, model: LikenessModel = MODEL
    ) -> None:
        weights = np.array(model.weights, dtype=np.float32)
        self._vector = sign * weights / np.linalg.norm(weights)
        self._sha256 = sha256

    @property
    def card(self) -> EmbedderCard:
        return EmbedderCard(
            name="pointing",
            weights_sha256=self._sha256,
            dimension=len(MODEL.weights),
            longest_tokens=256,
        )

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._vector for _ in texts])


def found(embedder: Pointing | None, audience: Audience = Audience.PATIENT) -> list[str]:
    screening = CrisisScreen("GB", embedder).screen(Question.asked(ASKED, audience))
    return [one.name for one in screening.findings]


def test_words_like_those_of_a_crisis_refer_though_no_phrase_is_met() -> None:
    assert found(Pointing(1)) == ["crisis/unsure"]
    assert found(Pointing(-1)) == []


def test_it_reads_what_clinicians_write_too() -> None:
    assert found(Pointing(1), Audience.CLINICIAN) == ["crisis/unsure"]


def test_it_is_silent_with_another_embedder() -> None:
    assert found(Pointing(1, "0" * 64)) == []
    assert found(None) == []


def test_it_never_takes_back_what_a_phrase_found() -> None:
    question = Question.asked("I want to kill myself", Audience.PATIENT)
    (finding,) = CrisisScreen("GB", Pointing(-1)).screen(question).findings
    assert finding.name == "crisis/suicide"


def test_what_is_like_no_question_of_health_is_declined() -> None:
    outside = ScopeScreen(Pointing(1, model=likeness_model("scope.json")))
    assert outside.screen(Question.asked("Which hat suits a giraffe?")).decline is not None
    inside = ScopeScreen(Pointing(-1, model=likeness_model("scope.json")))
    assert inside.screen(Question.asked("Which hat suits a giraffe?")).decline is None


def test_a_sentence_beside_a_question_of_medicine_is_left_out_of_it() -> None:
    asked = Question.asked("How often is the INR checked on warfarin? Who wrote Hamlet?")
    screening = ScopeScreen().screen(asked)
    assert screening.decline is None
    assert screening.plain == "How often is the INR checked on warfarin?"


def test_a_sentence_that_speaks_of_somebody_stays() -> None:
    asked = Question.asked("He is 34 and plays the violin. How often is the INR checked?")
    screening = ScopeScreen(Pointing(1, model=likeness_model("scope.json"))).screen(asked)
    assert screening.plain is None
