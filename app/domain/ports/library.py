"""Documents and passages in full text, as one generation holds them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.corpus import Document, DocumentCard, Passage, SplitDocument
from app.domain.ranking import Access


class Library(Protocol):
    """Reading. What a caller may not see is not found: the two are not told apart."""

    def document(self, document_id: str, access: Access) -> Document:
        """Raises NotFound."""
        ...

    def passage(self, passage_id: str, access: Access) -> Passage:
        """Raises NotFound."""
        ...

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """Passages by id in the order asked, for ids that a filtered search returned.

        Raises:
            NotFound: an id the library does not hold.
        """
        ...

    def cards(self, document_ids: Sequence[str]) -> dict[str, DocumentCard]:
        """Cards by document id; unknown ids are left out.

        They say how a document stands now: what a list of retractions names since it was ingested
        is retracted.
        """
        ...

    def graded(self, grades: frozenset[str]) -> frozenset[str]:
        """Ids of the documents that state one of these grades of evidence, compared folded."""
        ...

    def written_cards(self) -> Iterator[DocumentCard]:
        """Every card as it was written, by document id; for the job."""
        ...

    def split_document(self, document_id: str) -> SplitDocument:
        """A document with its passages as it was written; for the job. Raises NotFound."""
        ...

    def split_documents(self) -> Iterator[SplitDocument]:
        """Every document with its passages, by document id; for rebuilding an index."""
        ...

    def count(self) -> tuple[int, int]:
        """Documents and passages."""
        ...


class LibraryWriter(Protocol):
    """Writing, in the folder of a build."""

    def put(self, documents: Sequence[SplitDocument]) -> None: ...

    def remove(self, document_ids: Sequence[str]) -> None: ...

    def passage_ids(self) -> Iterator[str]:
        """Every passage id, sorted."""
        ...

    def count(self) -> tuple[int, int]: ...

    def close(self) -> None: ...
