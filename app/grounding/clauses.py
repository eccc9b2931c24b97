"""The clauses of a sentence, told by the words that open and close them."""

from collections.abc import Iterator
from typing import Final

from app.grounding.phrases import Phrases, listed
from app.terms import clause_words as terms

RELATIVE_WORDS: Final = 3
"""Words from a relative's opener to the verb of the main clause, at least."""

_OPENERS: Final = Phrases(
    (
        *((each, True) for each in listed(terms.OPENERS)),
        *((each, False) for each in listed(terms.NOT_OPENERS)),
    )
)
_SUBORDINATING: Final = Phrases((each, True) for each in listed(terms.SUBORDINATING))
_RELATIVE: Final = frozenset(listed(terms.RELATIVE))
_BREAKS: Final = frozenset(".;:!?()")
_PAUSES: Final = _BREAKS | {",", "and", "that"}


def clauses(words: tuple[str, ...]) -> tuple[int, ...]:
    """The number of each word's clause.

    One begins after punctuation that closes one, where a word opens one, where a verb follows upon
    `and`, and at the comma of a subordinate clause that stands first or between commas.
    """
    opened = {found.start for found in _OPENERS.find(words) if all(found.values)}
    begins = opened | set(_commas(words)) | set(_mains(words))
    numbers = []
    number = 0
    for at, word in enumerate(words):
        joins = word in ("and", "or") and not terms.AUXILIARIES.isdisjoint(words[at + 1 : at + 3])
        if at and (joins or at in begins or words[at - 1] in _BREAKS):
            number += 1
        numbers.append(number)
    return tuple(numbers)


def _mains(words: tuple[str, ...]) -> Iterator[int]:
    """Where the main clause goes on after a relative one: `patients who do not respond should`."""
    opened: int | None = None
    for at, word in enumerate(words):
        if word in _RELATIVE:
            opened = at
        elif opened is not None and word in terms.MODALS and at - opened >= RELATIVE_WORDS:
            yield at
            opened = None


def _commas(words: tuple[str, ...]) -> Iterator[int]:
    begun = False
    starts = {found.start for found in _SUBORDINATING.find(words)}
    for at, word in enumerate(words):
        if at in starts:
            begun = at <= 1 or words[at - 1] in _PAUSES
        elif begun and word == ",":
            yield at
            begun = False
