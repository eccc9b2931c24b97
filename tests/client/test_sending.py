"""Calls of the client: what is tried again, and which exception a refusal becomes."""

import json

import httpx
import pytest
from citewell_client import (
    Citewell,
    CitewellError,
    Conflicting,
    Forbidden,
    InvalidRequest,
    NotFound,
    ProblemError,
    RateLimited,
    Span,
    TooSlow,
    Unauthenticated,
    Unavailable,
    Unexpected,
    Unreachable,
)

from tests.client.scripted import Clock, Scripted, client, problem

FOUND = {"generation": "g1", "seconds": 0.01, "passages": [], "added_later": True}


def found() -> httpx.Response:
    return httpx.Response(200, json=FOUND)


def test_a_call_is_tried_again_when_the_service_says_when_with_the_same_key() -> None:
    clock = Clock()
    script = Scripted(problem("rate-limited", 429, 2), problem("overloaded", 503, 5), found())
    assert client(script, clock).search("potassium").generation == "g1"
    assert clock.waited == [2, 5]
    keys = {one.headers["idempotency-key"] for one in script.requests}
    assert len(script.requests) == 3
    assert len(keys) == 1


def test_two_calls_have_two_idempotency_keys_and_a_read_has_none() -> None:
    script = Scripted(found(), found(), problem("not-found", 404))
    citewell = client(script)
    citewell.search("potassium")
    citewell.search("potassium")
    with pytest.raises(NotFound):
        citewell.passage("../p 1", mark=Span(start=3, end=9))
    first, second, read = script.requests
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]
    assert "idempotency-key" not in read.headers
    assert read.headers["authorization"] == "Bearer cw_key"
    assert read.url.raw_path == b"/v1/passages/..%2Fp%201?mark=3-9"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (problem("rate-limited", 429, 31), RateLimited),
        (problem("index-unavailable", 503), Unavailable),
        (problem("internal", 500, 1), ProblemError),
        (problem("generation-timeout", 504, 1), TooSlow),
        (problem("conflict", 409), Conflicting),
        (problem("unauthenticated", 401), Unauthenticated),
        (problem("forbidden", 403), Forbidden),
        (problem("body-too-large", 413), InvalidRequest),
        (problem("not-thought-of-yet", 418), ProblemError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(value.status_code),
)
def test_what_is_not_tried_again(reply: httpx.Response, kind: type[ProblemError]) -> None:
    clock = Clock()
    script = Scripted(httpx.Response(reply.status_code, json=reply.json(), headers=reply.headers))
    with pytest.raises(ProblemError) as refused:
        client(script, clock).search("potassium")
    assert type(refused.value) is kind
    assert refused.value.trace_id == "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90"
    assert (len(script.requests), clock.waited) == (1, [])


def test_the_last_try_raises_what_it_was_told() -> None:
    script = Scripted(*(problem("overloaded", 503, 1) for _ in range(3)))
    with pytest.raises(Unavailable) as refused:
        client(script).search("potassium")
    assert (refused.value.slug, refused.value.retry_after) == ("overloaded", 1)
    assert len(script.requests) == 3


def test_each_field_at_fault_is_told() -> None:
    fault = {"at": "body.filters", "rule": "extra_forbidden", "message": "Not permitted"}
    script = Scripted(problem("invalid-request", 422, errors=[fault]))
    with pytest.raises(InvalidRequest) as refused:
        client(script).search("potassium")
    assert refused.value.errors[0].at == "body.filters"


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(307, headers={"Location": "http://elsewhere.example/"}),
        httpx.Response(502, html="<h1>Bad gateway</h1>"),
        httpx.Response(200, json={"generation": "a name of somebody"}),
        httpx.Response(200, text="no JSON"),
    ],
    ids=["redirect", "proxy", "other fields", "no JSON"],
)
def test_what_no_citewell_gives_is_told_apart_and_not_repeated(reply: httpx.Response) -> None:
    script = Scripted(
        httpx.Response(reply.status_code, content=reply.content, headers=reply.headers)
    )
    with pytest.raises(Unexpected) as refused:
        client(script).search("potassium")
    assert "somebody" not in str(refused.value)
    assert len(script.requests) == 1, "nothing was sent elsewhere"


def test_no_reply_is_one_error_for_all_its_causes() -> None:
    script = Scripted(httpx.ConnectError("refused"), httpx.ReadTimeout("silent"))
    citewell = client(script)
    for told in ("ConnectError", "silent for longer"):
        with pytest.raises(Unreachable, match=told):
            citewell.search("potassium")
    assert issubclass(Unreachable, CitewellError)


def test_only_what_was_set_is_sent_and_what_cannot_be_is_told_without_its_words() -> None:
    script = Scripted(found())
    citewell = client(script)
    citewell.search("potassium", k=3)
    assert json.loads(script.requests[0].content) == {
        "query": "potassium",
        "k": 3,
        "audience": "clinician",
    }
    with pytest.raises(ValueError, match="question: String should have at most") as refused:
        citewell.ask("Her name is Examplo. " * 1000)
    assert "Examplo" not in str(refused.value)


def test_the_environment_names_no_proxy_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with Citewell("http://127.0.0.1:2") as plain, Citewell("http://x", trust_env=True) as open_:
        assert not plain._client._mounts
        assert open_._client._mounts
    with pytest.raises(ValueError, match="at least 1"):
        Citewell("http://citewell.example", tries=0)
