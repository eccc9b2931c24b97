"""Postal addresses: a street in the forms of several languages, a box, and what follows it.

A street is found by its own words, or by its place behind words such as "lives at". Town, state,
country and postal code are taken where they follow a street; a town by itself only where somebody
lives there or comes from it. Towns are not listed: a place of a guideline is no address.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.address_tail import end_of_address, start_of_address
from app.safety.identifiers.address_words import COUNTRIES
from app.safety.identifiers.name_words import is_word
from app.safety.identifiers.sighting import LABELLED, SHAPED, Sighting
from app.safety.identifiers.streets import CAPITAL, streets

_CUED: Final = re.compile(
    r"\b(?:(?:home|mailing|postal|billing|new|old|current|shipping|street)\s)?address(?:es)?"
    r"(?:\sof\s[^\n:]{1,40}?)?(?:\sis|\swas|\swith|:|\s-)\s{1,8}"
    r"|\b(?:lives?|lived|living|resid(?:es|ing|ed)|stays|staying)\s(?:at|on|in)\s"
    r"|\b(?:offices?|house|home|flat)\s(?:is|are)\s(?:located\s)?at\s|\blocated\sat\s"
    r"|\b(?:return|send|sent|ship(?:ped)?|deliver(?:ed)?|drops?\syou\soff)\s(?:it\s)?(?:to|at)\s"
    r"|\bmeet\s(?:me|you|us)\sat\s",
    re.I,
)
_NUMBERED: Final = re.compile(
    rf"(?:(?:\d{{1,6}}[A-Za-z]?|{CAPITAL}|and|de|la|ul\.),?\s){{0,6}}"
    rf"(?:{CAPITAL}\s\d{{1,6}}[A-Za-z]?|\d{{1,6}}[A-Za-z]?\s{CAPITAL}(?:\s{CAPITAL}){{0,2}})(?!\w)"
)
_SMALL: Final = re.compile(r"\d{1,6}\s(?:[^\W\d_][\w'\u2019.-]{1,30}\s){1,4}\d{1,5}(?!\w)")
_HOME: Final = re.compile(
    r"\b(?:lives?|lived|living|resid(?:es|ing|ed)|grew\sup|born|moved|relocated)\s(?:here\s)?(?:in|to|near|from)\s"
    rf"(?P<id>{CAPITAL}(?:[ -]{CAPITAL}){{0,3}})(?!\w)"
)
_SHORT: Final = re.compile(r"\b(?:St|Str|Ave?|Rd|Ln|Dr|Blvd|Ct|Sq|u)\.$", re.I)
_ANYWHERE: Final = re.compile(rf"(?:{COUNTRIES}|Africa|Asia|Europe|America)")


def addresses(text: str) -> Iterator[Sighting]:
    """Postal addresses in `text`, each with what follows its street."""
    for start, end in streets(text):
        yield _whole(text, start, end, SHAPED, "the form of a street")
    for cue in _CUED.finditer(text):
        for form in (_NUMBERED, _SMALL):
            if found := form.match(text, cue.end()):
                yield _whole(text, cue.end(), found.end(), LABELLED, "what is called an address")
                break
    for match in _HOME.finditer(text):
        town = match["id"]
        if not _ANYWHERE.fullmatch(town) and not any(is_word(each) for each in town.split()):
            why = "where somebody lives or is from"
            yield Sighting(IdentifierKind.ADDRESS, *match.span("id"), SHAPED, why)


def _whole(text: str, start: int, end: int, score: float, why: str) -> Sighting:
    first, last = start_of_address(text, start), end_of_address(text, end)
    if text[last - 1] == "." and not _SHORT.search(text[max(0, last - 8) : last]):
        last -= 1
    return Sighting(IdentifierKind.ADDRESS, first, last, score, why)
