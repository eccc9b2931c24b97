"""Retrieval on any BEIR folder: what the default pipeline finds, and what each leg alone would.

A set's document goes the way of an ingested one: assembled, split, indexed, searched. A document's
rank is that of its best passage. The headline figures and the latency are those of the product's
own search; the legs are asked beside it, as deep.

Options: `--set reranker=late-interaction`, `--set fusion=rrf`, `--set leg_depth=50` outrank the
settings of the same names; `--set questions=200` asks a fixed random sample of the questions.
"""

import hashlib
import random
import statistics
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Final

from app.domain.corpus import Provenance, SplitDocument
from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from app.domain.ports.index import Snapshot
from app.domain.ports.retrieval import Retriever
from app.domain.ranking import Hit, LegHit, Selection
from eval.compose import OPERATOR, Pipeline, build, pipeline
from eval.run import RunCard, RunFolder
from eval.score import mean_scores, per_question, write_trec
from eval.sets import RetrievalSet, SetDocument, SetQuestion, read_beir
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet
from ingest.assemble import assemble
from ingest.reading import Block, BlockKind, ReadDocument
from ingest.split import split

NAME = "retrieval"
SUMMARY = "nDCG, recall and reciprocal rank on a BEIR folder, by leg and fused; latency"

DEPTH: Final = 100
"""Documents kept of each ranking: the deepest measure is recall@100."""
PASSAGES: Final = 300
"""Passages asked for, so that 100 documents are named: an abstract makes one to three."""
AS_A_USER_ASKS: Final = 10
"""Passages asked for where the time is taken."""
SETTINGS: Final = ("fusion", "leg_depth", "reranker")
SEED: Final = 20260101
FITTED_ON: Final = (
    "Fusion, BM25 and passage length were chosen on SciFact train and on BioASQ snippets dev "
    "(eval/README.md); the embedder is used as published."
)


class QuestionItem(Frozen):
    """What was found for one question: the set's document ids, best first."""

    id: str
    seconds: float
    """Question to ranking, ten passages, one caller."""
    ndcg_at_10: float
    """Of the default ranking; sort by it to find the worst."""
    rankings: dict[str, tuple[str, ...]]
    """`lexical`, `dense`, `fused`, and `reranked` where a reranker is set."""


def run(request: SuiteRequest) -> SuiteResult:
    """Index the set's documents, ask its questions, score.

    Raises:
        UnusableSet: no data, or data that is not a BEIR folder.
    """
    options = request.chosen((*SETTINGS, "questions"))
    data = read_beir(request.needed_data("a BEIR folder"), request.split)
    if (wanted := options.pop("questions", None)) is not None:
        data = sampled(data, wanted)
    documents, names = split_set(request.progress.track(data.documents, "Splitting"), data.name)
    with ExitStack() as open_:
        parts = open_.enter_context(pipeline(request.cache, **options))
        manifest = build(parts, documents, request.progress)
        folder = RunFolder(request.out, _card(request, data, parts, manifest))
        retrievers = {"fused": parts.retriever}
        if parts.reranker != "none":
            plain = pipeline(request.cache, **options | {"reranker": "none"})
            retrievers = {
                "fused": open_.enter_context(plain).retriever,
                "reranked": parts.retriever,
            }
        snapshot = open_.enter_context(parts.generations.lease())
        items = _ask(request, folder, _Search(parts, retrievers, snapshot, names), data)
    result = _result(data, items, manifest, parts)
    write_trec(folder.path, data.qrels, {item.id: _default(item) for item in items})
    folder.finish(result)
    return result


def sampled(data: RetrievalSet, wanted: str) -> RetrievalSet:
    """The set with `wanted` of its questions, the same ones every time, and all its documents.

    Raises:
        UnusableSet: not a whole number above 0.
    """
    if not wanted.isdigit() or int(wanted) < 1:
        raise UnusableSet(f"--set questions={wanted}: give a whole number above 0.")
    chosen = set(random.Random(SEED).sample(sorted(data.qrels), min(int(wanted), len(data.qrels))))
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
    ) -> None:
        """`retrievers` by the names of their rankings, the default one last."""
        self._parts = parts
        self._retrievers = retrievers
        self._snapshot = snapshot
        self._names = names
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
        default = {question.id: rankings[name]}
        return QuestionItem(
            id=question.id,
            seconds=seconds,
            ndcg_at_10=per_question({question.id: judged}, default)["ndcg@10"][question.id],
            rankings=rankings,
        )

    def _documents(self, hits: Sequence[Hit | LegHit]) -> tuple[str, ...]:
        """The set's ids in the order of each document's best passage, `DEPTH` at most."""
        ours = dict.fromkeys(hit.document_id for hit in hits)
        return tuple(name for one in ours for name in self._names[one])[:DEPTH]


def _ask(
    request: SuiteRequest, folder: RunFolder, search: _Search, data: RetrievalSet
) -> list[QuestionItem]:
    done = folder.finished(QuestionItem)
    left = [question for question in data.questions if question.id not in done]
    search.seconds("A search to warm up: the first one of a process is slower.")
    with folder.writing() as write:
        for question in request.progress.track(left, "Asking", len(left)):
            done[question.id] = search.ask(question, data.qrels[question.id])
            write(done[question.id])
    return [done[question.id] for question in data.questions]


def _default(item: QuestionItem) -> tuple[str, ...]:
    return item.rankings.get("reranked") or item.rankings["fused"]


def _result(
    data: RetrievalSet, items: Sequence[QuestionItem], manifest: Manifest, parts: Pipeline
) -> SuiteResult:
    by_leg: dict[str, Figures] = {
        name: {**mean_scores(data.qrels, {item.id: item.rankings[name] for item in items})}
        for name in items[0].rankings
    }
    milliseconds = sorted(item.seconds * 1000 for item in items)
    headline: Figures = {
        **mean_scores(data.qrels, {item.id: _default(item) for item in items}),
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
        fitted_on=FITTED_ON,
        reported_on=f"{data.name}, split {data.split}: {len(items)} judged questions",
        notes=(
            f"A document's rank is that of its best passage; {PASSAGES} passages were ranked, "
            f"{parts.leg_depth} a leg or more; latency is that of a search for {AS_A_USER_ASKS}.",
        ),
    )


def _card(
    request: SuiteRequest, data: RetrievalSet, parts: Pipeline, manifest: Manifest
) -> RunCard:
    return RunCard(
        suite=NAME,
        data=str(request.data),
        data_sha256=hashlib.sha256(data.model_dump_json().encode()).hexdigest(),
        split=data.split,
        settings_fingerprint=parts.settings_fingerprint,
        settings_json=parts.settings_json,
        generation=manifest,
        seed=SEED,
        options=request.options,
    )
