"""Joins the suites to the product: the one file of `eval/` that reads settings and composes."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from app.compose import build_parts, fitted_confidence
from app.compose_identifiers import identifier_finder
from app.compose_model import plain_model
from app.compose_safety import Safety as Safety
from app.compose_safety import emergency_marks as emergency_marks
from app.compose_safety import runs as runs
from app.domain.corpus import Audience, SplitDocument
from app.domain.fitted import FittedConfidence
from app.domain.manifest import Manifest
from app.domain.ports.answering import Answering
from app.domain.ports.embedding import Embedder
from app.domain.ports.following import FollowUps
from app.domain.ports.generation import Extractor, Generator
from app.domain.ports.grounding import Conflicts, Measuring, Verifier
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.ports.index import Generations
from app.domain.ports.record import RecordFinder, RecordReader
from app.domain.ports.retrieval import Retriever
from app.domain.ports.summary import Summarising
from app.domain.question import Caller
from app.domain.ranking import Access
from app.settings import read_settings
from eval.jsonl import sha256_of
from eval.run import OWN, RunCard
from eval.suite import Progress, SuiteRequest, UnusableSet
from ingest.compose import ingest_job
from ingest.progress import Progress as JobProgress
from ingest.progress import Silent
from ingest.report import Report

AT_ONCE = 64
"""Documents handed to the index in one call, and one step of the progress bar."""

OPERATOR = Access(audiences=frozenset(Audience), tags=None)
"""An evaluation sees every document of its set."""
CALLER = Caller(name="eval", access=OPERATOR)


@dataclass(frozen=True)
class Pipeline:
    """The product's own parts over a home of their own, as the settings in force compose them."""

    home: Path
    embedder: Embedder
    generations: Generations
    retriever: Retriever
    answering: Answering
    extractor: Extractor
    generator: Generator
    verifiers: tuple[Verifier, ...]
    confidence: Measuring
    conflicts: Conflicts
    safety: Safety
    records: RecordReader
    finder: RecordFinder
    summaries: Summarising
    follow_ups: FollowUps
    leg_depth: int
    """Hits that either leg contributes to the fusion."""
    reranker: str
    settings_fingerprint: str
    settings_json: str
    """Every setting, secrets masked."""


class Words(Protocol):
    """An answer as it is written; `written` is how many tokens it was, once it was read."""

    def __iter__(self) -> Iterator[str]: ...
    @property
    def written(self) -> int: ...


class LocalModel(Protocol):
    """A language model of this machine, asked directly."""

    @property
    def process_id(self) -> int | None: ...
    def grammar(self, labels: Sequence[int]) -> str: ...
    def ask(self, rules: str, question: str, form: str, most: int) -> Words: ...


@contextmanager
def pipeline(home: Path, **given: object) -> Iterator[Pipeline]:
    """The product over `home`, a folder of the evaluation's own; `given` outranks the settings.

    Raises:
        ConfigurationError: a setting or a model is not as it should be.
        ModelUnavailable: a model is not on this machine.
    """
    settings = read_settings(**given | {"home": home})
    parts = build_parts(settings)
    try:
        yield Pipeline(
            home=home,
            embedder=parts.embedder,
            generations=parts.generations,
            retriever=parts.retriever,
            answering=parts.answering,
            extractor=parts.extractor,
            generator=parts.generator,
            verifiers=parts.verifiers,
            confidence=parts.confidence,
            conflicts=parts.conflicts,
            safety=parts.safety,
            records=parts.records,
            finder=parts.finder,
            summaries=parts.summaries,
            follow_ups=parts.follow_ups,
            leg_depth=settings.leg_depth,
            reranker=settings.reranker,
            settings_fingerprint=settings.fingerprint,
            settings_json=settings.model_dump_json(),
        )
    finally:
        parts.close()


@contextmanager
def local_model(
    path: Path, *, threads: int, waiting: int, lookup: bool = False
) -> Iterator[LocalModel]:
    """The product's own engine on the GGUF file `path`, loaded.

    Raises:
        ConfigurationError: the file cannot run here.
    """
    model = plain_model(path, threads=threads, waiting=waiting, lookup=lookup)
    try:
        model.load()
        yield model
    finally:
        model.close()


@contextmanager
def indexed(
    request: SuiteRequest, documents: Sequence[SplitDocument], **given: object
) -> Iterator[tuple[Pipeline, Manifest]]:
    """The product over an index of exactly these documents. It has a home of its own under the
    cache, named by what it holds, so that no other evaluation changes what this one asks.

    Raises:
        WriterBusy, DiskFull, BuildFailed: as `build`.
        ConfigurationError, ModelUnavailable: as `pipeline`.
    """
    held = hashlib.sha256("\n".join(sorted(one.document.id for one in documents)).encode())
    with pipeline(request.cache / held.hexdigest()[:16], **given) as parts:
        yield parts, build(parts, documents, request.progress)


@contextmanager
def library(request: SuiteRequest, documents: Path | None, **given: object) -> Iterator[Pipeline]:
    """The product over a library: the folder `documents`, ingested into a home of its own under
    the cache (what did not change since the last time is not read again); or, where None is named,
    the index in force under the product's own home.

    Raises:
        UnusableSet: nothing in the folder could be read.
        ConfigurationError, ModelUnavailable: as `pipeline`.
    """
    if documents is None:
        home = read_settings().home
    else:
        if not documents.is_dir():
            raise UnusableSet(f"{documents} is not a folder of documents.")
        named = hashlib.sha256(str(documents.resolve()).encode()).hexdigest()[:12]
        home = request.cache.parent / "libraries" / f"{documents.resolve().name}-{named}"
        report = file_ingest(home)(documents)
        if not report.read_anything:
            raise UnusableSet(report.why_nothing())
    with pipeline(home, **given) as parts:
        yield parts


def card(
    request: SuiteRequest,
    suite: str,
    data_sha256: str,
    parts: Pipeline | None,
    *,
    generation: Manifest | None = None,
    split: str | None = None,
    seed: int = 0,
) -> RunCard:
    """What a run folder says of the run.

    Args:
        parts: None where the product took no part (another system's predictions are scored).
        generation: of the index that was asked, None where none was.

    Raises:
        UnusableSet: the file of predictions cannot be read.
    """
    predictions = request.predictions
    return RunCard(
        suite=suite,
        product=version("citewell"),
        started=datetime.now(UTC),
        data=str(request.data.resolve()) if request.data else f"{OWN}{suite}",
        data_sha256=data_sha256,
        split=split,
        predictions=None if predictions is None else str(predictions.resolve()),
        predictions_sha256=None if predictions is None else sha256_of(predictions),
        settings_fingerprint=parts.settings_fingerprint if parts else None,
        settings_json=parts.settings_json if parts else None,
        generation=generation,
        generator=parts.generator.fingerprint if parts else None,
        seed=seed,
        options=request.options,
    )


def build(parts: Pipeline, documents: Sequence[SplitDocument], progress: Progress) -> Manifest:
    """Publish a generation of exactly these documents; vectors embedded before are not computed
    again.

    Raises:
        WriterBusy: another evaluation builds under the same home.
        DiskFull, BuildFailed: as the index says.
    """
    steps = [documents[at : at + AT_ONCE] for at in range(0, len(documents), AT_ONCE)]
    with parts.generations.begin(fresh=True) as building:
        for step in progress.track(steps, "Embedding and indexing", len(steps)):
            building.add(step)
        return building.publish()


def file_ingest(
    home: Path, embedder: Embedder | None = None, progress: JobProgress | None = None
) -> Callable[[Path], Report]:
    """The product's own ingest into `home`, to be called with folders one after the other.

    Args:
        embedder: in place of the one that the settings name.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    job = ingest_job(progress or Silent(), read_settings(home=home), embedder)
    return lambda folder: job.run([folder], licence_unstated=True)


def evaluation_home() -> Path:
    """Where evaluations keep their runs and their vectors: `eval/` under the product's home."""
    return read_settings().home / "eval"


def confidence_in_force() -> FittedConfidence:
    """The fitted confidence that the settings in force name.

    Raises:
        ConfigurationError: a setting is wrong, or the file is none.
    """
    return fitted_confidence(read_settings())


def product_identifiers() -> IdentifierFinder:
    """The product's finder of identifiers, as the settings in force name it.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    return identifier_finder(read_settings())
