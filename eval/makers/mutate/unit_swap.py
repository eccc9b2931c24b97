"""Another unit with the same number: mg for mcg, L for mL, days for hours.

The amount is another one, a thousand times or more for doses, so the claim contradicts the
sentence. Left alone: bounds, ages, cases, denials, and ranges with a unit at either end.
"""

from collections.abc import Iterator
from typing import Final

from eval.makers.mutate.mutation import Mutated
from eval.makers.mutate.quantity import (
    ends_range,
    exchanged,
    in_range,
    is_bound,
    is_case,
    is_denial,
    quantities,
)

KIND: Final = "unit_swap"
SWAPPED: Final = {
    "mg": "mcg",
    "mcg": "mg",
    "g": "mg",
    "grams": "milligrams",
    "gram": "milligram",
    "mL": "L",
    "L": "mL",
    "mEq": "Eq",
    "minute": "hour",
    "minutes": "hours",
    "hour": "day",
    "hours": "days",
    "day": "week",
    "days": "weeks",
    "week": "day",
    "weeks": "days",
    "month": "week",
    "months": "weeks",
    "year": "month",
    "years": "months",
}


def mutate(sentence: str) -> Iterator[Mutated]:
    """Each amount of the sentence in the unit it is mistaken for."""
    if is_denial(sentence):
        return
    for one in quantities(sentence, tuple(SWAPPED)):
        if is_bound(sentence, one.start, one.end) or is_case(sentence, one.start):
            continue
        if in_range(sentence, one) and not ends_range(sentence, one):
            continue
        before = sentence[one.start : one.end]
        after = f"{one.number}{one.gap}{SWAPPED[one.unit]}"
        if exchanged(sentence, after, "") == sentence:
            yield Mutated(exchanged(sentence, before, after), "contradicted")
