"""Slips of the finger are mended; other words stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.patient.asked_words import words
from app.patient.slips import Slips

SLIPS = Slips(words().slips)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("potasium", "potassium"),
        ("lastest", "latest"),
        ("creatinin", "creatinine"),
        ("alergies", "allergies"),
        ("medicatons", "medications"),
        ("haemoglobn", "haemoglobin"),
        ("latset", "latest"),
    ],
)
def test_one_slip_of_a_word_of_the_list(written: str, meant: str) -> None:
    assert SLIPS.mended(f"Her {written}, please") == f"Her {meant}, please"


@pytest.mark.parametrize(
    "text", ["latent infection", "weighs", "value", "Is it decent?", "mediation", "heights", "INR"]
)
def test_words_of_their_own_stay(text: str) -> None:
    assert SLIPS.mended(text) == text


@given(st.text(max_size=80))
def test_any_text_keeps_its_other_characters(text: str) -> None:
    mended = SLIPS.mended(text)
    assert [c for c in mended if not c.isalpha()] == [c for c in text if not c.isalpha()]
