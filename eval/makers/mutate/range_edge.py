"""An edge that is moved or turned round: 6 to 32 for 6 to 16, less for more, younger for older.

Ranges are only widened: a sentence about the ages 6 to 16 still holds for 8 to 16. Where the edge
marks whom or which cases the sentence speaks of (age, weight, a laboratory value, a condition), the
claim speaks of others and is unsupported; where it is the amount itself (a dose, a share, a
duration), it is contradicted. A laboratory value may be either: where nothing near it says that it
is a condition, it is left alone.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from eval.makers.claim_line import Label
from eval.makers.mutate.mutation import Mutated
from eval.makers.mutate.quantity import NUMBER, is_bound, is_denial, written

KIND: Final = "range_edge"
_UNIT: Final = (
    r"(?P<unit>%|percent|mL/min|mm ?Hg|mg/dL|g/dL|mEq/L|mmol/L|mg|mcg|g|kg|mL|units|bpm|minutes?"
    r"|hours?|days?|weeks?|months?|years?|times|fold)(?![\w²])"
)
_RANGES: Final = (
    re.compile(
        rf"(?<![\w.,/\u2013-])(?P<low>{NUMBER})(?: ?[\u2013-] ?| to )(?P<high>{NUMBER})[ -]?{_UNIT}"
    ),
    re.compile(rf"(?<=between )(?P<low>{NUMBER}) and (?P<high>{NUMBER})[ -]?{_UNIT}"),
)
_COUNT: Final = rf"(?:{NUMBER}|one|two|three|four|five|six|seven|eight|ten|twelve)"
_TURNED: Final = {
    "greater than or equal to": "less than",
    "less than or equal to": "greater than",
    "greater than": "less than",
    "more than": "less than",
    "higher than": "lower than",
    "less than": "more than",
    "lower than": "higher than",
    "at least": "at most",
    "above": "below",
    "below": "above",
    "≥": "<",
    "≤": ">",
    ">": "<",
    "<": ">",
}
_COMPARED: Final = re.compile(
    rf"(?<![\w<>=])(?P<word>{'|'.join(_TURNED)})(?!=)"
    rf"(?P<rest>(?: the)?(?: age of)? ?{_COUNT}(?![\w.,]*\d)(?:[ -]?{_UNIT})?)(?!\w)",
    re.IGNORECASE,
)
_NOT_TURNED: Final = re.compile(
    r"\b(?:no|not|be|and|or|p|n|exceed\w*(?: doses)?)\W*$", re.IGNORECASE
)
_AGED: Final = re.compile(
    rf"{_COUNT}[ -](?P<unit>years?|months?)(?: of age| old)? (?:and|or) (?P<word>older|over|above"
    r"|younger|under|below)\b",
    re.IGNORECASE,
)
_OTHER_AGES: Final = {
    "older": "younger",
    "over": "under",
    "above": "below",
    "younger": "older",
    "under": "over",
    "below": "above",
}
_CASE_UNIT: Final = re.compile(r"kg|years?", re.IGNORECASE)
_LABORATORY: Final = re.compile(r"mL/min|mm ?Hg|/dL|/L|bpm", re.IGNORECASE)
_PERSONS: Final = (
    r"(?:patients?|children|adults?|infants?|neonates|women|men|subjects|persons|individuals|those)"
)
_CONDITION: Final = re.compile(
    rf"\b(?:if|when|who|whose|where|aged?|ages|until|{_PERSONS}(?: \w+)? with)\b", re.IGNORECASE
)
_RESTRICTED: Final = re.compile(rf"\b(?:{_PERSONS}|doses?|dosages?|levels?)\b", re.IGNORECASE)
_OF_AGE: Final = re.compile(r"[ -](?:of age|old)\b")
_NEAR: Final = 50


def mutate(sentence: str) -> Iterator[Mutated]:
    """Each range widened at either end, each comparison turned round, each age group exchanged."""
    for pattern in _RANGES:
        for found in pattern.finditer(sentence):
            yield from _widened(sentence, found)
    for found in _COMPARED.finditer(sentence):
        label = _label(sentence, found, compares=True)
        if label is not None and not _NOT_TURNED.search(sentence[: found.start()]):
            word = _TURNED[found["word"].lower()]
            word = word.capitalize() if found["word"][0].isupper() else word
            yield Mutated(_edited(sentence, found, "word", word), label)
    for found in _AGED.finditer(sentence):
        word = _OTHER_AGES[found["word"].lower()]
        yield Mutated(_edited(sentence, found, "word", word), "unsupported")


def _widened(sentence: str, found: re.Match[str]) -> Iterator[Mutated]:
    low, high = (Decimal(found[end].replace(",", "")) for end in ("low", "high"))
    label = _label(sentence, found, compares=False)
    bound = is_bound(sentence, found.start(), found.end("high"))
    if label is None or bound or not 0 <= low < high:
        return
    if found["unit"] not in ("%", "percent") or high * 2 <= 100:
        yield Mutated(_edited(sentence, found, "high", written(high * 2, found["high"])), label)
    if low > 0:
        yield Mutated(_edited(sentence, found, "low", written(low / 2, found["low"])), label)


def _edited(sentence: str, found: re.Match[str], part: str, by: str) -> str:
    """The sentence with that part of the match exchanged, wherever the match's words stand."""
    whole = found.group()
    at = found.start(part) - found.start()
    edited = whole[:at] + by + whole[at + len(found[part]) :]
    return re.sub(rf"(?<![\w.,]){re.escape(whole)}(?!\w)", lambda _: edited, sentence)


def _label(sentence: str, found: re.Match[str], *, compares: bool) -> Label | None:
    """None where it cannot be told whether the edge marks a case or is the amount itself."""
    before, unit = sentence[: found.start()], found["unit"]
    near = before[-_NEAR:]
    if _CONDITION.search(before if compares else near) or _OF_AGE.match(sentence, found.end()):
        return "unsupported"
    if unit and _CASE_UNIT.fullmatch(unit):
        return "unsupported"
    restricted = _RESTRICTED.search(near) is not None
    if unit and _LABORATORY.search(unit):
        return "unsupported" if restricted else None
    if compares and unit not in ("%", "percent") and restricted:
        return "unsupported"
    return None if unit is None or is_denial(sentence) else "contradicted"
