"""One slip of the finger."""

import pytest

from app.generation.slips import one_slip_from

WORDS = ["apixaban", "warfarin", "itching"]


@pytest.mark.parametrize("slip", ["apixban", "apixabban", "apixeban", "apixbaan", "apixabans"])
def test_a_letter_left_out_doubled_exchanged_or_swapped_is_one_slip(slip: str) -> None:
    assert one_slip_from(slip, WORDS) == ["apixaban"]


@pytest.mark.parametrize("other", ["apixaban", "epixaban", "apxban", "itch", "edoxaban", ""])
def test_the_same_word_another_first_letter_and_two_slips_are_not(other: str) -> None:
    assert one_slip_from(other, WORDS) == []
