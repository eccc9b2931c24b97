"""The same in other words or units: twice daily as two times a day, 500 mg as 0.5 g.

The amount is the same, so the claim stays supported: a check that refuses whatever is not worded as
its source is found out here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from eval.makers.mutate.mutation import Mutated
from eval.makers.mutate.quantity import exchanged, in_range, quantities, shares_unit, written

KIND: Final = "restated"
CONVERTED: Final = {
    "mg": ("g", Decimal("0.001")),
    "g": ("mg", Decimal(1000)),
    "mcg": ("mg", Decimal("0.001")),
    "weeks": ("days", Decimal(7)),
}
WORDED: Final = {
    "once daily": "one time each day",
    "twice daily": "two times a day",
    "three times daily": "3 times a day",
    "every 12 hours": "every twelve hours",
    "every 8 hours": "every eight hours",
    "every 6 hours": "every six hours",
}
SMALLEST: Final = Decimal("0.01")
"""Below this nobody writes an amount in the larger unit."""
_WORDED: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(WORDED)})(?![\w-])")


def mutate(sentence: str) -> Iterator[Mutated]:
    """Each amount in another unit, and the frequencies in other words."""
    for one in quantities(sentence, tuple(CONVERTED)):
        if in_range(sentence, one) or shares_unit(sentence, one) or one.gap == "-":
            continue
        unit, factor = CONVERTED[one.unit]
        if one.value * factor < SMALLEST:
            continue
        before = sentence[one.start : one.end]
        after = f"{written(one.value * factor)} {unit}"
        yield Mutated(exchanged(sentence, before, after), "supported")
    if _WORDED.search(sentence):
        yield Mutated(_WORDED.sub(lambda each: WORDED[each.group()], sentence), "supported")
