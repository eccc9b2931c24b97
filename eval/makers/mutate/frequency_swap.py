"""How often a dose is given, exchanged: once for twice daily, every 8 for every 12 hours.

One dose has one frequency, so the claim contradicts the sentence. A sentence that names several
frequencies, denies something, or bounds one ("at most twice daily"), is left alone; so is the
frequency of a case ("patients treated once daily").
"""

import re
from collections.abc import Iterator
from typing import Final

from eval.makers.mutate.mutation import Mutated
from eval.makers.mutate.quantity import is_bound, is_case, is_denial

KIND: Final = "frequency_swap"
SWAPPED: Final = {
    "once daily": "twice daily",
    "once-daily": "twice-daily",
    "once a day": "twice a day",
    "twice daily": "once daily",
    "twice-daily": "once-daily",
    "twice a day": "once a day",
    "three times daily": "once daily",
    "three times a day": "once a day",
    "four times daily": "twice daily",
    "four times a day": "twice a day",
    "once weekly": "once daily",
    "once a week": "once a day",
    "twice weekly": "twice daily",
    "once monthly": "once weekly",
    "every other day": "every day",
    "every 4 hours": "every 8 hours",
    "every 6 hours": "every 12 hours",
    "every 8 hours": "every 12 hours",
    "every 12 hours": "every 8 hours",
    "every 24 hours": "every 12 hours",
    "every day": "every other day",
    "every week": "every day",
    "every 2 weeks": "every 2 days",
    "every 4 weeks": "every 4 days",
    "mg daily": "mg weekly",
    "mcg daily": "mcg weekly",
    "mg/day": "mg/week",
    "mg/kg/day": "mg/kg/week",
    "mg per day": "mg per week",
}
_ANY: Final = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, SWAPPED), key=len, reverse=True))})(?![\w/-])",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\b(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|qd)\b|\b(?:or|to) (?:once|twice)\b"
    r"|\b(?:once|twice|three) (?:or|to|and)\b",
    re.IGNORECASE,
)


def mutate(sentence: str) -> Iterator[Mutated]:
    """The sentence's one frequency exchanged, wherever it stands."""
    found = list(_ANY.finditer(sentence))
    named = {each.group().lower() for each in found}
    if len(named) != 1 or _OTHER.search(sentence) or is_denial(sentence):
        return
    for each in found:
        if is_bound(sentence, each.start(), each.end()) or is_case(sentence, each.start()):
            return
    after = SWAPPED[named.pop()]
    if after not in sentence.lower():
        yield Mutated(_ANY.sub(lambda each: _cased(after, each.group()), sentence), "contradicted")


def _cased(after: str, like: str) -> str:
    return after[0].upper() + after[1:] if like[0].isupper() else after
