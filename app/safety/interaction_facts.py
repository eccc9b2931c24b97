"""What the labels of the library name as contraindicated with a medicine."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.facts import ContraindicationFact
from app.domain.safety import LibraryWords
from app.domain.subject import Stated
from app.safety.taken_together import Taken, named

MOST_QUOTED: Final = 4
"""Passages that one verdict quotes."""
MOST_ASKED: Final = 12
"""Members of a class whose labels are looked up."""
_ALLERGIC: Final = re.compile(
    r"\b(?:hypersensitiv\w+|allerg\w+|anaphyla\w+|angio-?o?edema|reactions? to|intoleran\w+)\b",
    re.IGNORECASE,
)
"""Of an allergy to the other medicine, not of taking it."""


def stated_between(one: Taken, other: Taken, stated: Stated) -> tuple[LibraryWords, ...]:
    """The words of labels of either that name the other, at most `MOST_QUOTED`."""
    if one.local or other.local or one.names == other.names:
        return ()
    found = [*_naming(one, other, stated), *_naming(other, one, stated)]
    return tuple(dict.fromkeys(found))[:MOST_QUOTED]


def _naming(one: Taken, other: Taken, stated: Stated) -> Iterator[LibraryWords]:
    for fact in _facts(one, stated):
        if _ALLERGIC.search(fact.against):
            continue
        against = {name for taken in named(fact.against) for name in taken.names}
        if other.names & against and not one.names & other.names:
            yield LibraryWords(
                document_id=fact.document_id,
                passage_id=fact.passage_id,
                title=stated.title(fact.document_id),
                span=fact.span,
                quote=fact.quote,
            )


def _facts(one: Taken, stated: Stated) -> Iterator[ContraindicationFact]:
    names = sorted(one.names)[:MOST_ASKED]
    if not one.one_of and len(names) > 1:
        yield from stated.facts(one.names, ContraindicationFact)
    for name in names:
        yield from stated.facts(name, ContraindicationFact)
