"""Names that lists of common names know: a given name by itself, or one beside a surname.

An eponym (Wilson's disease, the Glasgow coma scale), a drug (Yasmin), a place of care (the
Charlotte Maxeke Hospital) is none: what follows tells, or a list of eponyms does.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.name_tokens import Token, end_of, ends_name, makes_eponym, runs, tokens
from app.safety.identifiers.name_words import (
    is_drug,
    is_word,
    like_a_surname,
    names,
    not_names,
)
from app.safety.identifiers.sighting import LISTED, Sighting

_WHY: Final = "a common name"
_SAINTS: Final = ("St", "St.", "Saint", "San", "Santa", "Ste", "Sankt")
"""Before a name, they make a place, a hospital or a herb of it."""
_SHORT: Final = 3
"""Letters that an unlisted word before a surname has at least."""


def listed_names(text: str) -> Iterator[Sighting]:
    """Common names in `text`."""
    words = tokens(text)
    for run in runs(text, words):
        for name in _in_run(run):
            end = end_of(text, name)
            if not makes_eponym(text, end) and not _of_another(text, name[0].start):
                yield Sighting(IdentifierKind.NAME, name[0].start, end, LISTED, _WHY)
    for one, other in pairwise(words):
        if _both_small(one, other) and text[one.end : other.start] == " ":
            end = end_of(text, [other])
            if not makes_eponym(text, end):
                yield Sighting(IdentifierKind.NAME, one.start, end, LISTED, _WHY)


def _of_another(text: str, start: int) -> bool:
    """Whether it is the end of a longer name: of a saint's place, or behind a stroke or hyphen."""
    before = text[max(0, start - 8) : start]
    return before.endswith(("/", "-")) or (bool(before.split()) and before.split()[-1] in _SAINTS)


def _in_run(run: list[Token]) -> Iterator[list[Token]]:
    """The names within words with a capital: from a given name to the last word that can be one."""
    listed, at = names(), 0
    while at < len(run):
        rest = _until_word(run[at], run[at + 1 :])
        one = run[at].small
        known = [each.small for each in rest]
        surname = any(like_a_surname(each) for each in known)
        sure = one in listed.given and not is_word(one)
        beside = sure and rest and not (len(rest) == 1 and rest[0].initial)
        if (
            beside
            or (sure and _by_itself(run[at]))
            or (one in listed.any_given and surname)
            or _unlisted(run[at], rest)
        ):
            yield [run[at], *rest]
            at += len(rest)
        at += 1


def _by_itself(one: Token) -> bool:
    """A given name that may stand alone: no eponym, no drug, no acronym."""
    acronym = one.written.isupper() and len(one.written) > 1
    return one.small not in not_names().eponyms and not acronym and not is_drug(one.written)


def _until_word(first: Token, words: list[Token]) -> list[Token]:
    taken: list[Token] = []
    for word in words[:4]:
        if ends_name([first, *taken], word):
            break
        taken.append(word)
    return taken


def _unlisted(one: Token, rest: list[Token]) -> bool:
    """A word of no list before a surname, or before one with letters that English lacks."""
    family = next((each for each in rest if not each.initial), None)
    if family is None or len(one.written) < _SHORT or one.written.isupper():
        return False
    eponyms = not_names().eponyms
    if rest[0].small in names().given:
        return False
    if one.small in eponyms or family.small in eponyms or is_word(one.small):
        return False
    foreign = not one.written.isascii() or not family.written.isascii()
    return like_a_surname(family.small) or foreign


def _both_small(one: Token, other: Token) -> bool:
    listed = names()
    return (
        not one.capital
        and one.small in listed.given
        and other.small in listed.surnames
        and not is_word(one.small)
        and not is_word(other.small)
    )
