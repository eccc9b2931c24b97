"""A server that fails, is slow, too old or not there: tried again, then told in one line."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from app.domain.errors import ConfigurationError, IndexUnavailable
from app.index.server.collections import Server
from app.index.server.words import Where
from tests.qdrant import local

COUNTED: Final = {"result": {"count": 3}, "status": "ok", "time": 0.0}
KEY: Final = "not-for-the-log"


class Replies:
    """What the server does with each request in turn; the last goes on for ever."""

    def __init__(self) -> None:
        self.turns: list[Callable[[BaseHTTPRequestHandler], None]] = [answer(COUNTED)]
        self.seen: list[str] = []
        self.keys: set[str | None] = set()

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers.get("content-length") or 0))
        self.seen.append(f"{request.command} {request.path}")
        self.keys.add(request.headers.get("api-key"))
        (self.turns.pop(0) if len(self.turns) > 1 else self.turns[0])(request)


def answer(
    body: object, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def does(request: BaseHTTPRequestHandler) -> None:
        said = json.dumps(body).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(said)))
        request.end_headers()
        request.wfile.write(said)

    return does


def hang_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.shutdown(socket.SHUT_RDWR)


def sleep(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.2)
    answer(COUNTED)(request)


def refused(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return answer({"status": {"error": "words of the server"}, "time": 0.0}, status, **headers)


@pytest.fixture
def replies() -> Replies:
    return Replies()


@pytest.fixture
def url(replies: Replies) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            replies.serve(self)

        do_POST = do_PUT = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def count(url: str, **stated: object) -> int:
    server = Server(local(url=url, api_key=KEY, **stated))
    try:
        return server.count("any", Where())
    finally:
        server.close()


@pytest.mark.parametrize(
    "failing",
    [hang_up, refused(503), refused(500), refused(429), refused(429, retry_after="0")],
    ids=["hangs up", "503", "500", "429", "429 with a time"],
)
def test_a_call_is_repeated_until_it_is_answered(
    replies: Replies, url: str, failing: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    replies.turns = [failing, failing, answer(COUNTED)]
    assert count(url) == 3
    assert len(replies.seen) == 3
    assert len(set(replies.seen)) == 1
    assert replies.keys == {KEY}


def test_a_reply_that_takes_too_long_is_asked_for_again(replies: Replies, url: str) -> None:
    replies.turns = [sleep, answer(COUNTED)]
    assert count(url, timeout=1) == 3


def test_pauses_grow(replies: Replies, url: str) -> None:
    replies.turns = [refused(503)] * 3 + [answer(COUNTED)]
    started = time.monotonic()
    assert count(url) == 3
    assert time.monotonic() - started >= 0.2 + 0.4 + 0.8


def test_after_the_last_try_one_line_says_what_to_do(replies: Replies, url: str) -> None:
    replies.turns = [refused(502)]
    with pytest.raises(IndexUnavailable) as told:
        count(url, retries=1)
    assert len(replies.seen) == 2
    said = str(told.value)
    assert "\n" not in said
    for word in (url, "CITEWELL_QDRANT_URL", "502", "2 times", "citewell doctor"):
        assert word in said
    assert KEY not in said


def test_a_server_that_is_not_there_is_told(url: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(IndexUnavailable, match=r"CITEWELL_QDRANT_URL.*does not answer"):
            count(nowhere, retries=0)


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "CITEWELL_QDRANT_API_KEY"), (403, "CITEWELL_QDRANT_API_KEY"), (404, "index rebuild"),
     (400, "refuses: 400")],
)  # fmt: skip
def test_what_a_repetition_cannot_mend_is_not_repeated(
    replies: Replies, url: str, status: int, said: str
) -> None:
    replies.turns = [refused(status)]
    with pytest.raises(IndexUnavailable, match=said):
        count(url)
    assert len(replies.seen) == 1


@pytest.mark.parametrize("body", [{"hello": "world"}, {"result": {"count": "many"}}, "hello"])
def test_something_else_on_the_port_is_no_qdrant(replies: Replies, url: str, body: object) -> None:
    replies.turns = [answer(body)]
    with pytest.raises(IndexUnavailable, match="none of Qdrant's"):
        count(url)


@pytest.mark.parametrize("address", ["http://a b", "http://[::1", "http://host:port"])
def test_an_address_that_cannot_be_is_told_with_its_setting(address: str) -> None:
    with pytest.raises((ConfigurationError, IndexUnavailable), match="CITEWELL_QDRANT_URL"):
        count(address, retries=0)


def test_certificates_that_are_none_are_told_with_their_setting(tmp_path: Path) -> None:
    junk = tmp_path / "ca.pem"
    junk.write_text("junk")
    for file in (junk, tmp_path / "nowhere.pem"):
        with pytest.raises(ConfigurationError, match="CITEWELL_QDRANT_CA"):
            count("https://127.0.0.1:9", ca=file, retries=0)


def test_a_server_that_is_too_old_is_refused(replies: Replies, url: str) -> None:
    server = Server(local(url=url))
    replies.turns = [answer({"title": "qdrant", "version": "1.18.2"})]
    with pytest.raises(IndexUnavailable, match=r"1\.18\.2.*1\.19 or newer"):
        server.require()
    replies.turns = [answer({"title": "qdrant", "version": "1.19.0"})]
    server.require()
    server.require()
    assert len(replies.seen) == 2
    server.close()


def test_a_proxy_of_the_environment_is_not_asked(
    replies: Replies, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert count(url, retries=0) == 3
