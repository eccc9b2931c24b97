"""Reading stays bounded: ten times the text takes about ten times as long."""

import pytest

from app.domain.patient import Teller
from app.safety.situation.reader import heard_in
from tests.timed import processor_seconds

GROWTH = 40
"""Times as long for ten times the text; linear is ten, and a quadratic reader takes a hundred."""
PIECES = (
    "I take warfarin and ",
    "allergic to penicillin, ",
    "no history of ",
    "eGFR 22 ",
    "28 weeks ",
    "my mother had ",
    "(((((((",
    "a b c d e ",
    "can I take ",
    "12 kg ",
)


def seconds(piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    return processor_seconds(lambda: heard_in(text, Teller.QUESTION))


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    seconds(piece, 1_000)
    short = min(seconds(piece, 2_000 + at) for at in range(3))
    assert seconds(piece, 20_000) < GROWTH * max(short, 0.005)
