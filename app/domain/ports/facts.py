"""Typed drug facts, as one generation holds them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.corpus import SplitDocument
from app.domain.facts import AnyFact, F
from app.domain.ranking import Selection


class FactStore(Protocol):
    """Reading. Safe to call from many threads."""

    def facts(
        self, ingredient: str | frozenset[str], kind: type[F], selection: Selection
    ) -> tuple[F, ...]:
        """What the documents in `selection` state about a drug, by document and place in it.

        Args:
            ingredient: its name with or without a salt, in any case; a combination is the set of
                its ingredients, and what is stated of it is stated of no ingredient alone.
            kind: `DoseFact`, `ContraindicationFact` ...
            selection: what the caller may see and asked for; superseded and retracted documents
                are left out as they are from retrieval.
        """
        ...

    def every(self) -> Iterator[AnyFact]:
        """Every fact whatever its document's standing, by document and place in it; for verifying
        and rebuilding. Not for answers."""
        ...

    def count(self) -> int: ...


class FactWriter(Protocol):
    """Writing, in the folder of a build."""

    def put(self, documents: Sequence[SplitDocument]) -> None:
        """Write the facts of documents that were read for them; what was there is replaced.

        A document that was not (a plain `SplitDocument`, written again because its standing
        changed) keeps its facts: the same id has the same words.
        """
        ...

    def remove(self, document_ids: Sequence[str]) -> None: ...

    def passage_ids(self) -> frozenset[str]:
        """The passages that facts stand in."""
        ...

    def close(self) -> None: ...
