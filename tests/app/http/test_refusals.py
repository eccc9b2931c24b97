"""Every refusal is a problem with a type and a status, and none repeats what was sent."""

import json
import logging

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import errors
from app.http import problems
from tests.app.http.conftest import World

CANARY = "Quixotrin-Weatherby"


def kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ('{"question": ""}', 422, "invalid-question"),
        ('{"question": "   \\n "}', 422, "invalid-question"),
        ('{"question": "???"}', 422, "invalid-question"),
        (json.dumps({"question": "a" * 100_000}), 422, "invalid-question"),
        (json.dumps({"question": "a" * 2_000_000}), 413, "body-too-large"),
        ('{"question": "dose\\u0000 of it"}', 422, "invalid-question"),
        ('{"question": "\\ud800"}', 422, "invalid-question"),
        ('{"question": "dose", "filters": {"sources": ["\\ud800"]}}', 422, "invalid-request"),
        ('{"question": "dose", "filters": {"published_from": 0}}', 422, "invalid-request"),
        ('{"question": "dose", "filters": {"include_superseded": 1}}', 422, "invalid-request"),
        (b'{"question": "\xff\xfe dose"}', 400, "malformed-body"),
        ('{"question": "dose"', 400, "malformed-body"),
        ("", 422, "invalid-request"),
        ("[]", 422, "invalid-request"),
        ("null", 422, "invalid-request"),
        ("[" * 100_000, 400, "malformed-body"),
        ("{}", 422, "invalid-request"),
        ('{"question": 7}', 422, "invalid-request"),
        ('{"question": ["dose"]}', 422, "invalid-request"),
        ('{"question": "dose", "audience": "nurse"}', 422, "invalid-request"),
        ('{"question": "dose", "patinet": "x"}', 422, "invalid-request"),
        ('{"question": "dose", "filters": {"published_from": "soon"}}', 422, "invalid-request"),
        ('{"question": "dose", "filters": {"source": ["a"]}}', 422, "invalid-request"),
        ('{"question": "dose", "filters": null}', 422, "invalid-request"),
    ],
)
def test_a_bad_body_is_refused(
    client: TestClient, body: str | bytes, status: int, slug: str
) -> None:
    reply = client.post("/v1/questions", content=body, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["type"]) == (status, f"urn:citewell:problem:{slug}")
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status
    assert reply.json()["detail"]
    assert len(reply.content) < 4_000


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/passages/0000", 404, "not-found"),
        ("GET", "/v1/documents/%F0%9F%92%8A", 404, "not-found"),
        ("GET", "/v1/documents/" + "a" * 65, 422, "invalid-request"),
        ("GET", "/v1/questions", 405, "method-not-allowed"),
        ("PATCH", "/healthz", 405, "method-not-allowed"),
    ],
)
def test_a_wrong_address_is_a_problem(
    client: TestClient, method: str, path: str, status: int, slug: str
) -> None:
    reply = client.request(method, path)
    assert (reply.status_code, reply.json()["type"]) == (status, f"urn:citewell:problem:{slug}")
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_body_that_does_not_say_it_is_json_is_refused(client: TestClient) -> None:
    reply = client.post(
        "/v1/questions", content='{"question": "dose"}', headers={"Content-Type": "text/plain"}
    )
    assert reply.json()["type"] == "urn:citewell:problem:not-json"
    assert reply.status_code == 415


def test_a_large_body_without_a_declared_length_is_refused(client: TestClient) -> None:
    chunks = (b"x" * 65_536 for _ in range(40))
    reply = client.post(
        "/v1/questions", content=chunks, headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == 413


@pytest.mark.parametrize("k", [0, -1, 101, "many", 2.5])
def test_k_out_of_range_is_refused(client: TestClient, k: object) -> None:
    reply = client.post("/v1/search", json={"query": "dose", "k": k})
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["at"] == "body.k"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.Overloaded("Ask later."), 503),
        (errors.IndexMismatch("Run citewell index rebuild."), 503),
        (errors.GenerationTimeout("It took too long."), 504),
        (errors.Forbidden("Ask the operator."), 403),
        (errors.DiskFull("Free some space."), 500),
    ],
)
def test_each_error_has_its_status(world: World, error: errors.CitewellError, status: int) -> None:
    world.answering.broken = error
    reply = world.client().post("/v1/questions", json={"question": "dose"})
    assert reply.status_code == status
    assert reply.json()["type"].startswith("urn:citewell:problem:")
    assert (str(error) in reply.text) == (status != 500)


def test_what_nobody_foresaw_is_opaque_and_found_by_its_trace_id(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answering.broken = RuntimeError(f"could not parse {CANARY}")
    with caplog.at_level(logging.INFO):
        reply = world.client().post("/v1/questions", json={"question": CANARY})
    assert reply.status_code == 500
    assert CANARY not in reply.text
    assert reply.json()["trace_id"] in caplog.text
    assert "RuntimeError at " in caplog.text
    assert CANARY not in caplog.text


def test_no_log_line_holds_the_path_or_the_query(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="citewell.http"):
        client.get(f"/v1/passages/{CANARY}?name={CANARY}")
        client.get(f"/{CANARY}")
    assert CANARY not in caplog.text
    assert "/v1/passages/{id} 404" in caplog.text
    assert "(no route) 404" in caplog.text


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.just(CANARY)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from([CANARY, "question", "audience", "filters", "sources", "published_to"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON)
def test_a_refused_body_is_never_repeated(client: TestClient, body: object) -> None:
    reply = client.post(
        "/v1/questions", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert reply.status_code in {200, 422}
    if reply.status_code == 422:
        assert CANARY not in reply.text


def test_every_error_of_ours_has_a_row_named_after_it() -> None:
    for kind in problems.KINDS:
        if kind.error is not None:
            assert kind.slug == kebab(kind.error.__name__)
    assert len({kind.slug for kind in problems.KINDS}) == len(problems.KINDS)
