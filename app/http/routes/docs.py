"""`/docs`: the OpenAPI document as a page that loads nothing from elsewhere; `/openapi.json`."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse

from app.http import docs_page
from app.http.identity.scopes import allowed, everyone

PATHS: Final = frozenset({"/docs", "/openapi.json"})


def router(openapi: Callable[[], dict[str, Any]], *, open_to_all: bool) -> APIRouter:
    declared = everyone if open_to_all else allowed(None)
    routes = APIRouter(dependencies=[Depends(declared)])

    @routes.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(
            docs_page.render(openapi()), headers={"Content-Security-Policy": docs_page.POLICY}
        )

    @routes.get("/openapi.json", include_in_schema=False)
    def document() -> JSONResponse:
        return JSONResponse(openapi())

    return routes
