"""Names that lists of common names know: a given name by itself, or one beside a surname.

An eponym (Wilson's disease, the Glasgow coma scale), a drug (Yasmin), a place of care (the Charlotte
Maxeke Hospital) is none: what follows tells, or a list of eponyms does.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.name_tokens import Token, end_of, makes_eponym, runs, tokens
from app.safety.identifiers.name_words import is_drug, is_word, names, not_names
from app.safety.identifiers.sighting import LISTED, Sighting

_WHY: Final = "a common name"
_SHORT: Final = 3
"""Letters that an unlisted word before a surname has at least."""


def listed_names(text: str) -> Iterator[Sighting]:
    """Common names in `text`."""
    words = tokens(text)
    for run in runs(text, words):
        for name in _in_run(run):
            end = end_of(text, name)
            if not makes_eponym(text, end):
                yield Sighting(IdentifierKind.NAME, name[0].start, end, LISTED, _WHY)
    for one, other in zip(words, words[1:], strict=False):
        if _both_small(one, other) and text[one.end : other.start] == " ":
            end = end_of(text, [other])
            if not makes_eponym(text, end):
                yield Sighting(IdentifierKind.NAME, one.start, end, LISTED, _WHY)


def _in_run(run: list[Token]) -> Iterator[list[Token]]:
    """The names within words with a capital: from a given name to the last word that can be one."""
    listed, at = names(), 0
    while at < len(run):
        rest = _until_word(run[at + 1 :])
        one = run[at].small
        known = [each.small for each in rest]
        surname = any(each in listed.surnames for each in known)
        sure = one in listed.given and not is_word(run[at].small)
        if sure and rest and not (len(rest) == 1 and rest[0].initial):
            yield [run[at], *rest]
        elif sure and one not in not_names().eponyms and not is_drug(run[at].written):
            yield [run[at], *rest]
        elif (one in listed.any_given and surname) or (known and _unlisted(run[at], known[0])):
            yield [run[at], *rest]
        else:
            at += 1
            continue
        at += 1 + len(rest)


def _until_word(words: list[Token]) -> list[Token]:
    taken: list[Token] = []
    for word in words[:4]:
        if not word.initial and is_word(word.small):
            break
        taken.append(word)
    return taken


def _unlisted(one: Token, surname: str) -> bool:
    """A word of no list before a surname that is nothing else."""
    return (
        surname in names().surnames
        and surname not in not_names().eponyms
        and len(one.written) >= _SHORT
        and not one.written.isupper()
        and one.small not in not_names().eponyms
        and not is_word(one.small)
    )


def _both_small(one: Token, other: Token) -> bool:
    listed = names()
    return (
        not one.capital
        and one.small in listed.given
        and other.small in listed.surnames
        and not is_word(one.small)
        and not is_word(other.small)
    )
