"""Rates, sizes, slowness, and what every reply carries."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.errors import ConfigurationError, RateLimited
from app.domain.identity import Limits, NewKey, Rate, Role
from app.domain.question import Caller
from app.http.auth import EVERYTHING
from app.http.front import Front
from app.http.identity.addresses import Addresses
from app.http.identity.limiting import Limiter
from tests.app.http.conftest import TOKEN, World
from tests.app.http.test_endpoint_table import keyed

DOSE = {"query": "dose"}
RIGHT = (b"authorization", f"Bearer {TOKEN}".encode())


def clinician(limits: Limits) -> NewKey:
    return NewKey(name="app", role=Role.CLINICIAN, limits=limits)


def test_a_key_that_asks_too_often_is_told_when_to_come_again() -> None:
    world, keys = keyed()
    limits = Limits(rate=Rate.parsed("3/hour"))
    key, other = keys.create(clinician(limits)).key, keys.create(clinician(limits)).key
    client = world.client(key)
    for left in (2, 1, 0):
        reply = client.post("/v1/search", json=DOSE)
        assert reply.status_code == 200
        assert reply.headers["ratelimit-policy"] == '"key";q=3;w=3600'
        assert reply.headers["ratelimit"].startswith(f'"key";r={left};t=')
    refused = client.post("/v1/search", json=DOSE)
    assert refused.status_code == 429
    assert refused.json()["type"] == "urn:citewell:problem:rate-limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 7200
    assert refused.headers["ratelimit"].startswith('"key";r=0;t=')
    assert world.client(other).post("/v1/search", json=DOSE).status_code == 200
    assert world.client().post("/v1/search", json=DOSE).status_code == 200


def test_a_burst_is_refused_and_the_operator_is_not_counted() -> None:
    asks = Caller(name="app", access=EVERYTHING, role=Role.CLINICIAN, limits=Limits(burst=2))
    limiter = Limiter()
    limiter.count(asks)
    limiter.count(asks)
    with pytest.raises(RateLimited) as refused:
        limiter.count(asks)
    assert refused.value.retry_after >= 1
    front = Front(rate=Rate(requests=1, seconds=3600), burst=1)
    client = keyed(front)[0].client()
    assert {client.post("/v1/search", json=DOSE).status_code for _ in range(5)} == {200}


def test_an_address_that_keeps_failing_must_wait() -> None:
    world, _ = keyed(Front(failures=Rate(requests=3, seconds=3600)))
    wrong = world.client("wrong")
    assert [wrong.post("/v1/search", json=DOSE).status_code for _ in range(5)] == [401] * 3 + [
        429
    ] * 2
    assert world.client().post("/v1/search", json=DOSE).status_code == 429
    assert world.client().get("/healthz").status_code == 200


def test_a_key_has_its_own_limit_of_bodies() -> None:
    world, keys = keyed()
    key = keys.create(clinician(Limits(body=2048))).key
    body = {"query": "dose " * 500}
    assert world.client(key).post("/v1/search", json=body).status_code == 413

    def parts() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 100

    headers = {"Content-Type": "application/json"}
    assert world.client(key).post("/v1/search", content=parts(), headers=headers).status_code == 413
    assert world.client(key).post("/v1/search", json=DOSE).status_code == 200


def test_nobody_unknown_has_a_body_read() -> None:
    world = World(front=Front())
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    sent = asyncio.run(asked(world, receive, []))
    assert sent[0]["status"] == 401
    assert read == 0


def test_a_body_that_never_ends_is_given_up() -> None:
    world = World(front=Front(slowest_body=0.05))

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        raise AssertionError("it should have been given up")

    token = [(b"authorization", f"Bearer {TOKEN}".encode())]
    sent = asyncio.run(asked(world, receive, token))
    assert sent[0]["status"] == 408
    assert b"urn:citewell:problem:too-slow" in sent[1]["body"]


async def asked(
    world: World, receive: Any, headers: list[tuple[bytes, bytes]], path: str = "/v1/search"
) -> list[dict[str, Any]]:
    """What the service sends for a request put together by hand."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *headers],
        "client": ("192.0.2.9", 1),
        "server": ("127.0.0.1", 8008),
    }
    await world.service(scope, receive, send)
    return sent


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (
            [(b"authorization", b"Bearer wrong"), RIGHT],
            401,
        ),
        ([RIGHT] * 2, 401),
        ([(b"host", b"evil.example"), RIGHT], 403),
        ([(b"authorization", b"Bearer " + b"a" * 1_000_000)], 401),
        ([(b"authorization", b"Bearer a.b.\xff\x00\r\nX: y")], 401),
        ([(b"authorization", b"Bearer ' OR 1=1 --")], 401),
    ],
)
def test_doubled_and_odd_headers_are_refused(
    headers: list[tuple[bytes, bytes]], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    with caplog.at_level(logging.DEBUG):
        sent = asyncio.run(asked(World(front=Front()), receive, headers))
    assert sent[0]["status"] == status
    assert "\r" not in caplog.text
    assert "OR 1=1" not in caplog.text
    assert b"OR 1=1" not in sent[1]["body"]


@pytest.mark.parametrize("path", ["/healthz", "/v1/search", "/v1/nothing", "/docs"])
def test_every_reply_carries_the_headers_of_safety(path: str) -> None:
    for token in (None, TOKEN):
        headers = World(front=Front(hsts=31_536_000)).client(token).get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert headers["strict-transport-security"] == "max-age=31536000"
        (policy,) = headers.get_list("content-security-policy")
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "access-control-allow-origin" not in headers
    assert "strict-transport-security" not in World(front=Front()).client().get(path).headers


def test_pages_of_other_origins_may_call_only_where_the_site_says_so() -> None:
    preflight = {
        "Origin": "https://portal.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    closed = World(front=Front()).client(None).options("/v1/search", headers=preflight)
    assert closed.status_code == 401
    assert "access-control-allow-origin" not in closed.headers
    client = World(front=Front(cors_origins=("https://portal.example",))).client(None)
    allowed = client.options("/v1/search", headers=preflight)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "https://portal.example"
    assert "access-control-allow-credentials" not in allowed.headers
    other = client.options("/v1/search", headers={**preflight, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    refused = client.post("/v1/search", headers={"Origin": "https://portal.example"})
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == "https://portal.example"


def test_the_documentation_is_shown_to_whoever_is_known() -> None:
    for path in ("/docs", "/openapi.json"):
        assert World(front=Front()).client(None).get(path).status_code == 401
        assert World(front=Front()).client().get(path).status_code == 200
        assert World(front=Front(open_docs=True)).client(None).get(path).status_code == 200


@pytest.mark.parametrize(
    ("trusted", "client", "forwarded", "expected"),
    [
        ((), "192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ((), "127.0.0.1", ["198.51.100.7"], "127.0.0.1"),
        (("192.0.2.1",), "192.0.2.1", ["198.51.100.7"], "198.51.100.7"),
        (("192.0.2.1",), "192.0.2.1", ["203.0.113.5, 198.51.100.7"], "198.51.100.7"),
        (("192.0.2.0/24",), "192.0.2.1", ["203.0.113.5, 192.0.2.8"], "203.0.113.5"),
        (("192.0.2.1",), "192.0.2.1", ["203.0.113.5", "198.51.100.7"], "198.51.100.7"),
        (("192.0.2.1",), "192.0.2.1", ["198.51.100.7, junk"], "192.0.2.1"),
        (("192.0.2.1",), "192.0.2.1", [], "192.0.2.1"),
        (("192.0.2.1",), "192.0.2.1", ["1.1.1.1," * 5000 + "198.51.100.7"], "198.51.100.7"),
        (("192.0.2.1",), "192.0.2.2", ["198.51.100.7"], "192.0.2.2"),
        ((), "2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ((), "::ffff:192.0.2.1", [], "192.0.2.1"),
        ((), "testclient", [], "unknown"),
    ],
)
def test_only_trusted_proxies_tell_of_others(
    trusted: tuple[str, ...], client: str, forwarded: list[str], expected: str
) -> None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope = {"type": "http", "client": (client, 1), "headers": headers}
    assert Addresses(trusted).of(scope) == expected


def test_a_proxy_that_is_no_address_refuses_to_start() -> None:
    with pytest.raises(ConfigurationError, match="CITEWELL_TRUSTED_PROXIES"):
        Addresses(("proxy.example",))


def test_a_store_of_rates_that_cannot_be_used_refuses_to_start() -> None:
    with pytest.raises(ConfigurationError, match="CITEWELL_RATES_URL"):
        Limiter(url="nonsense://x:hunter2@y")
