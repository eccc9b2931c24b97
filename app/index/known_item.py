"""The known-item query: a passage's own words must find that passage.

It tells an index that holds the right number of passages from one that can find them: vectors in
another order than the passages, or a leg without its vectors, fail it.
"""

import re
from typing import Final

from app.domain.corpus import Audience, Passage, Status
from app.domain.ports.embedding import Embedder
from app.domain.ports.index import IndexReader
from app.domain.ports.library import Library
from app.domain.ranking import Access, Filters, Selection

TRIED: Final = 3
"""Passages asked for, spread over the library."""
FIRST: Final = 10
"""The dense leg must have the passage among so many hits."""
SAME: Final = 0.98
"""Cosine from which a vector counts as that of the same words, whatever backend computed it:
bfloat16 keeps it above 0.9999 and int8 above 0.99 (`citewell eval bench backends`), and two
different sentences of one document rarely reach 0.95."""
MOST: Final = 1_000
"""Hits asked of the lexical leg inside the passage's own document."""

_OPERATOR: Final = Access(audiences=frozenset(Audience), tags=None)
_WORD: Final = re.compile(r"[a-z]{5,}")


def known_item_problem(
    index: IndexReader,
    library: Library,
    passage_ids: list[str],
    embedder: Embedder,
) -> str | None:
    """What went wrong in one sentence, or None.

    BM25 may rank a longer passage above one's own words, so its leg is asked inside the passage's
    own document and must have it among all hits; the dense leg is asked in the whole library.

    Args:
        passage_ids: sorted ids, every one in the library or a sample spread over it.
        embedder: the one that the index was built with.
    """
    for passage in _spread(library, passage_ids):
        text = passage.indexed_text
        vector = embedder.embed_passages([text])[0]
        inside = Filters(include_superseded=True, document_ids=frozenset({passage.document_id}))
        everywhere = Selection(access=_OPERATOR, filters=Filters(include_superseded=True))
        dense = index.search(vector, text, everywhere, FIRST).dense
        found = any(hit.passage_id == passage.id and hit.score >= SAME for hit in dense)
        crowded = len(dense) == FIRST and dense[-1].score >= SAME
        if not (found or crowded):
            return f"the dense leg does not find passage {passage.id} by its own words"
        lexical = index.search(
            vector, text, Selection(access=_OPERATOR, filters=inside), MOST
        ).lexical
        found = any(hit.passage_id == passage.id for hit in lexical)
        if not found and len(lexical) < MOST and len(set(_WORD.findall(text.lower()))) >= FIRST:
            return f"the lexical leg does not find passage {passage.id} by its own words"
    return None


def _spread(library: Library, passage_ids: list[str]) -> list[Passage]:
    """A few passages over the library, none of a retracted document: those are never retrieved."""
    step = max(1, len(passage_ids) // (10 * TRIED))
    passages = library.passages(passage_ids[::step])
    cards = library.cards(sorted({passage.document_id for passage in passages}))
    searchable = [
        passage
        for passage in passages
        if cards[passage.document_id].provenance.status is not Status.RETRACTED
    ]
    return searchable[:: max(1, len(searchable) // TRIED)][:TRIED]
