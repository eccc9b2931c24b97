"""Names that could be two medicines, or none that is known, are asked back before anything is said
of them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.drugs import DrugMention
from app.domain.ports.drugs import DrugResolver
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.identifiers.name_words import is_word
from app.safety.saying import not_checked, passed
from app.safety.spelling import MISSPELT

NAME: Final = "medicine names"
UNSURE: Final = (MISSPELT, "abbreviation")
"""Of a class one member is asked for by the checks that need to know it."""
UNLISTED: Final = "stem"
_TAKEN: Final = re.compile(
    r"\b(?:tak(?:e|es|ing)|giv(?:e|en|ing)|prescrib(?:e|ed|ing)|start(?:ed|ing)?|dose of) "
    r"(?:(?:some|his|her|my|their|the) )?([a-z]{6,})\b"
)
"""A word in small letters where a medicine stands."""


class MedicineNames:
    """Misspellings between two look-alikes, abbreviations that stand for two medicines, and what
    nothing is known of: no rule of any check can be met by such a name."""

    name: Final = NAME

    def __init__(self, resolver: DrugResolver) -> None:
        self._resolver = resolver

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        text = subject.question.text
        mentions = self._resolver.mentions(text)
        asked = tuple(
            not_checked(NAME, f"{one.written} could be more than one medicine", one.ask or "")
            for one in mentions
            if _unsure(one)
        )
        unknown = tuple(
            not_checked(
                NAME,
                f"{written} is no medicine that is known here, so nothing of it was checked",
                f"Another name for {written}: its ingredient or its brand.",
            )
            for written in dict.fromkeys(_unknown(text, mentions))
        )
        if asked or unknown:
            return (*asked, *unknown)
        return (passed(NAME, _read_as(mentions)),)


def _unsure(mention: DrugMention) -> bool:
    return mention.kind in UNSURE and mention.ambiguous and mention.ask is not None


def _unknown(text: str, mentions: Sequence[DrugMention]) -> Iterator[str]:
    """Names that end as medicines do and stand in no list, then words that are taken or given and
    are neither words nor medicines."""
    yield from (one.written for one in mentions if one.kind == UNLISTED)
    known = [(one.start, one.end) for one in mentions]
    for found in _TAKEN.finditer(text):
        start, end = found.span(1)
        if not is_word(found[1]) and not any(low < end and start < high for low, high in known):
            yield found[1]


def _read_as(mentions: Sequence[DrugMention]) -> str:
    read = (
        f"{one.written} is read as {one.identity.name}."
        for one in mentions
        if one.kind == MISSPELT and one.identity is not None
    )
    return " ".join(dict.fromkeys(read))
