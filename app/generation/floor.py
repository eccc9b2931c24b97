"""When the evidence does not answer the question."""

from collections.abc import Callable
from typing import Final

from app.domain.signs import Signs

Floor = Callable[[Signs], str | None]
"""Why the evidence does not answer the question; None where it may."""

NEARNESS: Final = 0.50
"""Fitted for all-MiniLM-L6-v2 by `eval/suites/abstention.py`: 95% of the answerable claims on one
half of SciFact train lie above it. On the other half it keeps 99% of them, and refuses all
everyday questions and 78% of MedQuAD's consumer questions put to the SciFact library. Another
embedder has other cosines: run the suite for it."""


def measured_floor(signs: Signs) -> str | None:
    """Refuses where a name in the question stands nowhere in the evidence, or all of it is far.

    Nearness alone cannot tell a drug from its neighbour: of answerable claims in which one name was
    exchanged for an invented one it refuses 23%, the names all. They cost 8% of answerable BioASQ
    questions and 15% of SciFact claims, misspelt ones among them.
    """
    if signs.unmentioned:
        named = ", ".join(signs.unmentioned)
        return f"The passages found never mention: {named}."
    if signs.nearness < NEARNESS:
        return "The passages found are about something else."
    return None
