"""Names of medicines at their places: how one is written, its salt, and what is sold as one."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from app.terms.drug_aliases import SALT_WORDS
from app.terms.drug_lexicon import CAPITALS, DrugLexicon, Meaning

_SALT: Final = re.compile(r"[ -]([a-z]{4,18})\b", re.IGNORECASE)
_JOINED: Final = re.compile(r" ?[/+] ?|-")
_DOSE: Final = re.compile(
    r"\d ?(?:mg|mcg|micrograms?|g|grams?|ml|units?)\b|\b(?:iv|im|sc|po|intravenous|oral)\b",
    re.IGNORECASE,
)
_TAKEN_BEFORE: Final = re.compile(
    r"\b(?:tak(?:e|es|ing|en)|took|on|us(?:e|ing)|giv(?:e|en|ing)|prescribed|dos(?:e|age) of|oral|"
    r"iv|intravenous|interacts? with|swallow(?:ed)?|start(?:ed|ing)?|stop(?:ped|ping)?|my|"
    r"allergic to)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_TAKEN_BEHIND: Final = re.compile(
    r"\W{0,2}(?:\d+ ?(?:mg|mcg|g|units?)|tablets?|supplement|pills?|capsules?|injection|infusion|"
    r"therapy|drops|syrup|replacement|cream|interact|medicine|medication|drug)",
    re.IGNORECASE,
)
_BESIDE: Final = 16
"""Characters before and after a name among which a dose or a route counts as its own."""


class Found(NamedTuple):
    """A meaning, and where in the text it begins and ends."""

    start: int
    end: int
    meaning: Meaning


def whole(lexicon: DrugLexicon, text: str, found: Sequence[Found]) -> Iterator[Found]:
    """The same, with the salt behind an ingredient, and what is sold as one joined."""
    at = 0
    while at < len(found):
        one = found[at]
        at += 1
        while at < len(found) and _JOINED.fullmatch(text[one.end : found[at].start]):
            joined = _product(lexicon, one.meaning, found[at].meaning)
            if joined is None:
                break
            one = Found(one.start, found[at].end, joined)
            at += 1
        limit = found[at].start if at < len(found) else len(text)
        yield _with_salt(one, text, limit)


def written_so(one: Meaning, name: str, text: str, start: int, end: int) -> bool:
    """Whether the name is written as it must be to mean this."""
    written = text[start:end]
    if one.capitals and not (
        CAPITALS.fullmatch(written) and name in {written.lower(), written.removesuffix("s").lower()}
    ):
        return False
    if one.taken:
        return bool(_TAKEN_BEFORE.search(text, max(0, start - _BESIDE), start)) or bool(
            _TAKEN_BEHIND.match(text, end, end + _BESIDE)
        )
    if one.capital_letter and not written[:1].isupper():
        return False
    if one.beside_dose:
        around = text[max(0, start - _BESIDE) : start] + " " + text[end : end + _BESIDE]
        return _DOSE.search(around) is not None
    return True


def _product(lexicon: DrugLexicon, one: Meaning, other: Meaning) -> Meaning | None:
    if len(one.candidates) != 1 or len(other.candidates) != 1 or one.class_name:
        return None
    both = one.candidates[0].ingredients | other.candidates[0].ingredients
    if both not in lexicon.products:
        return None
    return Meaning("ingredient", (lexicon.identity(both),))


def _with_salt(one: Found, text: str, limit: int) -> Found:
    if one.meaning.kind != "ingredient" or len(one.meaning.candidates) != 1:
        return one
    salt = _SALT.match(text, one.end, limit)
    if salt is None or salt[1].lower() not in SALT_WORDS:
        return one
    return Found(one.start, salt.end(), one.meaning._replace(kind="salt"))
