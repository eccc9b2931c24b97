"""The likeness refers where no rule holds, and only with its embedder."""

import pytest

from app.domain.corpus import Audience
from app.domain.question import Question
from app.safety.screens.emergency.likeness import emergency_likeness_model
from app.safety.screens.emergency.marks import marks
from app.safety.screens.emergency.reading import reading
from app.safety.screens.emergency.screen import EmergencyScreen
from tests.app.safety.pointing import Pointing

MODEL = emergency_likeness_model()
ASKED = "my nan is in a bad way, please"


def pointing(sign: int, sha256: str = MODEL.weights_sha256) -> Pointing:
    """Along or against what was fitted, with its embedder or another."""
    return Pointing(sign, MODEL.weights, sha256)


def found(embedder: Pointing | None, asked: str = ASKED) -> list[str]:
    screening = EmergencyScreen("GB", embedder).screen(Question.asked(asked, Audience.PATIENT))
    return [one.name for one in screening.findings]


def test_words_like_those_of_an_emergency_refer_though_no_rule_holds() -> None:
    assert found(pointing(1)) == ["emergency/unsure"]
    assert found(pointing(-1)) == []


def test_it_names_the_number_of_the_country() -> None:
    screening = EmergencyScreen("GB", pointing(1)).screen(Question.asked(ASKED, Audience.PATIENT))
    (finding,) = screening.findings
    assert "999" in finding.message
    assert finding.contacts[0].number == "999 or 112"


def test_it_is_silent_with_another_embedder() -> None:
    assert found(pointing(1, "0" * 64)) == []
    assert found(None) == []


def test_it_never_takes_back_what_a_rule_found() -> None:
    assert "emergency/cardiac-arrest" in found(pointing(-1), "my dad has no pulse")


def test_every_mark_has_its_weight() -> None:
    named = marks(ASKED, reading(ASKED), Audience.PATIENT)
    assert set(named) == set(MODEL.marks)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("shivering all night, and it was 39.6 just now, I'm on chemo", "fever-weak-defence"),
        ("IOP 58 and a cloudy cornea, he is at my slit lamp", "sight-threatened"),
    ],
)
def test_figures_without_their_name_are_read(asked: str, name: str) -> None:
    assert f"emergency/{name}" in found(None, asked)


@pytest.mark.parametrize(
    "asked",
    [
        "I tested positive for covid, no trouble breathing, sats 97. Does vitamin D help?",
        "My back aches, legs strong, bladder normal, no numbness. Heat pad?",
        "I'm drowning in paperwork and my neck is stiff. Stretches?",
        "Mum had pre-eclampsia with me, does that raise my risk?",
        "I had sepsis in 2020, now in good health. Any extra jabs?",
        "HbA1c 62, BMI 34 and I feel well. Which diet?",
    ],
)
def test_near_misses_are_none(asked: str) -> None:
    assert found(None, asked) == []
