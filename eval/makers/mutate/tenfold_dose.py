"""A dose that is ten times what it was, or a tenth of it: the slipped decimal point.

Cohen, Medication errors, 2nd ed., 2007, chapter 6. The claim states one amount where the sentence
states another: contradicted. Left alone: bounds, ends of ranges, cases, denials, and a dose whose
sentence names the new amount already.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from eval.makers.mutate.mutation import Mutated
from eval.makers.mutate.quantity import (
    DOSE_UNITS,
    exchanged,
    in_range,
    is_bound,
    is_case,
    is_denial,
    quantities,
    written,
)

KIND: Final = "tenfold_dose"
FACTORS: Final = (Decimal(10), Decimal("0.1"))


def mutate(sentence: str) -> Iterator[Mutated]:
    """Each dose of the sentence ten times as large, and a tenth."""
    if is_denial(sentence):
        return
    for one in quantities(sentence, DOSE_UNITS):
        if is_bound(sentence, one.start, one.end) or is_case(sentence, one.start):
            continue
        if in_range(sentence, one):
            continue
        before = sentence[one.start : one.end]
        for factor in FACTORS:
            after = f"{written(one.value * factor, one.number)}{one.gap}{one.unit}"
            if one.value > 0 and exchanged(sentence, after, "") == sentence:
                yield Mutated(exchanged(sentence, before, after), "contradicted")
