"""The HTTP service: every endpoint, from ports alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI

from app.domain.model_state import ModelState
from app.domain.ports.answering import Answering
from app.domain.ports.index import Generations
from app.domain.ports.record import RecordReader
from app.domain.ports.retrieval import Retriever
from app.domain.ports.summary import Summarising
from app.http import problems, refusals
from app.http.arriving import LARGEST_RECORD, Arriving
from app.http.auth import Callers, known_by
from app.http.edge import Edge
from app.http.record_bodies import Records
from app.http.routes import docs, health, library, patient_summaries, questions, search

_DESCRIPTION: Final = """Answers clinical questions from the library this service holds, and shows
for every sentence the exact words of the source it stands on.

Every error is `application/problem+json` (RFC 9457); its `type` is one of those listed below.
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
    model: Callable[[], ModelState | None] = lambda: None,
    closing: Callable[[], None] | None = None,
) -> FastAPI:
    """The ASGI application. Endpoints run in the thread pool.

    Args:
        largest_record: bytes of a patient's record.
        model: how the language model stands; None where there is none.
        closing: called at shutdown.
    """

    @asynccontextmanager
    async def lifespan(_service: FastAPI) -> AsyncIterator[None]:
        yield
        if closing is not None:
            closing()

    service = FastAPI(
        title="Citewell",
        version=version,
        description=_DESCRIPTION,
        docs_url=None,  # the framework's own page loads its scripts from a content network
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    identify = known_by(callers)
    reading = Records(records)
    service.include_router(questions.router(answering, reading, identify))
    service.include_router(patient_summaries.router(summarising, reading, identify))
    service.include_router(search.router(retriever, generations, identify))
    service.include_router(library.router(generations, identify))
    service.include_router(health.router(generations, version, model))
    service.include_router(docs.router(lambda: service.openapi()))
    refusals.install(service)
    with_record = frozenset({questions.PATH, patient_summaries.PATH})
    arriving = Arriving(with_record, largest_record, callers.identify)
    service.add_middleware(Edge, arriving=arriving)
    _describe_problems(service)
    return service


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
