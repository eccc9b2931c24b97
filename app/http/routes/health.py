"""`/healthz`: the process runs. `/readyz`: it can answer. Both open to everyone."""

from fastapi import APIRouter

from app.domain.ports.index import Generations
from app.http import problems, wire


def router(generations: Generations, version: str) -> APIRouter:
    routes = APIRouter(tags=["health"])

    @routes.get(
        "/healthz", summary="Is it running?", responses=problems.documented("body-too-large")
    )
    def healthz() -> wire.Health:
        """Always 200 while the process serves."""
        return wire.Health(status="ok", version=version)

    @routes.get(
        "/readyz",
        summary="Can it answer?",
        responses=problems.documented("body-too-large", "index-unavailable", "index-mismatch"),
    )
    def readyz() -> wire.Readiness:
        """200 when the current generation opens; otherwise 503 with the reason."""
        with generations.lease() as snapshot:
            manifest = snapshot.manifest
        return wire.Readiness(
            status="ready",
            generation=manifest.generation,
            documents=manifest.counts.documents,
            passages=manifest.counts.passages,
        )

    return routes
