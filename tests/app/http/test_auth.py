"""Nothing but health is open, and --dev trusts this machine's own names only."""

import pytest

from app.http.auth import OpenOnLoopback, is_loopback
from tests.app.http.conftest import TOKEN, World

GUARDED = [
    ("POST", "/v1/questions"),
    ("POST", "/v1/search"),
    ("GET", "/v1/passages/x"),
    ("GET", "/v1/documents/x"),
]


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer \u00fc",
    ],
)
def test_without_the_token_nothing_is_read(
    world: World, method: str, path: str, header: str | None
) -> None:
    headers = {} if header is None else {b"Authorization": header.encode("latin-1")}
    body = {"question": "dose", "query": "dose"} if method == "POST" else None
    reply = world.client(token=None).request(method, path, json=body, headers=headers)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert reply.json()["type"] == "urn:citewell:problem:unauthenticated"
    assert not world.answering.asked


def test_the_scheme_is_read_in_any_case(world: World) -> None:
    headers = {"Authorization": f"bearer {TOKEN}"}
    reply = world.client(token=None).post("/v1/search", json={"query": "dose"}, headers=headers)
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8008", 200),
        ("localhost:8008", 200),
        ("[::1]:8008", 200),
        ("rebound.example", 403),
        ("127.0.0.1.example:8008", 403),
        ("", 403),
    ],
)
def test_dev_refuses_a_name_that_is_not_this_machines(host: str, status: int) -> None:
    world = World(callers=OpenOnLoopback())
    reply = world.client(token=None).post(
        "/v1/search", json={"query": "dose"}, headers={"Host": host}
    )
    assert reply.status_code == status


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.2", True), ("::1", True), ("192.0.2.1", False), ("10.1.2.3", False), ("x", False)],
)
def test_loopback_is_this_machine_alone(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
