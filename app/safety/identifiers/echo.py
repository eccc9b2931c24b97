"""Whether an answer repeats what identifies somebody in the question."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.domain.ports.identifiers import IdentifierFinder
from app.safety.identifiers.name_words import folded, is_word, not_names
from app.safety.identifiers.sighting import digits_of

_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = re.compile(r"\d(?:[ ().\u2010-\u2013/-]{0,2}\d)*")
"""Digits with what may separate them within one number."""
_NUMERIC: Final = frozenset(
    {
        IdentifierKind.PHONE,
        IdentifierKind.FAX,
        IdentifierKind.SOCIAL_SECURITY,
        IdentifierKind.RECORD,
        IdentifierKind.HEALTH_PLAN,
        IdentifierKind.ACCOUNT,
        IdentifierKind.LICENCE,
        IdentifierKind.DEVICE,
        IdentifierKind.OTHER,
    }
)
_FEWEST_DIGITS: Final = 6
"""That an answer must share in a row with a number: a shorter number may be a dose."""
_SHORTEST_NAME: Final = 4
"""Letters of one part of a name that give it away by themselves."""


def echoed(finder: IdentifierFinder, question: str, answer: str) -> tuple[str, ...]:
    """The kinds of identifiers of `question` that `answer` repeats, each once, in their order.

    Case, accents and separators do not matter. Of a name any part counts that is no word, drug or
    eponym: an answer about Crohn's disease echoes nobody.
    """
    if not answer:
        return ()
    words = frozenset(folded(word) for word in _WORD.findall(answer))
    plain, numbers = _squeezed(answer), [digits_of(run) for run in _RUN.findall(answer)]
    found = dict.fromkeys(
        one.kind.value
        for one in finder.find(question)
        if _stands(one.kind, question[one.start : one.end], words, plain, numbers)
    )
    return tuple(found)


def _stands(
    kind: IdentifierKind, written: str, words: frozenset[str], plain: str, numbers: Sequence[str]
) -> bool:
    if kind is IdentifierKind.AGE:
        return False
    if kind is IdentifierKind.NAME:
        return any(part in words for part in _telling(written))
    if kind in _NUMERIC and len(own := digits_of(written)) >= _FEWEST_DIGITS:
        return any(own in number for number in numbers)
    return _squeezed(written) in plain


def _telling(name: str) -> Iterator[str]:
    for word in _WORD.findall(name):
        small = folded(word)
        if len(small) >= _SHORTEST_NAME and not is_word(word) and small not in not_names().eponyms:
            yield small


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(folded(text)))
