"""Which figures are better when they are small."""

import re
from typing import Final

SMALL_IS_GOOD: Final = frozenset(
    {
        "alarm",
        "alarms",
        "both",
        "brier",
        "cannot",
        "drop",
        "ece",
        "error",
        "errors",
        "flip",
        "flipped",
        "flips",
        "hurt",
        "leak",
        "leaked",
        "leaks",
        "missed",
        "neither",
        "refusal",
        "refused",
        "risk",
        "shift",
        "stale",
        "superseded",
    }
)
"""Words that stand in the names of such figures: `over_refusal`, `false_alarms`, `brier`."""

_WORD = re.compile(r"[a-z]+")


def small_is_good(figure: str) -> bool:
    """Read from the figure's name; a run does not say it."""
    return not SMALL_IS_GOOD.isdisjoint(_WORD.findall(figure.lower()))
