"""The HTTP service: every endpoint, from ports alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware

from app.domain.identity import Scope
from app.domain.model_state import ModelState
from app.domain.ports.adverse_events import Reporting
from app.domain.ports.answering import Answering
from app.domain.ports.conversations import Chatting
from app.domain.ports.decision_support import DecisionSupport, FeedbackFiling
from app.domain.ports.feedback import TakesFeedback
from app.domain.ports.idempotency import KeptReplies
from app.domain.ports.index import Generations
from app.domain.ports.observing import RequestObserver
from app.domain.ports.record import RecordReader
from app.domain.ports.retrieval import Retriever
from app.domain.ports.reviewing import ReviewQueue
from app.domain.ports.safety import SituationReader
from app.domain.ports.summary import Summarising
from app.domain.standing import Part
from app.http import problems, refusals
from app.http.arriving import LARGEST_RECORD, Arriving
from app.http.auth import Callers
from app.http.edge import Edge
from app.http.front import CLOSED, Front
from app.http.idempotency import Idempotency, Keyed
from app.http.identity.addresses import Addresses
from app.http.identity.admission import Admission
from app.http.identity.limiting import Limiter
from app.http.identity.scopes import allowed
from app.http.mounted import Mounted, route_of, running
from app.http.openai.unread import Unread
from app.http.record_bodies import Records
from app.http.routes import (
    adverse_events,
    cds_hooks,
    chat,
    chat_completions,
    docs,
    feedback,
    health,
    library,
    metrics,
    models,
    patient_summaries,
    questions,
    search,
)
from app.http.routes import reviews as review_routes
from app.http.routes.metrics import MetricsPage

_KEYED: Final = {
    questions.PATH: Keyed(done="outcome", refers=True),
    chat.PATH: Keyed(done="reply", refers=True),
    patient_summaries.PATH: Keyed(),
    feedback.PATH: Keyed(),
    adverse_events.PATH: Keyed(),
}
_DESCRIPTION: Final = """Answers clinical questions from the library this service holds, and shows
for every sentence the exact words of the source it stands on.

Every error is `application/problem+json` (RFC 9457); its `type` is one of those listed below. The
paths of OpenAI's protocol tell the same errors in its form.
"""


def create_service(
    *,
    answering: Answering,
    retriever: Retriever,
    generations: Generations,
    records: RecordReader,
    summarising: Summarising,
    callers: Callers,
    version: str,
    largest_record: int = LARGEST_RECORD,
    front: Front = CLOSED,
    model: Callable[[], ModelState | None] = lambda: None,
    closing: Callable[[], None] | None = None,
    observer: RequestObserver | None = None,
    page: MetricsPage | None = None,
    standing: Callable[[], tuple[Part, ...]] = tuple,
    draining: Callable[[], bool] = lambda: False,
    chatting: Chatting | None = None,
    reviews: ReviewQueue | None = None,
    reporting: Reporting | None = None,
    support: DecisionSupport | None = None,
    filing: FeedbackFiling | None = None,
    reader: SituationReader | None = None,
    base_url: str | None = None,
    taking: TakesFeedback | None = None,
    mounted: Mounted | None = None,
    kept: KeptReplies | None = None,
) -> FastAPI:
    """The ASGI application. Endpoints run in the thread pool.

    Args:
        largest_record: bytes of a patient's record.
        model: how the language model stands; None where there is none.
        closing: called at shutdown.
        observer: looks on at every request.
        page: of metrics; None: there is none.
        standing: how the parts stand beside index and model.
        draining: whether the service was told to stop.
        chatting: conversations; None: there is no such endpoint.
        reviews, reporting, taking: for people; None: there is no such endpoint.
        support, filing: for order systems; where one is None there is no such endpoint.
        reader: finds what a message that nobody reads tells of a person.
        base_url: where people reach the service; None: where a request says that it came to.
        mounted: a protocol of its own on a path of its own.
        kept: replies to requests that come again; None: an Idempotency-Key is not heeded.

    Raises:
        ConfigurationError: a part of `front` cannot be used.
    """

    @asynccontextmanager
    async def lifespan(_service: FastAPI) -> AsyncIterator[None]:
        async with running(mounted):
            yield
        if closing is not None:
            closing()

    service = FastAPI(
        title="Citewell",
        version=version,
        description=_DESCRIPTION,
        openapi_url=None,  # routes/docs.py has it, for those who may
        docs_url=None,  # the framework's own page loads its scripts from a content network
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    reading = Records(records)
    service.include_router(questions.router(answering, reading))
    service.include_router(chat_completions.router(answering, reading, Unread(reader), base_url))
    service.include_router(models.router())
    service.include_router(patient_summaries.router(summarising, reading))
    service.include_router(search.router(retriever, generations))
    service.include_router(library.router(generations))
    if chatting is not None:
        service.include_router(chat.router(chatting, reading))
    if reviews is not None:
        service.include_router(review_routes.router(reviews, allowed(Scope.REVIEW)))
    if reporting is not None:
        service.include_router(adverse_events.router(reporting, allowed(None)))
    calls = frozenset[str]()
    if support is not None and filing is not None:
        calls = cds_hooks.paths(support)
        service.include_router(
            cds_hooks.router(support, filing, open_discovery=front.cds_open_discovery)
        )
    if taking is not None:
        service.include_router(feedback.router(taking, allowed(Scope.ASK)))
    service.include_router(health.router(generations, version, model, standing, draining))
    if mounted is not None:
        service.router.routes.append(route_of(mounted, front))
    if page is not None:
        service.include_router(metrics.router(page))
    service.include_router(docs.router(lambda: service.openapi(), open_to_all=front.open_docs))
    refusals.install(service)
    with_record = calls | {questions.PATH, chat.PATH, chat_completions.PATH, patient_summaries.PATH}
    arriving = Arriving(with_record, largest_record)
    edge = Middleware(
        Edge,
        arriving=arriving,
        admission=_admission(callers, front),
        front=front,
        observer=observer,
    )
    _layer(service, edge, front, kept)
    _describe_problems(service)
    return service


def _admission(callers: Callers, front: Front) -> Admission:
    return Admission(
        callers,
        Limiter(front.rate, front.burst, front.failures, front.rates_url),
        Addresses(front.trusted_proxies),
        health.PATHS
        | {metrics.PATH}
        | (docs.PATHS if front.open_docs else frozenset())
        | ({cds_hooks.PATH} if front.cds_open_discovery else frozenset()),
    )


def _layer(service: FastAPI, edge: Middleware, front: Front, kept: KeptReplies | None) -> None:
    """What is added later stands before what was added already."""
    if kept is not None:
        service.add_middleware(Idempotency, kept=kept, keyed=_KEYED)
    service.add_middleware(edge.cls, *edge.args, **edge.kwargs)
    if front.cors_origins:
        service.add_middleware(
            CORSMiddleware,
            allow_origins=front.cors_origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Citewell-User", "Content-Type", "Idempotency-Key"],
            expose_headers=["Idempotent-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After"],
        )


def _describe_problems(service: FastAPI) -> None:
    """Put the problem's schema and the list of its types into the OpenAPI document."""
    made = service.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = document["components"]["schemas"]
        schemas.update(schema.pop("$defs", {}))
        schema["properties"]["type"]["enum"] = [
            problems.TYPE_PREFIX + kind.slug for kind in problems.KINDS
        ]
        schemas["Problem"] = schema
        return document

    service.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents it
