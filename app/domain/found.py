"""A ranked search as a reader sees it: passages with their words, and where each leg put them."""

import time

from pydantic import Field

from app.domain.corpus import Span
from app.domain.frozen import Frozen
from app.domain.ports.index import Generations, Snapshot
from app.domain.ports.retrieval import Retriever
from app.domain.question import Caller, Question
from app.domain.ranking import Place, Ranking
from app.domain.visibility import visible

MOST_FOUND = 100
"""Passages one search may ask for; beyond it, narrow the search by filters."""


class FoundPassage(Frozen):
    """One passage of a ranking; `score` is the fused one, a leg that missed it is None."""

    id: str
    document_id: str
    rank: int = Field(ge=1)
    score: float
    dense: Place | None = None
    lexical: Place | None = None
    reranked: Place | None = None
    source: str
    title: str
    path: tuple[str, ...]
    span: Span
    pages: tuple[int, int] | None = None
    text: str


class Found(Frozen):
    """The passages found in one generation, best first; none is a result, not an error."""

    generation: str
    seconds: float = Field(ge=0.0)
    passages: tuple[FoundPassage, ...] = ()


def search(
    retriever: Retriever,
    generations: Generations,
    query: Question,
    caller: Caller,
    k: int,
) -> Found:
    """At most `k` passages for `query`, read from the same generation that ranked them.

    Raises:
        IndexUnavailable: nothing was published yet.
    """
    started = time.perf_counter()
    selection = visible(query, caller)
    with generations.lease() as snapshot:
        ranking = retriever.retrieve(query.text, snapshot, selection, k)
        passages = _read(ranking, snapshot)
        generation = snapshot.manifest.generation
    return Found(generation=generation, seconds=time.perf_counter() - started, passages=passages)


def _read(ranking: Ranking, snapshot: Snapshot) -> tuple[FoundPassage, ...]:
    texts = snapshot.library.passages([hit.passage_id for hit in ranking.hits])
    cards = snapshot.library.cards(sorted({hit.document_id for hit in ranking.hits}))
    return tuple(
        FoundPassage(
            id=hit.passage_id,
            document_id=hit.document_id,
            rank=hit.rank,
            score=hit.score,
            dense=hit.dense,
            lexical=hit.lexical,
            reranked=hit.reranked,
            source=passage.source,
            title=cards[hit.document_id].title,
            path=passage.path,
            span=passage.span,
            pages=passage.pages,
            text=passage.text,
        )
        for hit, passage in zip(ranking.hits, texts, strict=True)
    )
