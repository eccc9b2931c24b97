"""Postal addresses: streets in the forms of several languages, boxes, and what follows a street.

A street is found by its own words, or by its place behind words such as "lives at". Town, state,
country and postal code are taken where they follow a street; a town by itself only where somebody
lives there or comes from it. Towns are not listed: a place of a guideline is no address.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.address_words import (
    COUNTRIES,
    NO_STREET,
    STREET,
    STREET_AFTER,
    STREET_BEFORE,
    STREET_ENDING,
    SURE_STREET,
    UNIT,
)
from app.safety.identifiers.recognisers.postcodes import BRITISH, STATES
from app.safety.identifiers.sighting import LABELLED, SHAPED, Sighting

_CAP: Final = r"(?:[^\W\d_a-zßà-öø-ÿ][\w'’.-]{0,30}|\d{1,3}(?:st|nd|rd|th))"
_NUMBER: Final = r"\d{1,6}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"
_WORDS: Final = rf"{_CAP}(?:\s(?:{_CAP}|de|del|della|des|du|la|le|of|the|van|von|y|and|i|na|pod|d[ao]s?)){{0,4}}"
_STREETS: Final = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"(?<![\w.,-]){_NUMBER},?\s(?:{_NUMBER}\s)?(?:[NSEW]{{1,2}}\.?\s)?(?:{_CAP}\s){{1,4}}(?:{STREET})\b\.?(?:\s[NSEW]{{1,2}}\b)?", 0),
        (rf"(?<![\w.,-])\d{{1,6}}[a-z]?\s(?P<name>(?:[a-z'-]{{3,20}}\s){{1,3}})(?:{SURE_STREET})\b", re.I),
        (rf"(?<![\w-])(?:\d{{1,6}}\s)?(?:{_CAP}\s){{0,2}}(?=[^\W\d_a-z])\w{{3,30}}(?:{STREET_ENDING})\s{_NUMBER}(?![\w,.]\d|\w)", 0),
        (rf"(?<!\w)(?:\d{{1,6}},?\s)?(?:{STREET_BEFORE})\s{_WORDS},?\s(?:n[º°.]{{1,2}}\s?)?{_NUMBER}(?!\w)", 0),
        (rf"(?<!\w)(?:\d{{1,6}}\s)?{_WORDS}\s(?:{STREET_AFTER})\s{_NUMBER}\.?(?!\w)", 0),
        (rf"(?<![\w.,-])\d{{1,5}},?\s(?:{STREET_BEFORE})\s{_WORDS}", 0),
        (r"(?<!\w)(?:PSC|CMR|Unit)\s\d{1,6},?\s(?:Box|box)\s\d{1,6}", 0),
        (r"(?<!\w)(?:p\.?\s?o\.?\s?box|post(?:\soffice)?\s?box)\s\d{1,7}", re.I),
        (rf"(?<!\w)(?:the\s)?corner\sof\s(?:[\w.'’/-]{{1,30}}\s){{1,8}}and\s{_WORDS}", 0),
        (rf"(?<![\w.,-])\d{{3,6}}\s{_WORDS}\s\d{{1,5}}[A-Za-z]?\.?(?=\s{{0,4}}(?:st\.)?[,\n\s]{{1,4}}(?:{UNIT})\b|,\s{_CAP}|\s{{0,3}}\n\s{{0,4}}{_CAP})", 0),
    )
)  # fmt: skip
_CUED: Final = re.compile(
    r"\b(?:(?:home|mailing|postal|billing|new|old|current|shipping|street)\s)?address(?:es)?(?:\sof\s[^\n:]{1,40}?)?"
    r"(?:\sis|\swas|\swith|:|\s-)\s{1,4}|\b(?:lives?|lived|living|resid(?:es|ing|ed)|stays|staying)\sat\s"
    r"|\b(?:office|house|home|clinic|ward)\sis\sat\s|\b(?:return|sent|ship(?:ped)?|deliver(?:ed)?|drops?\syou\soff)\s(?:to|at)\s",
    re.I,
)
_CUED_STREET: Final = re.compile(
    rf"(?:(?:{_NUMBER}|{_CAP}),?\s){{0,6}}(?:(?:{_CAP})\s{_NUMBER}|{_NUMBER}\s{_CAP}(?:\s{_CAP}){{0,2}})(?!\w)"
)
_CUED_SMALL: Final = re.compile(r"\d{1,6}\s(?:[^\W\d_][\w'’.-]{1,30}\s){1,4}\d{1,5}(?!\w)")
_HOME: Final = re.compile(
    r"\b(?:lives?|lived|living|resid(?:es|ing|ed)|grew\sup|born|moved|relocated)\s(?:here\s)?(?:in|to|near|from)\s"
    rf"(?P<id>{_CAP}(?:[ -]{_CAP}){{0,3}})(?!\w)"
)
_ZIP: Final = rf"(?:\d{{5}}(?:-\d{{3,4}})?|{BRITISH}|[A-Z]{{1,2}}-?\d{{4,5}}|\d{{3}}\s?\d{{2}}|\d{{4}}(?:\s[A-Z]{{2}})?|\d{{2}}-\d{{3}})(?![\w-])"
_GAP: Final = r"[,\s]{1,8}"
_TOWN: Final = rf"{_CAP}(?:[ -](?:{_CAP}|de|del|la|le|upon|on|of|the|am|an|der|sur)){{0,4}}"
_TAIL: Final = re.compile(
    rf"(?:{_GAP}|\s?)(?:st\.)?(?:{_GAP}(?:{UNIT})\b\.?\s?#?\w{{1,6}}|{_GAP}\#\s?\w{{1,6}}){{0,3}}"
    rf"(?:{_GAP}(?:{_TOWN}){_GAP}(?:(?:{STATES}|[A-Z]{{2,3}}|nan){_GAP})?(?:(?:{COUNTRIES}){_GAP})?{_ZIP}"
    rf"|{_GAP}(?:{_TOWN}){_GAP}(?:{COUNTRIES}|nan)(?!\w)"
    rf"|,\s{{1,6}}(?!(?:{COUNTRIES})\b)(?:{_TOWN})(?!\w|:)(?:,\s{{1,3}}(?:{STATES}|[A-Z]{{2}})\b)?(?:,\s{_TOWN})?"
    rf"|{_GAP}(?:(?:APO|FPO|DPO)\s)?(?:{STATES})\s\d{{5}}(?:-\d{{4}})?|{_GAP}{_ZIP}"
    rf")?(?:{_GAP}(?:{COUNTRIES})(?!\w))?"
)  # fmt: skip
_ANYWHERE: Final = re.compile(rf"(?:{COUNTRIES}|Africa|Asia|Europe|America|[A-Z][a-z]+ Hospital)")


def addresses(text: str) -> Iterator[Sighting]:
    """Postal addresses in `text`, each with what follows its street."""
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            named = match.groupdict().get("name") or match.group()
            if NO_STREET.isdisjoint(named.lower().split()):
                yield _whole(text, match.start(), match.end(), SHAPED, "the form of a street")
    for cue in _CUED.finditer(text):
        for street in (_CUED_STREET, _CUED_SMALL):
            if found := street.match(text, cue.end()):
                yield _whole(text, cue.end(), found.end(), LABELLED, "what is called an address")
                break
    for match in _HOME.finditer(text):
        if not _ANYWHERE.fullmatch(match["id"]):
            yield Sighting(
                IdentifierKind.ADDRESS, *match.span("id"), SHAPED, "where somebody lives or is from"
            )


def _whole(text: str, start: int, end: int, score: float, why: str) -> Sighting:
    tail = _TAIL.match(text, end)
    last = end if tail is None else end + len(text[end : tail.end()].rstrip(" ,\n\t"))
    return Sighting(IdentifierKind.ADDRESS, start, last, score, why)
