"""A webhook against a server of this machine."""

import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import pytest

from app.governance.adverse_events.destination import destination, networks
from app.governance.adverse_events.outbox import Outbox
from app.governance.adverse_events.webhook import TRIES, Webhook
from tests.contracts.test_adverse_events import REPORT
from tests.fakes import FakeClock
from tests.people import NOON, FakeAdverseEvents

SECRET = b"s" * 32
INSIDE = networks(("127.0.0.0/8",), "NETWORKS")


class Got(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Answers with these statuses in turn, the last one for ever."""

    def __init__(self, *statuses: int, slow: float = 0.0) -> None:
        self.got: list[Got] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.got.append(Got(self.path, headers, self.rfile.read(length)))
                time.sleep(slow)
                self.send_response(statuses[min(len(receiver.got), len(statuses)) - 1])
                self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


Starts = Callable[..., Receiver]


@pytest.fixture
def starts() -> Iterator[Starts]:
    open_ones: list[Receiver] = []

    def start(*statuses: int, slow: float = 0.0) -> Receiver:
        open_ones.append(Receiver(*statuses, slow=slow))
        return open_ones[-1]

    yield start
    for each in open_ones:
        each.close()


def webhook(port: int, **more: object) -> Webhook:
    to = destination(f"http://localhost:{port}/hook?x=1", ("localhost",), "URL", "HOSTS")
    given: dict[str, object] = {
        "allowed": INSIDE,
        "resolve": lambda host, port: ("127.0.0.1",),
        "first_wait": 0.01,
        "seconds": 5.0,
        **more,
    }
    return Webhook(to, SECRET, FakeClock(NOON), **given)  # type: ignore[arg-type]


def test_a_report_is_told_signed_and_without_a_word(starts: Starts) -> None:
    receiver, event = starts(204), FakeAdverseEvents().add(REPORT)
    assert webhook(receiver.port).send(event)
    (got,) = receiver.got
    assert got.path == "/hook?x=1"
    assert got.headers["host"] == f"localhost:{receiver.port}"
    stamp, mac = (part.partition("=")[2] for part in got.headers["citewell-signature"].split(","))
    wanted = hmac.new(SECRET, f"{stamp}.".encode() + got.body, hashlib.sha256).hexdigest()
    assert mac == wanted
    assert datetime.fromtimestamp(int(stamp), UTC) == NOON
    told = json.loads(got.body)
    assert (told["id"], told["seriousness"]) == (event.id, "not_serious")
    for word in ("rash", "examplol", "ward"):
        assert word not in got.body.decode() + str(got.headers)


def test_what_passes_is_tried_again_and_what_does_not_is_not(starts: Starts) -> None:
    event = FakeAdverseEvents().add(REPORT)
    for statuses, taken, tries in (
        ((503, 429, 200), True, 3),
        ((500,), False, TRIES),
        ((400,), False, 1),
        ((403,), False, 1),
    ):
        receiver = starts(*statuses)
        assert webhook(receiver.port).send(event) is taken
        assert len(receiver.got) == tries


def test_a_redirect_is_not_followed(starts: Starts) -> None:
    for status in (301, 302, 303, 307, 308):
        receiver = starts(status)
        assert not webhook(receiver.port).send(FakeAdverseEvents().add(REPORT))
        assert [each.path for each in receiver.got] == ["/hook?x=1"]


def test_an_address_that_is_not_allowed_hears_nothing(
    starts: Starts, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = starts(200)
    found = webhook(receiver.port, allowed=())
    assert not found.send(FakeAdverseEvents().add(REPORT))
    assert receiver.got == []
    assert "not allowed" in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_a_name_that_changes_its_address_is_looked_at_each_time(starts: Starts) -> None:
    receiver = starts(503, 200)
    answers = iter((("127.0.0.1",), ("169.254.169.254",)))
    found = webhook(receiver.port, resolve=lambda host, port: next(answers))
    assert not found.send(FakeAdverseEvents().add(REPORT))
    assert len(receiver.got) == 1


def test_a_receiver_that_hangs_or_is_gone_is_given_up(
    starts: Starts, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = starts(200, slow=1.0)
    started = time.monotonic()
    assert not webhook(receiver.port, seconds=0.1).send(FakeAdverseEvents().add(REPORT))
    assert time.monotonic() - started < 20
    gone = webhook(1)
    assert not gone.send(FakeAdverseEvents().add(REPORT))
    assert "ReadTimeout" in caplog.text
    assert "ConnectError" in caplog.text


def test_no_proxy_of_the_environment_is_asked(
    starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, receiver = starts(200), starts(200)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    assert webhook(receiver.port).send(FakeAdverseEvents().add(REPORT))
    assert proxy.got == []


def test_the_outbox_keeps_what_was_not_taken(
    starts: Starts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    events, clock = FakeAdverseEvents(), FakeClock(NOON)
    first, second = events.add(REPORT), events.add(REPORT)
    receiver = starts(400, 200)
    outbox = Outbox(events, webhook(receiver.port), clock)
    assert outbox.send() == 1
    assert [each.id for each in events.unsent()] == [first.id]
    assert events.show(second.id).sent_at == NOON
    outbox.wake()
    for _ in range(200):
        if not events.unsent():
            break
        time.sleep(0.02)
    outbox.close()
    assert events.unsent() == ()
    assert len(receiver.got) == 3
