"""Rates that several processes count in one Redis, and what happens where it is not there."""

import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

import pytest

from app.domain.errors import RateLimited
from app.domain.identity import Limits, Rate, Role
from app.domain.question import Caller
from app.http.auth import EVERYTHING
from app.http.identity.limiting import Limiter

REDIS: Final = os.environ.get("CITEWELL_TEST_REDIS")
needs_redis: Final = pytest.mark.skipif(
    not REDIS, reason="no Redis here: CITEWELL_TEST_REDIS names none (make test-redis)"
)
ASKING: Final = """
import sys
from tests.app.http.identity.test_shared_rates import admitted, caller
from app.http.identity.limiting import Limiter
print(admitted(Limiter(url=sys.argv[1]), caller(sys.argv[2]), 8))
"""


def caller(key: str, rate: str = "10/day") -> Caller:
    limits = Limits(rate=Rate.parsed(rate), burst=1000)
    return Caller(name="app", access=EVERYTHING, role=Role.CLINICIAN, key_id=key, limits=limits)


def admitted(limiter: Limiter, asks: Caller, times: int) -> int:
    """How many of so many requests."""
    let_in = 0
    for _ in range(times):
        with suppress(RateLimited):
            limiter.count(asks)
            let_in += 1
    return let_in


@pytest.fixture
def key() -> str:
    return secrets.token_hex(6)


@needs_redis
def test_two_processes_share_the_budget_of_a_key(key: str) -> None:
    assert REDIS is not None
    commands = [[sys.executable, "-c", ASKING, REDIS, key]] * 2
    running = [subprocess.Popen(each, stdout=subprocess.PIPE, text=True) for each in commands]
    let_in = [int(each.communicate(timeout=60)[0]) for each in running]
    assert sum(let_in) == 10
    other = secrets.token_hex(6)
    assert admitted(Limiter(url=REDIS), caller(other), 12) == 10


@needs_redis
def test_what_is_left_is_told_by_every_process_alike(key: str) -> None:
    assert REDIS is not None
    one, other = Limiter(url=REDIS), Limiter(url=REDIS)
    one.count(caller(key))
    standing = other.count(caller(key))
    assert standing is not None
    assert standing.left == 8


@needs_redis
def test_a_redis_that_goes_is_counted_without_and_asked_again_when_it_is_back(
    key: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert REDIS is not None
    with way_to(REDIS) as way, caplog.at_level(logging.ERROR):
        limiter = Limiter(url=way.url, rest=0.0)
        assert admitted(limiter, caller(key), 4) == 4
        way.close()
        assert admitted(limiter, caller(key), 12) == 10  # by its own count, which begins at none
        assert [each.getMessage() for each in caplog.records] == [
            "Rates are counted in this process alone: ConnectionError"
        ]
        way.open()
        assert admitted(limiter, caller(key), 12) == 6  # the four from before are remembered


def test_a_redis_that_does_not_answer_is_waited_for_once() -> None:
    pytest.importorskip("redis")
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        limiter = Limiter(url=f"redis://127.0.0.1:{mute.getsockname()[1]}/0", rest=3600.0)
        assert admitted(limiter, caller("k"), 12) == 10
        mute.setblocking(False)
        tried = 0
        with suppress(BlockingIOError):
            while True:
                mute.accept()[0].close()
                tried += 1
    assert tried == 1


def test_a_redis_that_was_never_there_stops_nobody_but_who_asks_too_often() -> None:
    pytest.importorskip("redis")
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        port = gone.getsockname()[1]
    limiter = Limiter(url=f"redis://127.0.0.1:{port}/0")
    assert admitted(limiter, caller("k"), 12) == 10
    limiter.require_patience("10.0.0.1")


class Way:
    """A way to a server that can be closed and opened again."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._pairs: list[socket.socket] = []
        self._serve(self._server)

    def close(self) -> None:
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for one in self._pairs:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._pairs = []

    def open(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self.port))
        self._serve(self._server)

    def _serve(self, server: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(server,), daemon=True).start()

    def _accept(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(self._to)
                self._pairs += near, far
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while got := one.recv(65536):
            other.sendall(got)


@contextmanager
def way_to(url: str) -> Iterator[Way]:
    parts = urlsplit(url)
    way = Way(parts.hostname or "127.0.0.1", parts.port or 6379)
    try:
        yield way
    finally:
        way.close()
