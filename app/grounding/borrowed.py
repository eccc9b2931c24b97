"""Which of several quotations a claim takes its words from."""

from collections.abc import Collection
from typing import Final

from app.terms.stems import stems

ENOUGH: Final = 0.6
"""Share of a claim's stems that stand in what it is taken from: a convention of ours."""


def adds_nothing(claim: str, quoted: str, applying: Collection[str]) -> bool:
    """Whether a claim that stands in the `applying` quotations has nothing from `quoted` alone.

    A passage on infants beside the one on the asked age is then no fault: the claim could be made
    without it. Method: containment of stems and figures.
    """
    said = set(stems(claim))
    there = set(stems(" ".join(applying)))
    if not said or not applying:
        return False
    alone = (said & set(stems(quoted))) - there
    return not alone and len(said & there) >= ENOUGH * len(said)
