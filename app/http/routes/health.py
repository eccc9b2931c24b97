"""`/healthz`: the process runs. `/readyz`: it can answer. Both open to everyone.

Neither waits in line with the questions: a service that is busy is healthy, and would be restarted.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends

from app.domain.errors import Unavailable
from app.domain.model_state import ModelState
from app.domain.ports.index import Generations
from app.domain.standing import Part
from app.http import problems, wire
from app.http.identity.scopes import everyone

PATHS: Final = frozenset({"/healthz", "/readyz"})

_LOOKS: Final = 2
"""Threads of their own for those who look whether it is ready."""


def router(
    generations: Generations,
    version: str,
    model: Callable[[], ModelState | None],
    standing: Callable[[], tuple[Part, ...]],
    draining: Callable[[], bool],
) -> APIRouter:
    routes = APIRouter(tags=["health"], dependencies=[Depends(everyone)])
    threads = anyio.CapacityLimiter(_LOOKS)

    @routes.get(
        "/healthz",
        summary="Is it running?",
        responses=problems.documented("too-slow", "body-too-large"),
    )
    async def healthz() -> wire.Health:
        """Always 200 while the process serves."""
        return wire.Health(status="ok", version=version)

    @routes.get(
        "/readyz",
        summary="Can it answer?",
        responses=problems.documented(
            "too-slow", "body-too-large", "index-unavailable", "index-mismatch", "unavailable"
        ),
    )
    async def readyz() -> wire.Readiness:
        """200 when the current generation opens and every part that is `needed` is ready;
        otherwise 503 with the reasons, and from when the service was told to stop. `model` tells
        how the language model stands, where there is one: without it answers are quotations, so
        it does not change the status. Nothing is loaded to find out."""
        if draining():
            raise Unavailable("The service was told to stop; it finishes what it began.")
        return await anyio.to_thread.run_sync(
            partial(_readiness, generations, model, standing), limiter=threads
        )

    return routes


def _readiness(
    generations: Generations,
    model: Callable[[], ModelState | None],
    standing: Callable[[], tuple[Part, ...]],
) -> wire.Readiness:
    """Raises IndexUnavailable, IndexMismatch, Unavailable."""
    with generations.lease() as snapshot:
        manifest = snapshot.manifest
    parts = standing()
    lacking = [each.why for each in parts if each.needed and not each.ready]
    if lacking:
        raise Unavailable(" ".join(lacking))
    return wire.Readiness(
        status="ready",
        generation=manifest.generation,
        documents=manifest.counts.documents,
        passages=manifest.counts.passages,
        model=model(),
        parts=parts,
    )
