"""`/docs`: the OpenAPI document as a page that loads nothing from anywhere else."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.http import docs_page


def router(openapi: Callable[[], dict[str, Any]]) -> APIRouter:
    routes = APIRouter()

    @routes.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(
            docs_page.render(openapi()), headers={"Content-Security-Policy": docs_page.POLICY}
        )

    return routes
