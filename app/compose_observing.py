"""What looks on while the service runs, as the settings say: metrics, traces, readiness."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from shutil import disk_usage

from app.answering.observing import Observers
from app.clock import SystemClock
from app.compose import Parts
from app.domain.errors import CitewellError, ConfigurationError
from app.domain.model_state import Phase
from app.generation.late import LateGenerator
from app.governance.reviewing.counting import decisions
from app.governance.reviewing.queue import StoredReviews
from app.governance.store import Store
from app.observe import readiness
from app.observe.logs import Format
from app.observe.metrics import Metrics, Reading
from app.observe.readiness import Readiness
from app.observe.traces import Traces, otlp
from app.settings import Settings


@dataclass(frozen=True)
class Observing:
    """`metrics` and `traces` are None where the settings want none."""

    metrics: Metrics | None
    traces: Traces | None
    standing: Readiness
    observers: Observers

    def page(self) -> bytes:
        """Of metrics, with every question that was answered before."""
        self.observers.settle()
        return b"" if self.metrics is None else self.metrics.page()

    def close(self) -> None:
        self.observers.close()
        if self.traces is not None:
            self.traces.close()


def build_observing(parts: Parts) -> Observing:
    """Looks on at the answers of `parts` from now on.

    Raises:
        ConfigurationError: what the settings want cannot be had.
    """
    settings = parts.settings
    if settings.metrics == "token" and settings.metrics_token is None:
        raise ConfigurationError(
            "CITEWELL_METRICS is token and CITEWELL_METRICS_TOKEN is not set: nobody could read "
            "/metrics. Make one (openssl rand -hex 24), or leave CITEWELL_METRICS out."
        )
    program = version("citewell")
    metrics = None if settings.metrics == "off" else Metrics(program, partial(_readings, parts))
    traces = None if settings.otlp_endpoint is None else otlp(settings.otlp_endpoint, program)
    for observer in (metrics, traces):
        if observer is not None:
            parts.observers.add(observer)
    on_record = settings.audit_required
    standing = Readiness(
        partial(readiness.embedder, lambda: parts.embedder.loaded),
        partial(readiness.store, parts.governance.status, needed=on_record),
        partial(readiness.disk, settings.home.absolute(), needed=on_record),
    )
    return Observing(metrics, traces, standing, parts.observers)


def log_format(settings: Settings, *, terminal: bool) -> Format:
    """How the log is written: `auto` is text where a person looks on."""
    if settings.log_format == "auto":
        return "text" if terminal else "json"
    return settings.log_format


def _readings(parts: Parts) -> Iterator[Reading]:
    yield from _index(parts)
    yield from _model(parts)
    texts, questions = parts.remembered.texts, parts.remembered.questions
    for kind, found in (("texts", texts), ("questions", questions)):
        for name, count in (("hits", found.hits), ("misses", found.misses)):
            yield Reading(
                f"vector_cache_{name}", f"Vectors kept in memory: {name}", count, {"of": kind}, True
            )
    try:
        yield from tuple(review_readings(parts.governance))
    except CitewellError:
        yield Reading("store_down", "1: the database of records cannot be read", 1)
    else:
        yield Reading("store_down", "1: the database of records cannot be read", 0)
    try:
        free = disk_usage(parts.settings.home).free
    except OSError:
        return
    yield Reading("disk_free_bytes", "Free where the home lies", free)


def review_readings(store: Store) -> Iterator[Reading]:
    """What waits for people, and what they decided. Raises Unavailable."""
    clock = SystemClock()
    waiting = StoredReviews(store, clock).waiting()
    yield Reading("reviews_waiting", "Outcomes that wait for a person", len(waiting))
    age = (clock.now() - waiting[0].at).total_seconds() if waiting else 0.0
    yield Reading("reviews_oldest_seconds", "Since the oldest of them was listed", max(0.0, age))
    for decision, number in decisions(store).items():
        drawn = "yes" if decision.drawn else "no"
        labels = {"state": decision.state.value, "drawn": drawn}
        yield Reading("reviews_decided", "Outcomes that a person decided on", number, labels, True)


def _index(parts: Parts) -> Iterator[Reading]:
    meaning = "1: a generation of the index is in service"
    try:
        manifest = parts.generations.current()
    except CitewellError:
        manifest = None
    yield Reading("index_ready", meaning, manifest is not None)
    if manifest is None:
        return
    age = (datetime.now(UTC) - manifest.created).total_seconds()
    yield Reading("index_age_seconds", "Since the generation in service was made", age)
    yield Reading("index_documents", "Of the generation in service", manifest.counts.documents)
    yield Reading("index_passages", "Of the generation in service", manifest.counts.passages)


def _model(parts: Parts) -> Iterator[Reading]:
    state = parts.model_state()
    if state is None:
        return
    for phase in Phase:
        told = float(state.phase is phase)
        yield Reading("model_state", "1: the language model stands so", told, {"state": phase})
    if isinstance(parts.model, LateGenerator):
        load = parts.model.load
        yield Reading("model_waiting", "Questions in line for the model", load.waiting)
        yield Reading("model_tokens_read", "Tokens of prompts", load.read, {}, True)
        yield Reading("model_tokens_written", "Tokens written", load.written, {}, True)
