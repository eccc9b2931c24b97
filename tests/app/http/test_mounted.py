"""MCP behind the front door: nobody unknown, no page of a stranger, bodies bounded, no session."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from app.domain.errors import Unavailable
from app.domain.identity import NewKey, Rate, Role
from app.domain.observed import FIELDS
from app.domain.question import Caller, Question
from app.domain.statements import StatementReport
from app.http.auth import BearerTokens, Callers, caller_in
from app.http.front import Front
from app.http.identity.known import Known
from app.http.watching import note
from app.integrations.mcp.doors import LibraryDoors
from app.integrations.mcp.over_http import McpOverHttp
from app.integrations.mcp.server import Context, mcp_server
from tests.app.http.conftest import DOSE, FRONT, World
from tests.fakes import FakeClock, FakeKeys

HEADERS = {"Accept": "application/json, text/event-stream"}


class NoStatements:
    def check(self, statement: str, about: Question, caller: Caller) -> StatementReport:
        raise Unavailable(f"{len(statement)} {len(about.text)} {caller.name}")


class Later:
    """The server is made of the world's parts, and the world is made with it."""

    path = "/mcp"

    def __init__(self) -> None:
        self.made: McpOverHttp | None = None

    def running(self) -> Any:
        assert self.made is not None
        return self.made.running()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.made is not None
        await self.made(scope, receive, send)


def world(front: Front = FRONT, callers: Callers | None = None) -> World:
    later = Later()
    made = World(mounted=later, front=front, callers=callers)

    def scope_of(context: Context) -> Any:
        assert context.request is not None
        return context.request.scope

    server = mcp_server(
        lambda context: LibraryDoors(
            made.answering,
            made.retriever,
            made.generations,
            NoStatements(),
            caller_in(scope_of(context)),
        ),
        "0.0.0",
        lambda context, outcome: note(scope_of(context), outcome),
    )
    later.made = McpOverHttp(server)
    return made


def message(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


ASK = message(
    "tools/call", name="ask", arguments={"question": "Which dose of illustrative drug A?"}
)


def data(reply: Any) -> dict[str, Any]:
    """The reply's one message, sent as an event or as it is."""
    lines = [line for line in reply.text.splitlines() if line.startswith("data: {")]
    told: dict[str, Any] = json.loads(lines[-1].removeprefix("data: ") if lines else reply.text)
    return told


def test_a_known_caller_is_answered_and_the_log_names_route_and_outcome(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with world().client() as client, caplog.at_level(logging.INFO, logger="citewell.http"):
        told = data(client.post("/mcp", json=ASK, headers=HEADERS))
    assert DOSE in told["result"]["content"][0]["text"]
    (record,) = [each for each in caplog.records if each.name == "citewell.http"]
    fields = getattr(record, FIELDS)
    assert fields["route"] == "/mcp"
    assert fields["outcome"] == "answer"
    assert fields["caller"] == "tests"


def test_who_is_not_known_reaches_no_tool() -> None:
    made = world()
    with made.client(None) as client:
        assert client.post("/mcp", json=ASK, headers=HEADERS).status_code == 401
    with made.client("wrong") as client:
        assert client.post("/mcp", json=ASK, headers=HEADERS).status_code == 401
    assert not made.answering.asked


def test_a_page_that_the_site_did_not_name_is_refused() -> None:
    made = world(Front(cors_origins=("https://ehr.example",)))
    with made.client() as client:
        for origin, wanted in (("https://evil.example", 403), ("https://ehr.example", 200)):
            reply = client.post("/mcp", json=ASK, headers={**HEADERS, "Origin": origin})
            assert reply.status_code == wanted
    assert len(made.answering.asked) == 1


def test_the_rate_of_a_caller_counts_here_too() -> None:
    keys = FakeKeys(FakeClock(datetime(2026, 3, 1, tzinfo=UTC)))
    key = keys.create(NewKey(name="app", role=Role.CLINICIAN)).key
    made = world(Front(rate=Rate(requests=1, seconds=60)), Known(BearerTokens({}), keys))
    with made.client(key) as client:
        assert client.post("/mcp", json=ASK, headers=HEADERS).status_code == 200
        refused = client.post("/mcp", json=ASK, headers=HEADERS)
    assert refused.status_code == 429
    assert "Retry-After" in refused.headers


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"tools/call"', 400),
        (b'{"jsonrpc": "2.0"}', 400),
        (b"[" * 100_000, 400),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "tools/list"}', 400),
        (b" " * (1024 * 1024 + 1), 413),
    ],
)
def test_what_is_no_message_is_refused_and_the_next_one_is_answered(
    sent: bytes, status: int
) -> None:
    with world().client() as client:
        refused = client.post(
            "/mcp", content=sent, headers={**HEADERS, "Content-Type": "application/json"}
        )
        assert refused.status_code == status
        assert "result" in data(client.post("/mcp", json=ASK, headers=HEADERS))


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_without_sessions_there_is_nothing_to_open_or_to_end(method: str) -> None:
    with world().client() as client:
        assert client.request(method, "/mcp", headers=HEADERS).status_code == 405


def test_an_unknown_method_and_an_unknown_version_are_errors_of_the_protocol() -> None:
    with world().client() as client:
        told = data(client.post("/mcp", json=message("tools/destroy"), headers=HEADERS))
        assert told["error"]["code"] == -32601
        odd = client.post(
            "/mcp", json=ASK, headers={**HEADERS, "MCP-Protocol-Version": "1999-01-01"}
        )
        assert odd.status_code == 400
        assert "error" in data(odd)
