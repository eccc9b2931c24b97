"""What the labels of the library name as contraindicated with a medicine."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

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


class _Against(NamedTuple):
    fact: ContraindicationFact
    names: frozenset[str]
    """What its words name."""


class Labels:
    """What the labels of a library say of medicines together, remembered for one question."""

    def __init__(self, stated: Stated) -> None:
        self._stated: Final = stated
        self._of: Final[dict[Taken, tuple[_Against, ...]]] = {}

    def between(self, one: Taken, other: Taken) -> tuple[LibraryWords, ...]:
        """The words of labels of either that name the other, at most `MOST_QUOTED`."""
        mine, others = self._against(one), self._against(other)
        if not mine and not others:
            return ()
        if one.local or other.local or one.names & other.names:
            return ()
        facts = (*_naming(mine, other), *_naming(others, one))
        found = (
            LibraryWords(
                document_id=fact.document_id,
                passage_id=fact.passage_id,
                title=self._stated.title(fact.document_id),
                span=fact.span,
                quote=fact.quote,
            )
            for fact in facts
        )
        return tuple(dict.fromkeys(found))[:MOST_QUOTED]

    def _against(self, one: Taken) -> tuple[_Against, ...]:
        known = self._of.get(one)
        if known is None:
            known = tuple(
                _Against(fact, frozenset().union(*(each.names for each in named(fact.against))))
                for fact in _facts(one, self._stated)
                if not _ALLERGIC.search(fact.against)
            )
            self._of[one] = known
        return known


def _naming(against: tuple[_Against, ...], other: Taken) -> Iterator[ContraindicationFact]:
    return (one.fact for one in against if other.names & one.names)


def _facts(one: Taken, stated: Stated) -> Iterator[ContraindicationFact]:
    names = sorted(one.names)[:MOST_ASKED]
    if not one.one_of and len(names) > 1:
        yield from stated.facts(one.names, ContraindicationFact)
    for name in names:
        yield from stated.facts(name, ContraindicationFact)
