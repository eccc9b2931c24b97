"""One ingredient in several medicines that are taken together: their amounts add up."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.safety.doses import Role, StatedDose

_TOGETHER: Final = re.compile(
    r"\b(?:and|plus|with|together|also|as well as|alongside|in addition|on top of)\b|[+&]",
    re.IGNORECASE,
)
_INSTEAD: Final = re.compile(
    r"\b(?:or|instead|alternatives?|alternatively|then|switch\w*|replac\w*|rather|versus|vs|"
    r"equivalent)\b",
    re.IGNORECASE,
)
_FAR: Final = 200
"""Characters between two medicines that are taken together."""


def added(doses: Sequence[StatedDose], text: str) -> Iterator[StatedDose]:
    """For each ingredient in two medicines of different names that `text` joins, the sum of a day:
    `paracetamol 1 g four times a day and co-codamol 30/500 two tablets four times a day`."""
    last: dict[str, StatedDose] = {}
    for one in doses:
        day = one.per_day
        if day is None or one.by_weight or one.role is not Role.STATED or not one.written:
            continue
        before = last.get(one.drug)
        if before is not None and _joined(before, one, text):
            first = before.per_day or (0.0, 0.0)
            one = one.model_copy(
                update={
                    "low": first[0] + day[0],
                    "high": first[1] + day[1],
                    "whole": True,
                    "times": (1.0, 1.0),
                    "words": f"{before.words}; {one.words}",
                }
            )
            yield one
        last[one.drug] = one


def _joined(first: StatedDose, second: StatedDose, text: str) -> bool:
    between = text[first.end : second.start]
    return (
        first.written != second.written
        and first.unit == second.unit
        and len(between) <= _FAR
        and _TOGETHER.search(between) is not None
        and _INSTEAD.search(between) is None
    )
