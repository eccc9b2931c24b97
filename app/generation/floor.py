"""When the evidence does not answer the question."""

from collections.abc import Callable
from typing import Final

from app.domain.signs import Signs

Floor = Callable[[Signs], str | None]
"""Why the evidence does not answer the question; None where it may."""

NEARNESS: Final = 0.50
"""Fitted for all-MiniLM-L6-v2 (`citewell eval run abstention`): on the tuned half of SciFact train
95% of the claims with evidence in the library reach .54, and of BioASQ's questions .49; everyday
questions lie at .25. Another embedder has other cosines: run the suite for it."""


def measured_floor(signs: Signs) -> str | None:
    """Refuses where a name in the question stands nowhere in the evidence, or all of it is far.

    Nearness cannot tell a drug from its neighbour: of claims in which one name was exchanged for an
    invented one it refuses a quarter, the names refuse all. On the held-back half of SciFact train
    (split train_evidence) both together answer 76% of the answerable claims and refuse all with an
    invented name, all everyday questions, and 43% of those whose own abstracts were removed.
    """
    if signs.unmentioned:
        named = ", ".join(signs.unmentioned)
        meant = f" Did you mean {' or '.join(signs.alike)}?" if signs.alike else ""
        return f"The passages found never mention: {named}.{meant}"
    if signs.nearness < NEARNESS:
        return "The passages found are about something else."
    return None
