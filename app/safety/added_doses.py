"""One ingredient in several medicines that are taken together, or asked for on top of what is
taken: their amounts add up.
"""

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
_ON_TOP: Final = re.compile(
    r"\b(?:on top|more|another|extra|add|adding|as well|also|with it|with them|too|alongside|"
    r"together|in addition|besides|again|plus)\b",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(
    r"\b(?:take|takes|taking|took|taken|had|have|has|on|gave|given|use|uses|using)\b", re.IGNORECASE
)
_NOT_TAKEN: Final = re.compile(
    r"\?|\b(?:can|could|should|may|might|would|stopped|used to|no longer|not|never|\w+n['\u2019]t|"
    r"last (?:week|month|year)|ago)\b",
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


def on_top(
    asked: Sequence[StatedDose], earlier: Sequence[StatedDose], question: str
) -> Iterator[StatedDose]:
    """For each ingredient that the question asks to take on top of what an earlier turn tells to be
    taken, the sum of a day; an amount of which is not told how often counts once.

    Args:
        earlier: the doses of earlier turns, the newest turn first.
    """
    if not _ON_TOP.search(question) or _INSTEAD.search(question):
        return
    taken: dict[tuple[str, str], StatedDose] = {}
    for one in earlier:
        if _counts(one) and _TAKES.search(one.sentence) and not _NOT_TAKEN.search(one.sentence):
            taken.setdefault((one.drug, one.unit), one)
    for one in asked:
        before = taken.get((one.drug, one.unit))
        if before is None or not _counts(one):
            continue
        first, more = _of_day(before), _of_day(one)
        yield one.model_copy(
            update={
                "low": first[0] + more[0],
                "high": first[1] + more[1],
                "whole": True,
                "times": (1.0, 1.0),
                "words": f"{before.words}; {one.words}",
            }
        )


def _counts(one: StatedDose) -> bool:
    return not one.by_weight and one.role is Role.STATED


def _of_day(one: StatedDose) -> tuple[float, float]:
    return one.per_day or (one.low, one.high)
