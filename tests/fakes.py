"""Plain-class fakes of the ports: small, deterministic, in memory."""

import hashlib
import hmac
import json
import math
import re
import secrets
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CheckEvent,
    CitedClaim,
    ClaimEvent,
    DoneEvent,
    DraftClaim,
    Event,
    Evidence,
    EvidenceEvent,
    Insufficient,
    Outcome,
    Quote,
    StageTiming,
    Trace,
)
from app.domain.audit import AuditEntry, AuditKind, SealedEntry, Verified
from app.domain.citation import Citation
from app.domain.conflict import About, Disagreement, Side
from app.domain.corpus import (
    Document,
    DocumentCard,
    Passage,
    Provenance,
    Section,
    Span,
    SplitDocument,
    content_id,
)
from app.domain.errors import (
    ConfigurationError,
    IndexUnavailable,
    NotFound,
    Unauthenticated,
    Unavailable,
    UnusableRecord,
    WriterBusy,
)
from app.domain.facts import AnyFact, DocumentWithFacts, F
from app.domain.governance import Override, UsedOverride
from app.domain.identifier_kinds import FoundIdentifier, IdentifierKind
from app.domain.identity import GRANTED, IssuedKey, KeyCard, NewKey
from app.domain.ingredients import ingredient_name
from app.domain.leaving import Left, stays
from app.domain.manifest import AnalyzerCard, Counts, EmbedderCard, Manifest
from app.domain.ports.clock import Clock
from app.domain.ports.following import StandAlone
from app.domain.ports.generation import Drafts
from app.domain.ports.index import Generations, IndexEntry, Snapshot
from app.domain.ports.retrieval import Retriever
from app.domain.question import Caller, Question, Speaker, Turn
from app.domain.ranking import (
    Access,
    Hit,
    LegHit,
    Legs,
    Place,
    Ranking,
    Selection,
    folded_grade,
)
from app.domain.record import PatientRecord, RecordEntry, ResultEntry, Unusable, When
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.signs import Signs
from app.domain.summary import RecordPlace, SummaryLine
from app.domain.watched import WatchedOutcome
from app.retrieval.grades import by_documents

FAKE_ANALYZER = AnalyzerCard(
    engine="qdrant-edge-bm25", language="english", k=1.2, b=0.75, average_length=120.0
)

_Done = TypeVar("_Done")


def words(text: str) -> list[str]:
    """Lower-case runs of letters and digits."""
    return re.findall(r"\w+", text.lower())


def split_document(
    title: str,
    paragraphs: Sequence[str],
    provenance: Provenance | None = None,
    origin: str | None = None,
    path: tuple[str, ...] = (),
) -> SplitDocument:
    """A document of one section whose every paragraph is a passage; sentences end at a stop."""
    text = "\n\n".join(paragraphs)
    origin = origin or f"{title}.md"
    document_id = content_id(origin, text)
    stated = provenance or Provenance(source="fake", licence="CC0-1.0")
    headings = path or (title,)
    passages = []
    start = 0
    for paragraph in paragraphs:
        span = Span(start=start, end=start + len(paragraph))
        passages.append(
            Passage(
                id=content_id(document_id, str(span.start), paragraph),
                document_id=document_id,
                source=stated.source,
                path=headings,
                span=span,
                text=paragraph,
                sentences=tuple(
                    Span(start=start + match.start(), end=start + match.end())
                    for match in re.finditer(r"\S[^.]*\.?", paragraph)
                ),
            )
        )
        start = span.end + 2
    document = Document(
        card=DocumentCard(id=document_id, origin=origin, title=title, provenance=stated),
        text=text,
        sections=(Section(path=headings, span=Span(start=0, end=len(text))),),
    )
    return SplitDocument(document=document, passages=tuple(passages))


def entries(documents: Sequence[SplitDocument]) -> list[IndexEntry]:
    """The index entries of every passage, in order."""
    return [
        IndexEntry(passage=passage, provenance=one.document.card.provenance)
        for one in documents
        for passage in one.passages
    ]


class FakeEmbedder:
    """A hashed bag of words: texts that share words are near, without any model."""

    def __init__(self, dimension: int = 64, name: str = "fake-bag-of-words") -> None:
        self.card = EmbedderCard(
            name=name,
            weights_sha256=hashlib.sha256(f"{name}/{dimension}".encode()).hexdigest(),
            dimension=dimension,
            longest_tokens=256,
        )
        self.fingerprint = f"{self.card.weights_sha256[:12]}-float32"
        self.embedded = 0
        """How many texts were embedded as passages so far."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.card.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self._bag(text)
        return rows

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._bag(text)

    def embed_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [
            np.stack([self._bag(word) for word in words(text)])
            if words(text)
            else np.zeros((0, self.card.dimension), dtype=np.float32)
            for text in texts
        ]

    def _bag(self, text: str) -> NDArray[np.float32]:
        row = np.zeros(self.card.dimension, dtype=np.float32)
        row[0] = 1e-3  # a unit row for a text without words too
        for word in words(text):
            digest = hashlib.sha256(word.encode()).digest()
            place = int.from_bytes(digest[:4], "big") % self.card.dimension
            row[place] += 1.0 if digest[4] % 2 else -1.0
        unit: NDArray[np.float32] = (row / np.linalg.norm(row)).astype(np.float32)
        return unit


def may_see(access: Access, provenance: Provenance) -> bool:
    tags = provenance.access_tags
    return provenance.audience in access.audiences and (
        not tags or access.tags is None or bool(tags & access.tags)
    )


def admits(selection: Selection, document_id: str, provenance: Provenance) -> bool:
    """The condition of `Selection`, in words; an index knows no grades."""
    filters = selection.filters
    if filters.grades:
        raise ValueError("ask for documents")
    published = provenance.published
    return (
        may_see(selection.access, provenance)
        and provenance.status in selection.statuses
        and (not filters.sources or provenance.source in filters.sources)
        and (not filters.jurisdictions or provenance.jurisdiction in filters.jurisdictions)
        and (not filters.document_ids or document_id in filters.document_ids)
        and (
            filters.published_from is None
            or (published is not None and published >= filters.published_from)
        )
        and (
            filters.published_to is None
            or (published is not None and published <= filters.published_to)
        )
    )


class FakeIndex:
    """Index reader and writer in one: exact cosine, and word overlap weighted by rarity."""

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension
        self.rows: dict[str, tuple[IndexEntry, NDArray[np.float32]]] = {}

    def upsert(self, entries: Sequence[IndexEntry], vectors: NDArray[np.float32]) -> None:
        if vectors.shape != (len(entries), self.dimension) or not np.isfinite(vectors).all():
            raise ValueError(f"vectors of shape {vectors.shape} do not fit, or are not finite")
        for entry, vector in zip(entries, vectors, strict=True):
            self.rows[entry.passage.id] = (entry, vector)

    def delete(self, document_ids: Sequence[str]) -> None:
        gone = set(document_ids)
        self.rows = {
            key: row for key, row in self.rows.items() if row[0].passage.document_id not in gone
        }

    def seal(self) -> int:
        return len(self.rows)

    def abandon(self) -> None:
        self.rows.clear()

    def count(self) -> int:
        return len(self.rows)

    def search(self, vector: NDArray[np.float32], text: str, selection: Selection, k: int) -> Legs:
        if vector.shape != (self.dimension,) or not np.isfinite(vector).all():
            raise ValueError(f"a vector of shape {vector.shape} does not fit, or is not finite")
        admitted = [
            (entry.passage, row)
            for entry, row in self.rows.values()
            if admits(selection, entry.passage.document_id, entry.provenance)
        ]
        bags = {
            entry.passage.id: Counter(words(entry.passage.indexed_text))
            for entry, _ in self.rows.values()
        }
        asked = set(words(text))
        rarity = {
            word: math.log(1 + len(bags) / (1 + sum(word in bag for bag in bags.values())))
            for word in asked
        }
        dense = [(float(row @ vector), passage) for passage, row in admitted]
        lexical = [
            (sum(rarity[w] * bags[p.id][w] / (bags[p.id][w] + 1.2) for w in asked), p)
            for p, _ in admitted
        ]
        near, worded = _hits(dense), _hits([s for s in lexical if s[0] > 0])
        named = [{hit.passage_id for hit in leg[:k]} for leg in (near, worded)]
        return Legs(
            dense=near[:k],
            lexical=worded[:k],
            dense_missed=tuple(h for h in near[k:] if h.passage_id in named[1]),
            lexical_missed=tuple(h for h in worded[k:] if h.passage_id in named[0]),
        )


def _hits(scored: list[tuple[float, Passage]]) -> tuple[LegHit, ...]:
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1].id))
    return tuple(
        LegHit(passage_id=passage.id, document_id=passage.document_id, score=score)
        for score, passage in best
    )


class FakeLibrary:
    """Library reader and writer in one."""

    def __init__(self, documents: Sequence[SplitDocument] = ()) -> None:
        self.documents: dict[str, SplitDocument] = {}
        self.put(documents)

    def put(self, documents: Sequence[SplitDocument]) -> None:
        self.documents.update({one.document.id: one for one in documents})

    def remove(self, document_ids: Sequence[str]) -> None:
        for document_id in document_ids:
            self.documents.pop(document_id, None)

    def close(self) -> None:
        pass

    def passage_ids(self) -> Iterator[str]:
        yield from sorted(self._passages())

    def document(self, document_id: str, access: Access) -> Document:
        one = self.documents.get(document_id)
        if one is None or not may_see(access, one.document.card.provenance):
            raise NotFound("No such document.")
        return one.document

    def passage(self, passage_id: str, access: Access) -> Passage:
        passage = self._passages().get(passage_id)
        if passage is None:
            raise NotFound("No such passage.")
        card = self.documents[passage.document_id].document.card
        if not may_see(access, card.provenance):
            raise NotFound("No such passage.")
        return passage

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        held = self._passages()
        missing = [each for each in passage_ids if each not in held]
        if missing:
            raise NotFound(f"No passage {missing[0]}.")
        return tuple(held[each] for each in passage_ids)

    def cards(self, document_ids: Sequence[str]) -> dict[str, DocumentCard]:
        return {
            each: self.documents[each].document.card
            for each in document_ids
            if each in self.documents
        }

    def graded(self, grades: frozenset[str]) -> frozenset[str]:
        wanted = {folded_grade(grade) for grade in grades}
        return frozenset(
            document_id
            for document_id, one in self.documents.items()
            if folded_grade(one.document.card.provenance.grade or "") in wanted - {""}
        )

    def written_cards(self) -> Iterator[DocumentCard]:
        for document_id in sorted(self.documents):
            yield self.documents[document_id].document.card

    def split_document(self, document_id: str) -> SplitDocument:
        if document_id not in self.documents:
            raise NotFound(f"No document {document_id}.")
        return self.documents[document_id]

    def split_documents(self) -> Iterator[SplitDocument]:
        for document_id in sorted(self.documents):
            yield self.documents[document_id]

    def count(self) -> tuple[int, int]:
        return len(self.documents), len(self._passages())

    def _passages(self) -> dict[str, Passage]:
        return {p.id: p for one in self.documents.values() for p in one.passages}


class FakeFacts:
    """Fact store and writer in one."""

    def __init__(self, library: FakeLibrary) -> None:
        self.library = library
        self.by_document: dict[str, tuple[AnyFact, ...]] = {}

    def put(self, documents: Sequence[SplitDocument]) -> None:
        for one in documents:
            if isinstance(one, DocumentWithFacts):
                self.by_document[one.document.id] = one.facts

    def remove(self, document_ids: Sequence[str]) -> None:
        for document_id in document_ids:
            self.by_document.pop(document_id, None)

    def close(self) -> None:
        pass

    def passage_ids(self) -> frozenset[str]:
        return frozenset(fact.passage_id for fact in self.every())

    def facts(
        self, ingredient: str | frozenset[str], kind: type[F], selection: Selection
    ) -> tuple[F, ...]:
        asked = {ingredient} if isinstance(ingredient, str) else ingredient
        names = {ingredient_name(each) for each in asked}
        cards = self.library.cards(list(self.by_document))
        return tuple(
            fact
            for fact in self.every()
            if isinstance(fact, kind)
            and set(fact.ingredients) == names
            and fact.document_id in cards
            and admits(selection, fact.document_id, cards[fact.document_id].provenance)
        )

    def every(self) -> Iterator[AnyFact]:
        for document_id in sorted(self.by_document):
            yield from self.by_document[document_id]

    def count(self) -> int:
        return sum(map(len, self.by_document.values()))


class FakeSnapshot:
    """One generation in memory."""

    def __init__(
        self, manifest: Manifest, index: FakeIndex, library: FakeLibrary, facts: FakeFacts
    ) -> None:
        self.manifest = manifest
        self.index = index
        self.library = library
        self.facts = facts


def fake_snapshot(
    documents: Sequence[SplitDocument], embedder: FakeEmbedder | None = None
) -> FakeSnapshot:
    """A published generation of these documents, ready to search."""
    generations = FakeGenerations(embedder or FakeEmbedder())
    with generations.begin() as building:
        building.add(documents)
        building.publish()
    with generations.lease() as snapshot:
        return snapshot


class FakeBuilding:
    """A generation under construction; `publish` hands it to the generations."""

    def __init__(
        self,
        owner: "FakeGenerations",
        base: FakeLibrary,
        folder: Path,
        facts: FakeFacts | None = None,
    ) -> None:
        self.folder = folder
        self._owner = owner
        self._library = base
        self._facts = facts or FakeFacts(base)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._owner.busy = False

    def add(self, documents: Sequence[SplitDocument]) -> None:
        self._library.put(documents)
        self._facts.put(documents)

    def remove(self, document_ids: Sequence[str]) -> None:
        self._library.remove(document_ids)
        self._facts.remove(document_ids)

    def publish(self) -> Manifest:
        return self._owner.keep(self._library, self.folder, self._facts)


class FakeGenerations:
    """Generations in memory; a build's folder is a temporary one."""

    def __init__(self, embedder: FakeEmbedder | None = None) -> None:
        self.embedder = embedder or FakeEmbedder()
        self.busy = False
        self._kept: list[FakeSnapshot] = []
        self._folders: dict[str, Path] = {}
        self._current: FakeSnapshot | None = None
        self._home = tempfile.mkdtemp(prefix="fake-generations-")
        weakref.finalize(self, shutil.rmtree, self._home, ignore_errors=True)

    @contextmanager
    def lease(self) -> Iterator[FakeSnapshot]:
        if self._current is None:
            raise IndexUnavailable("Nothing was ingested yet.")
        yield self._current

    def current(self) -> Manifest | None:
        return self._current.manifest if self._current else None

    def kept(self) -> tuple[Manifest, ...]:
        return tuple(snapshot.manifest for snapshot in reversed(self._kept))

    def folder(self, generation: str) -> Path:
        if generation not in self._folders:
            raise NotFound(f"No generation {generation}.")
        return self._folders[generation]

    def begin(self, *, fresh: bool = False) -> FakeBuilding:
        if self.busy:
            raise WriterBusy("Another build is running.")
        self.busy = True
        held = () if fresh or self._current is None else self._current.library.split_documents()
        folder = Path(tempfile.mkdtemp(dir=self._home))
        library = FakeLibrary(tuple(held))
        facts = FakeFacts(library)
        if not fresh and self._current is not None:
            facts.by_document.update(self._current.facts.by_document)
        return FakeBuilding(self, library, folder, facts)

    def rollback(self, generation: str) -> Manifest:
        for snapshot in self._kept:
            if snapshot.manifest.generation == generation:
                self._current = snapshot
                return snapshot.manifest
        raise NotFound(f"No generation {generation}.")

    def keep(self, library: FakeLibrary, folder: Path, facts: FakeFacts | None = None) -> Manifest:
        index = FakeIndex(self.embedder.card.dimension)
        for one in library.split_documents():
            texts = [passage.indexed_text for passage in one.passages]
            index.upsert(entries([one]), self.embedder.embed_passages(texts))
        documents, passages = library.count()
        manifest = Manifest(
            generation=f"fake-{len(self._kept) + 1}",
            created=datetime.now(UTC),
            format=1,
            product="test",
            embedder=self.embedder.card,
            analyzer=FAKE_ANALYZER,
            corpus_sha256=hashlib.sha256("".join(library.passage_ids()).encode()).hexdigest(),
            counts=Counts(documents=documents, passages=passages),
            parent=self._current.manifest.generation if self._current else None,
        )
        self._current = FakeSnapshot(manifest, index, library, facts or FakeFacts(library))
        self._kept.append(self._current)
        self._folders[manifest.generation] = folder
        return manifest


class FakeRetriever:
    """Ranks by the dense leg alone."""

    def __init__(self, embedder: FakeEmbedder | None = None) -> None:
        self.embedder = embedder or FakeEmbedder()

    def retrieve(self, question: str, snapshot: Snapshot, selection: Selection, k: int) -> Ranking:
        narrowed = by_documents(selection, snapshot.library)
        if narrowed is None:
            return Ranking()
        selection = narrowed
        vector = self.embedder.embed_question(question)
        legs = snapshot.index.search(vector, question, selection, k)
        lexical = {
            hit.passage_id: Place(rank=rank, score=hit.score)
            for rank, hit in enumerate(legs.lexical, start=1)
        }
        return Ranking(
            hits=tuple(
                Hit(
                    passage_id=hit.passage_id,
                    document_id=hit.document_id,
                    rank=rank,
                    score=hit.score,
                    dense=Place(rank=rank, score=hit.score),
                    lexical=lexical.get(hit.passage_id),
                )
                for rank, hit in enumerate(legs.dense, start=1)
            )
        )


class FakeAnswering:
    """Quotes the first sentence of the best passage that shares a word; abstains without one.

    `broken`, where set, is raised instead of answering; `broken_late` after the evidence was sent.
    """

    def __init__(self, generations: Generations, retriever: Retriever) -> None:
        self.generations = generations
        self.retriever = retriever
        self.broken: Exception | None = None
        self.broken_late: Exception | None = None
        self.asked: list[tuple[Question, Caller]] = []

    def answer(self, question: Question, caller: Caller, left: Left = stays) -> Outcome:
        *_, last = self.stream(question, caller)
        if not isinstance(last, DoneEvent):
            raise TypeError("a stream ends with done")
        return last.outcome

    def stream(self, question: Question, caller: Caller, left: Left = stays) -> Iterator[Event]:
        self.asked.append((question, caller))
        if self.broken is not None:
            raise self.broken
        selection = Selection(access=caller.access, filters=question.filters)
        with self.generations.lease() as snapshot:
            ranking = self.retriever.retrieve(question.text, snapshot, selection, 10)
            hits = [hit for hit in ranking.hits if hit.lexical is not None]
            trace = Trace(
                trace_id="fake",
                generation=snapshot.manifest.generation,
                embedder=snapshot.manifest.embedder.name,
                generator="fake",
                rules="none",
                settings="none",
                timings=(StageTiming(stage="retrieve", seconds=0.001),),
            )
            if not hits:
                yield DoneEvent(
                    outcome=Abstention(
                        reason=AbstentionReason.NO_EVIDENCE,
                        explanation="Nothing in the library shares a word with it.",
                        trace=trace,
                    )
                )
                return
            passage = snapshot.library.passages([hits[0].passage_id])[0]
            card = snapshot.library.cards([passage.document_id])[passage.document_id]
            evidence = Evidence(label=1, passage=passage, document=card, hit=hits[0])
            yield EvidenceEvent(evidence=(evidence,))
            if self.broken_late is not None:
                raise self.broken_late
            span = passage.sentences[0]
            quote = passage.sentence_texts()[0]
            claim = CitedClaim(
                text=quote,
                citations=(
                    Citation(
                        label=1,
                        document_id=passage.document_id,
                        passage_id=passage.id,
                        source=passage.source,
                        span=span,
                        quote=quote,
                    ),
                ),
            )
            yield ClaimEvent(claim=claim)
            check = CheckVerdict(name="fake", status=CheckStatus.PASS)
            yield CheckEvent(check=check)
            yield DoneEvent(
                outcome=Answer(claims=(claim,), evidence=(evidence,), checks=(check,), trace=trace)
            )


class FakeRecords:
    """Reads the id of the one Patient, and each Observation with a text and a date."""

    def __init__(self) -> None:
        self.read_on: list[date | None] = []

    def read(self, bundle: bytes | Mapping[str, Any], as_of: date | None = None) -> PatientRecord:
        said = json.loads(bundle) if isinstance(bundle, bytes) else bundle
        if not isinstance(said, dict) or said.get("resourceType") != "Bundle":
            raise UnusableRecord("This is no FHIR Bundle.")
        found = [one for one in said.get("entry") or () if isinstance(one, dict)]
        resources = [one["resource"] for one in found if isinstance(one.get("resource"), dict)]
        patients = [one for one in resources if one.get("resourceType") == "Patient"]
        if len(patients) != 1:
            raise UnusableRecord("It is not of exactly one patient.", "Bundle.entry")
        self.read_on.append(as_of)
        return PatientRecord(
            patient=f"Patient/{patients[0].get('id')}",
            as_of=as_of or date(2026, 3, 31),
            entries=tuple(
                ResultEntry(
                    resource=f"Observation/{one.get('id')}",
                    at=f"Bundle.entry[{at}].resource",
                    name=one["code"]["text"],
                    known_as=frozenset({one["code"]["text"].lower()}),
                    on=when(one["effectiveDateTime"]),
                )
                for at, one in enumerate(resources)
                if one.get("resourceType") == "Observation"
            ),
            unusable=tuple(
                Unusable(at=f"Bundle.entry[{at}].resource", why="It is of no known type.")
                for at, one in enumerate(resources)
                if one.get("resourceType") == "Oddity"
            ),
        )


def when(text: str) -> When:
    """A whole day."""
    return When(text=text, first=date.fromisoformat(text), last=date.fromisoformat(text))


class FakeLines:
    """The name of an entry and its date."""

    def of_person(self, record: PatientRecord) -> SummaryLine:
        return SummaryLine(text="A person.", cites=(RecordPlace(resource=record.patient),))

    def of_entry(self, entry: RecordEntry, as_of: date) -> SummaryLine:
        on = entry.on.text if entry.on else None
        return SummaryLine(
            text=f"{entry.name}, {on or 'undated'}.",
            cites=(RecordPlace(resource=entry.resource, on=on),),
            stale=entry.stale,
        )

    def of_kidneys(self, record: PatientRecord) -> tuple[SummaryLine, ...]:
        return ()


class FakeReranker:
    """The longest passage first."""

    name = "longest-first"

    def rerank(self, question: str, ranking: Ranking, snapshot: Snapshot) -> Ranking:
        passages = snapshot.library.passages([hit.passage_id for hit in ranking.hits])
        lengths = {passage.id: float(len(passage.text)) for passage in passages}
        order = sorted(ranking.hits, key=lambda hit: (-lengths[hit.passage_id], hit.passage_id))
        return Ranking(
            hits=tuple(
                hit.model_copy(
                    update={
                        "rank": rank,
                        "score": lengths[hit.passage_id],
                        "reranked": Place(rank=rank, score=lengths[hit.passage_id]),
                    }
                )
                for rank, hit in enumerate(order, 1)
            )
        )


class FakeGenerator:
    """Quotes the first sentence of every piece of evidence; says so when there is none."""

    fingerprint = "fake-first-sentences"

    def __init__(self, drafts: Sequence[DraftClaim | Insufficient] | None = None) -> None:
        self._drafts = drafts

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        if self._drafts is not None:
            yield from self._drafts
            return
        if not evidence:
            yield Insufficient(why="There is no evidence.")
        for each in evidence:
            text = each.passage.sentence_texts()[0]
            yield DraftClaim(text=text, quotes=(Quote(label=each.label, text=text),))

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        return None

    def again(self, question: str, evidence: Sequence[Evidence], refused: frozenset[str]) -> Drafts:
        for draft in self.draft(question, evidence):
            if isinstance(draft, Insufficient) or draft.text not in refused:
                yield draft

    def refusal(self, question: str, evidence: Sequence[Evidence]) -> str | None:
        return None

    def signs(self, question: str, evidence: Sequence[Evidence]) -> Signs | None:
        return None


class FakeVocabulary:
    """Knows every word that a made-up drug does not end like."""

    def holds(self, word: str) -> bool:
        return not word.removesuffix("s").endswith(("mab", "ol", "xaban", "azine"))


class FakeIdentifierFinder:
    """Takes the word Examplo for a name, wherever it stands."""

    def find(self, text: str) -> tuple[FoundIdentifier, ...]:
        return tuple(
            FoundIdentifier(
                kind=IdentifierKind.NAME,
                start=match.start(),
                end=match.end(),
                score=1.0,
                why="the word of the fake",
            )
            for match in re.finditer("Examplo", text)
        )

    def redact(self, text: str) -> str:
        return text.replace("Examplo", IdentifierKind.NAME.placeholder)


class FakeFollowUps:
    """A question that begins with `and` is put behind the user's last words."""

    def stand_alone(self, text: str, conversation: Sequence[Turn]) -> StandAlone:
        said = [turn.text for turn in conversation if turn.speaker is Speaker.USER]
        if not said or not text.lower().startswith("and "):
            return StandAlone(text=text)
        return StandAlone(text=f"{said[-1].rstrip('?')} {text[4:]}", carried=(said[-1],))


class FakeClock:
    """A clock that stands still."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


class FakeConflicts:
    """Two documents whose every sentence disagrees with every quoted one."""

    def disagreements(
        self,
        claims: Sequence[CitedClaim],
        question: str,
        admitted: Sequence[Evidence],
    ) -> tuple[Disagreement, ...]:
        by_label = {each.label: each for each in admitted}
        found = []
        for citation in (each for claim in claims for each in claim.citations):
            mine = by_label[citation.label]
            for other in admitted:
                if other.document.id != mine.document.id:
                    theirs = citation.model_copy(
                        update={
                            "label": other.label,
                            "document_id": other.document.id,
                            "passage_id": other.passage.id,
                            "span": other.passage.span,
                            "quote": other.passage.text,
                        }
                    )
                    sides = (
                        Side(citation=citation, document=mine.document, says="this"),
                        Side(citation=theirs, document=other.document, says="that"),
                    )
                    found.append(Disagreement(about=About.DOSE, subject="examplol", sides=sides))
        return tuple(found)


class FakeOverrides:
    """`broken`: none can be written."""

    def __init__(self, *, broken: bool = False) -> None:
        self._used: list[UsedOverride] = []
        self._broken = broken

    def record(self, override: Override, trace_id: str) -> UsedOverride:
        if self._broken:
            raise Unavailable("no space")
        used = UsedOverride(
            override=override, trace_id=trace_id, at=datetime(2026, 3, 1, tzinfo=UTC)
        )
        if not any(
            (one.trace_id, one.override.rule) == (trace_id, override.rule) for one in self._used
        ):
            self._used.append(used)
        return used

    def used(self) -> tuple[UsedOverride, ...]:
        return tuple(reversed(self._used))


class FakeKeys:
    """Keys in memory, in the clear. `broken`, where set, is raised by every method."""

    def __init__(self, clock: Clock) -> None:
        self.broken: Exception | None = None
        self._clock = clock
        self._held: dict[str, tuple[KeyCard, str, str | None]] = {}

    def create(self, wanted: NewKey) -> IssuedKey:
        self._require_working()
        if wanted.role not in GRANTED:
            raise ConfigurationError("no key has that role")
        card = KeyCard(
            id=f"{len(self._held):012x}",
            created=self._clock.now(),
            **{name: getattr(wanted, name) for name in NewKey.model_fields},
        )
        return self._issued(card, None)

    def verify(self, key: str) -> KeyCard:
        self._require_working()
        now = self._clock.now()
        for card, present, former in self._held.values():
            taken = key == present or (
                key == former and card.former_until is not None and now < card.former_until
            )
            if taken and card.valid_at(now):
                return card
        raise Unauthenticated("not known")

    def cards(self) -> tuple[KeyCard, ...]:
        self._require_working()
        return tuple(card for card, _, _ in self._held.values())

    def rotate(self, key_id: str, grace: timedelta, expires: datetime | None = None) -> IssuedKey:
        self._require_working()
        now = self._clock.now()
        if key_id not in self._held or not self._held[key_id][0].valid_at(now):
            raise NotFound(key_id)
        card, present, _ = self._held[key_id]
        changed = {
            "rotated": now,
            "former_until": now + grace,
            "expires": expires or card.expires,
        }
        return self._issued(card.model_copy(update=changed), present)

    def revoke(self, key_id: str) -> KeyCard:
        self._require_working()
        if key_id not in self._held:
            raise NotFound(key_id)
        card, present, former = self._held[key_id]
        card = card.model_copy(update={"revoked": card.revoked or self._clock.now()})
        self._held[key_id] = (card, present, former)
        return card

    def _issued(self, card: KeyCard, former: str | None) -> IssuedKey:
        key = f"cw_{card.id}_{secrets.token_urlsafe(32)}"
        self._held[card.id] = (card, key, former)
        return IssuedKey(card, key)

    def _require_working(self) -> None:
        if self.broken is not None:
            raise self.broken


class FakeAuditLog:
    """In memory; `broken`, where set, is raised by `append`. Hashes under a key of its own."""

    def __init__(self, key: bytes = b"fake") -> None:
        self.kept: list[SealedEntry] = []
        self.broken: Unavailable | None = None
        self._key = key

    def hashed(self, what: str, content: bytes) -> str:
        return hmac.new(self._key, f"{what}:".encode() + content, "sha256").hexdigest()

    def recognises(self, what: str, content: bytes, known: str) -> bool:
        return self.hashed(what, content) == known

    def append(self, entry: AuditEntry) -> SealedEntry:
        if self.broken is not None:
            raise self.broken
        number = len(self.kept) + 1
        at = datetime(2026, 3, 1, tzinfo=UTC)
        sealed = SealedEntry(sequence=number, at=at, entry=entry, mac=f"{number:064x}")
        self.kept.append(sealed)
        return sealed

    def together(self, act: Callable[[], tuple[_Done, Sequence[AuditEntry]]]) -> _Done:
        if self.broken is not None:
            raise self.broken  # before it is done: nothing here can be taken back
        done, entries = act()
        for each in entries:
            self.append(each)
        return done

    def entries(
        self,
        *,
        trace_id: str | None = None,
        kind: AuditKind | None = None,
        document_id: str | None = None,
        most: int | None = None,
    ) -> tuple[SealedEntry, ...]:
        found = [
            one
            for one in (self.kept if trace_id is not None else reversed(self.kept))
            if (trace_id is None or one.entry.trace_id == trace_id)
            and (kind is None or one.entry.kind is kind)
            and (document_id is None or document_id in one.entry.documents)
        ]
        return tuple(found[:most])

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verified:
        if progress is not None:
            progress(len(self.kept), len(self.kept))
        number = len(self.kept)
        return Verified(rows=number, last=number, heads=0, signed_until=0)


class FakeOutcomeHistory:
    """These outcomes."""

    def __init__(self, outcomes: Sequence[WatchedOutcome] = ()) -> None:
        self.kept = list(outcomes)

    def outcomes(self, since: datetime) -> Iterator[WatchedOutcome]:
        return (each for each in self.kept if each.at >= since)
