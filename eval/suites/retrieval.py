"""Retrieval on any BEIR folder: what the default pipeline finds, and what each leg alone would.

A set's document goes the way of an ingested one: assembled, split, indexed, searched. A document's
rank is that of its best passage. The headline figures and the latency are those of the product's
own search; the legs are asked beside it, as deep.

Data, a folder:

    corpus.jsonl[.gz]    {"_id": ..., "title": ..., "text": ...}     one document a line
    queries.jsonl[.gz]   {"_id": ..., "text": ...}
    qrels/SPLIT.tsv      query-id <tab> corpus-id <tab> score        first line is a header

Options: `--set reranker=late-interaction`, `--set fusion=rrf`, `--set leg_depth=50` outrank the
settings of the same names; `--set questions=200` asks a fixed random sample of the questions;
`--set ranking=dense` (or lexical, fused, reranked) makes the headline that ranking's, so that
`citewell eval compare` can set one leg against the product.
"""

import hashlib
import random
import statistics
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Final

from app.domain.corpus import Provenance, SplitDocument
from app.domain.manifest import Manifest
from app.domain.ports.index import Snapshot
from app.domain.ports.retrieval import Retriever
from app.domain.ranking import Hit, LegHit, Selection
from eval.compose import OPERATOR, Pipeline, card, indexed, pipeline
from eval.run import RunCard, RunFolder
from eval.score import RANKING_MEASURES, mean_scores, per_question, write_trec
from eval.scored import ScoredItem, figures, intervals
from eval.sets import RetrievalSet, SetDocument, SetQuestion, read_beir
from eval.suite import (
    Figures,
    HistogramPlot,
    Spread,
    SuiteRequest,
    SuiteResult,
    UnusableSet,
    whole,
)
from ingest.assemble import assemble
from ingest.reading import Block, BlockKind, ReadDocument
from ingest.split import split

NAME = "retrieval"
SUMMARY = "nDCG, recall and reciprocal rank on a BEIR folder, by leg and fused; latency"
SPLITS = "a name in qrels/, without .tsv"

DEPTH: Final = 100
"""Documents kept of each ranking: the deepest measure is recall@100."""
PASSAGES: Final = 300
"""Passages asked for, so that 100 documents are named: an abstract makes one to three."""
AS_A_USER_ASKS: Final = 10
"""Passages asked for where the time is taken."""
RANKINGS: Final = ("lexical", "dense", "fused", "reranked")
SETTINGS: Final = ("expansion", "fusion", "leg_depth", "reranker")
SEED: Final = 20260101
FITTED_ON: Final = (
    "Fusion, BM25 and passage length were chosen on SciFact train and on BioASQ snippets dev "
    "(eval/README.md); the embedder is used as published."
)
TUNED_ON: Final = ("scifact-train", "bioasq-snippets-dev")
"""Names of the sets that `FITTED_ON` speaks of."""


class QuestionItem(ScoredItem):
    """What was found for one question: the set's document ids, best first."""

    question: str
    seconds: float
    """Question to ranking, ten passages, one caller."""
    relevant: tuple[str, ...]
    rankings: dict[str, tuple[str, ...]]
    """`lexical`, `dense`, `fused`, and `reranked` where a reranker is set."""
    reported: str
    """The ranking whose scores `shares` holds."""


def run(request: SuiteRequest) -> SuiteResult:
    """Index the set's documents, ask its questions, score.

    Raises:
        UnusableSet: no data, or data that is not a BEIR folder.
    """
    options = request.chosen((*SETTINGS, "questions", "ranking"))
    data = read_beir(request.needed_data("a BEIR folder"), request.split)
    data = sampled(data, whole(options, "questions", len(data.questions)))
    options.pop("questions", None)
    reported = options.pop("ranking", None)
    if reported not in (None, *RANKINGS):
        raise UnusableSet(f"--set ranking={reported}: it is one of {', '.join(RANKINGS)}.")
    documents, names = split_set(request.progress.track(data.documents, "Splitting"), data.name)
    with ExitStack() as open_:
        parts, manifest = open_.enter_context(indexed(request, documents, **options))
        if reported == "reranked" and parts.reranker == "none":
            raise UnusableSet("--set ranking=reranked needs --set reranker=late-interaction too.")
        folder = RunFolder(request.out, _card(request, data, parts, manifest))
        retrievers = {"fused": parts.retriever}
        if parts.reranker != "none":
            plain = pipeline(parts.home, **options | {"reranker": "none"})
            retrievers = {
                "fused": open_.enter_context(plain).retriever,
                "reranked": parts.retriever,
            }
        snapshot = open_.enter_context(parts.generations.lease())
        search = _Search(parts, retrievers, snapshot, names, reported or [*retrievers][-1])
        items = _ask(request, folder, search, data)
    result = _result(data, items, manifest, parts)
    write_trec(folder.path, data.qrels, {item.id: item.rankings[item.reported] for item in items})
    folder.finish(result)
    return result


def sampled(data: RetrievalSet, wanted: int) -> RetrievalSet:
    """The set with `wanted` of its questions, the same ones every time, and all its documents."""
    if wanted >= len(data.qrels):
        return data
    chosen = set(random.Random(SEED).sample(sorted(data.qrels), wanted))
    return data.model_copy(
        update={
            "questions": tuple(one for one in data.questions if one.id in chosen),
            "qrels": {question: row for question, row in data.qrels.items() if question in chosen},
        }
    )


def split_set(
    documents: Iterable[SetDocument], source: str
) -> tuple[list[SplitDocument], dict[str, tuple[str, ...]]]:
    """The set's documents as ingest would split them, and our document id -> the set's ids.

    Documents with the same words are one document of ours and share its rank. Where a document has
    a title only, the title is its text too: a passage needs words.
    """
    provenance = Provenance(source=source, licence="unstated")
    ours: dict[str, SplitDocument] = {}
    names: dict[str, tuple[str, ...]] = {}
    for one in documents:
        text = one.text if one.text.strip() else one.title
        read = ReadDocument(title=one.title, blocks=(Block(kind=BlockKind.PROSE, text=text),))
        whole = split(assemble(read, one.id, provenance))
        ours.setdefault(whole.document.id, whole)
        names[whole.document.id] = (*names.get(whole.document.id, ()), one.id)
    return list(ours.values()), names


class _Search:
    """Asks the product, and each leg alone, and reads passages as the set's documents."""

    def __init__(
        self,
        parts: Pipeline,
        retrievers: dict[str, Retriever],
        snapshot: Snapshot,
        names: dict[str, tuple[str, ...]],
        reported: str,
    ) -> None:
        """`retrievers` by the names of their rankings, the default one last."""
        self._parts = parts
        self._retrievers = retrievers
        self._snapshot = snapshot
        self._names = names
        self._reported = reported
        self._selection = Selection(access=OPERATOR)

    def seconds(self, question: str) -> float:
        """What a user waits for ten passages."""
        started = time.perf_counter()
        self._parts.retriever.retrieve(question, self._snapshot, self._selection, AS_A_USER_ASKS)
        return time.perf_counter() - started

    def ask(self, question: SetQuestion, judged: dict[str, int]) -> QuestionItem:
        seconds = self.seconds(question.text)
        snapshot, selection = self._snapshot, self._selection
        vector = self._parts.embedder.embed_question(question.text)
        legs = snapshot.index.search(vector, question.text, selection, PASSAGES)
        rankings = {
            "lexical": self._documents(legs.lexical),
            "dense": self._documents(legs.dense),
        }
        for name, retriever in self._retrievers.items():
            hits = retriever.retrieve(question.text, snapshot, selection, PASSAGES).hits
            rankings[name] = self._documents(hits)
        scores = per_question({question.id: judged}, {question.id: rankings[self._reported]})
        return QuestionItem(
            id=question.id,
            shares={name: (row[question.id], 1.0) for name, row in scores.items()},
            question=question.text,
            seconds=seconds,
            relevant=tuple(document for document, grade in judged.items() if grade > 0),
            rankings=rankings,
            reported=self._reported,
        )

    def _documents(self, hits: Sequence[Hit | LegHit]) -> tuple[str, ...]:
        """The set's ids in the order of each document's best passage, `DEPTH` at most."""
        ours = dict.fromkeys(hit.document_id for hit in hits)
        return tuple(name for one in ours for name in self._names[one])[:DEPTH]


def _ask(
    request: SuiteRequest, folder: RunFolder, search: _Search, data: RetrievalSet
) -> list[QuestionItem]:
    search.seconds("A search to warm up: the first one of a process is slower.")
    return folder.carry_out(
        {question.id: question for question in data.questions},
        QuestionItem,
        lambda key, question: search.ask(question, data.qrels[key]),
        request.progress,
        "Asking",
    )


def _result(
    data: RetrievalSet, items: Sequence[QuestionItem], manifest: Manifest, parts: Pipeline
) -> SuiteResult:
    by_leg: dict[str, Figures] = {
        name: {**mean_scores(data.qrels, {item.id: item.rankings[name] for item in items})}
        for name in items[0].rankings
    }
    milliseconds = sorted(item.seconds * 1000 for item in items)
    measures = list(RANKING_MEASURES)
    headline: Figures = {
        **{name: value for name, value in figures(measures, items).items() if name != "items"},
        "latency_p50_ms": statistics.median(milliseconds),
        "latency_p95_ms": milliseconds[min(len(items) - 1, int(0.95 * len(items)))],
        "questions": len(items),
        "documents": len(data.documents),
        "passages": manifest.counts.passages,
    }
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={"by_leg": by_leg},
        intervals=intervals(measures, items),
        fitted_on=FITTED_ON,
        reported_on=f"{data.name}, split {data.split}: {len(items)} judged questions",
        in_sample=(
            dict.fromkeys(measures, "fusion, BM25 and passage length were chosen on this set")
            if data.name in TUNED_ON
            else {}
        ),
        plots=(
            HistogramPlot(
                title="What a user waits for ten passages",
                x="milliseconds",
                spreads=(Spread(name=items[0].reported, values=tuple(milliseconds)),),
            ),
        ),
        notes=(
            f"The headline is the ranking `{items[0].reported}`. "
            f"A document's rank is that of its best passage; {PASSAGES} passages were ranked, "
            f"{parts.leg_depth} a leg or more; latency is that of a search for {AS_A_USER_ASKS}.",
        ),
    )


def _card(
    request: SuiteRequest, data: RetrievalSet, parts: Pipeline, manifest: Manifest
) -> RunCard:
    sha256 = hashlib.sha256(data.model_dump_json().encode()).hexdigest()
    return card(request, NAME, sha256, parts, generation=manifest, split=data.split, seed=SEED)
