"""Errors as RFC 9457 problem details: one table from error to status, type and meaning."""

from typing import Any, Final, NamedTuple

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.types import Receive, Scope, Send

from app.domain import errors

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:citewell:problem:"
ANSWERED_WITH: Final = "citewell.problem"
"""Where a scope holds the slug of the problem that it was answered with."""


class FieldProblem(BaseModel):
    """One field of the request that breaks a rule."""

    at: str = Field(examples=["body.question"])
    rule: str = Field(examples=["string_type"])
    message: str = Field(examples=["Input should be a valid string"])


class Problem(BaseModel):
    """RFC 9457 problem details; `trace_id` finds the matching line in the service's log."""

    type: str
    title: str
    status: int
    detail: str
    trace_id: str
    path: str | None = Field(
        default=None,
        description="Of `unusable-record`: the place in the bundle.",
        examples=["Bundle.entry[3].resource"],
    )
    errors: list[FieldProblem] | None = None
    retry_after: int | None = Field(default=None, description="Seconds to wait before retrying.")


class Kind(NamedTuple):
    """One row of the table. `error` is None for what the front door itself finds."""

    slug: str
    status: int
    title: str
    meaning: str
    error: type[errors.CitewellError] | None = None


KINDS: Final = (
    Kind("malformed-body", 400, "The body cannot be read", "It is not JSON, or not UTF-8."),
    Kind(
        "unusable-hook-call",
        400,
        "The call of decision support cannot be used",
        "It is not what its hook defines, or it holds resources of two people.",
        errors.UnusableHookCall,
    ),
    Kind(
        "invalid-idempotency-key",
        400,
        "The Idempotency-Key cannot be used",
        "Send it once, with 1 to 255 visible ASCII characters, such as a UUID.",
        errors.InvalidIdempotencyKey,
    ),
    Kind(
        "unauthenticated",
        401,
        "Who is asking is not known",
        "No key or token, or one that this service does not know, or not any more.",
        errors.Unauthenticated,
    ),
    Kind("forbidden", 403, "Not allowed", "The caller may not do this.", errors.Forbidden),
    Kind(
        "not-found",
        404,
        "Not found",
        "No such thing, or none that this caller may see; the two are not told apart.",
        errors.NotFound,
    ),
    Kind(
        "conflict",
        409,
        "It does not fit how things stand",
        "Somebody else holds the task, or it is decided: read it again.",
        errors.Conflict,
    ),
    Kind(
        "request-in-flight",
        409,
        "The same request is being worked on",
        "Send it again after Retry-After seconds: its reply is given then.",
        errors.RequestInFlight,
    ),
    Kind(
        "conversation-full",
        409,
        "The conversation is full",
        "It has 500 messages, or as many words as one may have: begin a new one.",
        errors.ConversationFull,
    ),
    Kind("method-not-allowed", 405, "Method not allowed", "See the Allow header."),
    Kind(
        "too-slow",
        408,
        "The body came too slowly",
        "The whole of it must come in within two minutes, or what the operator set.",
    ),
    Kind(
        "missing-prefetch",
        412,
        "Resources that the service needs were not sent",
        "Send every prefetch key of the service, null where nothing was found; no FHIR server is "
        "ever called.",
        errors.MissingPrefetch,
    ),
    Kind(
        "body-too-large",
        413,
        "The body is too large",
        "At most 1 MiB is read, and beside it a patient's record of at most 64 MiB, or less where "
        "the operator set so: send the resources that the question needs.",
    ),
    Kind("not-json", 415, "The body is not JSON", "Send Content-Type: application/json."),
    Kind(
        "invalid-request",
        422,
        "The request breaks a rule",
        "`errors` names each field and its rule; the values are left out on purpose.",
    ),
    Kind(
        "idempotency-key-reused",
        422,
        "The Idempotency-Key belongs to another request",
        "It came with another body before: a new request needs a new key.",
        errors.IdempotencyKeyReused,
    ),
    Kind(
        "invalid-question",
        422,
        "This cannot be a question",
        "It is empty, too long, or not text.",
        errors.InvalidQuestion,
    ),
    Kind(
        "unusable-record",
        422,
        "The patient's record cannot be used",
        "It is no FHIR R4 Bundle of exactly one patient; `path` names the place in it.",
        errors.UnusableRecord,
    ),
    Kind(
        "index-mismatch",
        503,
        "The index does not fit the settings",
        "It was built with another embedder or analyzer; the operator must act.",
        errors.IndexMismatch,
    ),
    Kind(
        "index-unavailable",
        503,
        "There is no index to search",
        "Nothing was ingested yet, or the index cannot be opened.",
        errors.IndexUnavailable,
    ),
    Kind(
        "model-unavailable",
        503,
        "A model is not available",
        "Its files are missing or its engine does not run.",
        errors.ModelUnavailable,
    ),
    Kind(
        "rate-limited",
        429,
        "Asked too often",
        "Try again after Retry-After seconds; the RateLimit headers tell what is left.",
        errors.RateLimited,
    ),
    Kind(
        "overloaded",
        503,
        "Too much work is waiting",
        "Try again after Retry-After seconds.",
        errors.Overloaded,
    ),
    Kind(
        "unavailable",
        503,
        "Not ready",
        "Try again after Retry-After seconds.",
        errors.Unavailable,
    ),
    Kind(
        "generation-timeout",
        504,
        "The generator did not finish in time",
        "Nothing was answered; the same question may succeed later.",
        errors.GenerationTimeout,
    ),
    Kind("internal", 500, "Something broke", "The operator finds it in the log by trace_id."),
)
BY_SLUG: Final = {kind.slug: kind for kind in KINDS}
_BY_ERROR: Final = {kind.error: kind for kind in KINDS if kind.error is not None}
_HIDDEN: Final = {
    "not-found": "There is nothing at this address that you may see.",
    "internal": "Something broke on our side. Tell the operator the trace_id.",
}
"""Details that never come from the error: it may hold an id the caller made up, or anything."""


def kind_of(error: errors.CitewellError) -> Kind:
    """The row for an error: its own class's, or its nearest ancestor's; `internal` for the rest."""
    rows = (_BY_ERROR[cls] for cls in type(error).__mro__ if cls in _BY_ERROR)
    return next(rows, BY_SLUG["internal"])


def problem(
    slug: str,
    detail: str,
    trace_id: str,
    retry_after: int | None = None,
    faults: list[FieldProblem] | None = None,
    path: str | None = None,
) -> Problem:
    kind = BY_SLUG[slug]
    return Problem(
        type=TYPE_PREFIX + slug,
        title=kind.title,
        status=kind.status,
        detail=_HIDDEN.get(slug, detail),
        trace_id=trace_id,
        path=path,
        errors=faults,
        retry_after=retry_after,
    )


def of_error(error: errors.CitewellError, trace_id: str) -> Problem:
    """The problem that tells a caller of `error`; our messages never hold a patient's words."""
    wait = error.retry_after if isinstance(error, errors.Unavailable) else None
    path = error.path if isinstance(error, errors.UnusableRecord) else None
    return problem(kind_of(error).slug, str(error), trace_id, retry_after=wait, path=path)


class _Response(JSONResponse):
    """Leaves the slug in the scope, for those who count."""

    slug = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[ANSWERED_WITH] = self.slug
        await super().__call__(scope, receive, send)


def response(told: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    return written(told, told.model_dump(exclude_none=True), told.status, MEDIA_TYPE, headers)


def written(
    told: Problem,
    body: object,
    status: int,
    media_type: str,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """A reply that tells of `told` in the words of `body`, with the headers that go with it."""
    sent = dict(headers or {})
    if told.retry_after is not None:
        sent["Retry-After"] = str(told.retry_after)
    if told.status == 401:
        sent["WWW-Authenticate"] = "Bearer"
    made = _Response(body, status, headers=sent, media_type=media_type)
    made.slug = told.type.removeprefix(TYPE_PREFIX)
    return made


def documented(*slugs: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the problems an endpoint can answer with, each with an example."""
    responses: dict[int | str, dict[str, Any]] = {}
    for slug in (*slugs, "internal"):
        kind = BY_SLUG[slug]
        entry = responses.setdefault(
            kind.status,
            {
                "description": kind.title,
                "content": {
                    MEDIA_TYPE: {
                        "schema": {"$ref": "#/components/schemas/Problem"},
                        "examples": {},
                    }
                },
            },
        )
        path = "Bundle.entry[3].resource" if kind.error is errors.UnusableRecord else None
        shown = problem(slug, kind.meaning, "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90", path=path)
        entry["content"][MEDIA_TYPE]["examples"][slug] = {
            "value": shown.model_dump(exclude_none=True)
        }
    return responses
