"""What comparing a question with a quotation says, on one axis."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.grounding.layers import Layer


class Compared(NamedTuple):
    """`differs` in a clinician's words; empty where the two agree."""

    axis: str
    differs: str = ""


Axis = Callable[[str, Sequence[Layer]], Compared | None]


def differing(asked: str, said: str, given: str = "") -> str:
    return f"the question is about {given}{asked}; the quoted words are about {given}{said}"
