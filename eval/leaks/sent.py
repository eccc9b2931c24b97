"""HTTP requests as values, with the name under which each may be written down."""

import json
from collections.abc import Mapping
from typing import Final

from app.domain.frozen import Frozen

QUESTIONS: Final = "/v1/questions"
COMPLETIONS: Final = "/v1/chat/completions"
SEARCH: Final = "/v1/search"
SUMMARIES: Final = "/v1/patient-summaries"
FEEDBACK: Final = "/v1/feedback"
REPORTS: Final = "/v1/adverse-events"
CHAT: Final = "/v1/chat"
HOOKS: Final = "/cds-services"
MCP: Final = "/mcp"
USER: Final = "Citewell-User"
KEY: Final = "Idempotency-Key"
JSON: Final = "application/json"
STREAMED: Final = (("Accept", b"text/event-stream"),)

Headers = tuple[tuple[str, bytes], ...]


class Sent(Frozen):
    """A request. `template` is its path without what the caller chose."""

    method: str
    template: str
    path: str
    body: bytes = b""
    headers: Headers = ()


def post(path: str, body: Mapping[str, object], headers: Headers = ()) -> Sent:
    """A JSON document."""
    return post_bytes(path, json.dumps(body).encode(), headers=headers)


def post_bytes(path: str, body: bytes, media: str = JSON, headers: Headers = ()) -> Sent:
    """Any bytes that are said to be of a media type."""
    kind = ("Content-Type", media.encode())
    return Sent(method="POST", template=path, path=path, body=body, headers=(kind, *headers))


def get(template: str, path: str, headers: Headers = ()) -> Sent:
    return Sent(method="GET", template=template, path=path, headers=headers)
