"""A ranked search as a reader sees it: passages with their words, and where each leg put them."""

import time

from pydantic import Field

from app.domain.corpus import Audience, Span
from app.domain.frozen import Frozen
from app.domain.ports.index import Generations, Snapshot
from app.domain.ports.retrieval import Retriever
from app.domain.question import Caller, Question
from app.domain.ranking import Access, Place, Ranking, Selection

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


def seen_by(access: Access, audience: Audience | None) -> Access:
    """`access` on behalf of `audience`: a patient is shown what was written for patients."""
    if audience is not Audience.PATIENT:
        return access
    return access.model_copy(update={"audiences": access.audiences & {Audience.PATIENT}})


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
    selection = Selection(access=seen_by(caller.access, query.audience), filters=query.filters)
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
