"""Sex and weight of the person, as far as a text tells them.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from typing import Final, Literal

from app.domain.patient import Range, Teller, Told
from app.safety.situation.whose import asks_for_self, of_someone_else

_FEMALE: Final = re.compile(
    r"\b(?:wom[ae]n|female|lady|girl|mother|mum|mom|wife|daughter|sister|grandmother|grandma|"
    r"granny|"
    r"aunt|girlfriend|niece|widow|granddaughter|schoolgirl|postmenopausal|menopausal|waitress|nun|"
    r"gravida|primip\w*|hrt|nan)\b|(?-i:\bF ?,? ?\d{1,3}\b(?=[,;.]| [a-z]))|(?-i:\b\d{1,3}\s?F\b)|"
    r"\b\d{1,3}[- ]?(?:y/?o|yr|yo|year old),? "
    r"f\b",
    re.IGNORECASE,
)
_MALE: Final = re.compile(
    r"\b(?:man|men|male|gentleman|boy|father|dad|husband|son|brother|grandfather|grandad|grandpa|"
    r"uncle|"
    r"boyfriend|nephew|widower|grandson|schoolboy|bloke|lad|hubby)\b|"
    r"(?-i:\bM ?,? ?\d{1,3}\b(?=[,;.]| [a-z]))|\b\d{1,3}[- ]?(?:y/?o|yr|yo|"
    r"year old),? m\b|"
    r"(?-i:\b\d{1,3}\s?M\b)(?!/)",
    re.IGNORECASE,
)
_SHE: Final = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE: Final = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_MANY: Final = re.compile(r"\b(?:men|women)\b", re.IGNORECASE)
_WEIGHT: Final = re.compile(
    r"(?<![\w./-])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?-?(?P<unit>kgs?|kilos?|kilograms?|lbs?|pounds?|"
    r"stones?|st)\b(?!\s?(?:/|per\b|loss|lighter|heavier|of weight (?:loss|gain)|gain|"
    r"weight (?:loss|"
    r"gain)|over|overweight))(?:\s?(?P<lb>\d{1,2})(?:\s?(?:lbs?|pounds?))?\b(?!\s?(?:mg|kg|years?|"
    r"y)))?",
    re.IGNORECASE,
)
_LOST: Final = re.compile(
    r"\b(?:lost|gained|lose|losing|gain|per|every|each|lift\w*|by|/|mg/|over|under|above|below|"
    r"less than|"
    r"more than|at least|up to|<|>|each additional|for every) (?:about |around |a )?$|/$",
    re.IGNORECASE,
)
_POUND: Final = 0.45359237
"""Kilograms, by definition; a stone has 14 pounds."""
_LIGHTEST, _HEAVIEST = 0.4, 400.0


def sex(text: str) -> Literal["female", "male"] | None:
    """Of the one the question is about; None where both or none are told."""
    she, he = bool(_SHE.search(text)), bool(_HE.search(text))
    if she != he:
        return "female" if she else "male"
    female = _of_person(_FEMALE, text)
    male = _of_person(_MALE, text)
    return "female" if female and not male else "male" if male and not female else None


def sex_at_large(text: str) -> bool:
    """Whether only `men` or `women`, who are nobody in particular, tell a sex."""
    return sex(text) is not None and sex(_MANY.sub(" ", text)) is None


def _of_person(pattern: re.Pattern[str], text: str) -> bool:
    for one in pattern.finditer(text):
        before = text[max(0, one.start() - 12) : one.start()].lower()
        if asks_for_self(text) and re.search(r"\b(?:my|our) (?:\w+ )?$", before):
            continue
        if not of_someone_else(text, one.start(), one.end()):
            return True
    return False


def weight(text: str, teller: Teller) -> Range | None:
    """Kilograms."""
    for one in _WEIGHT.finditer(text):
        if _LOST.search(text[max(0, one.start() - 24) : one.start()]):
            continue
        figure = float(one["n"].replace(",", "."))
        unit = one["unit"].lower()
        if unit.startswith("st"):
            kilograms = (figure * 14 + float(one["lb"] or 0)) * _POUND
        elif unit.startswith(("lb", "pound")):
            kilograms = figure * _POUND
        else:
            kilograms = figure
        if _LIGHTEST <= kilograms <= _HEAVIEST:
            value = round(kilograms, 2)
            told = Told(by=teller, words=one.group().strip())
            return Range(low=value, high=value, told=told)
    return None
