"""The load of the service: what clients count, and all of it on a small number of requests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.bench import serve
from eval.bench.closed_loop import Tally, Target, asks, load
from eval.suite import SuiteRequest, UnusableSet


class Replies(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        site: Site = self.server  # type: ignore[assignment]
        self.rfile.read(int(self.headers["Content-Length"]))
        with site.lock:
            site.asked += 1
            status = 503 if site.asked % 5 == 0 else 200
            cut = site.asked == 7
            site.at_once = max(site.at_once, threading.active_count())
        self.send_response(status)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"no" if cut else b"word")
        self.close_connection = cut

    def log_message(self, *args: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Replies)
        self.lock = threading.Lock()
        self.asked = self.at_once = 0


@contextmanager
def site() -> Iterator[Site]:
    with Site() as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield made
        finally:
            made.shutdown()


def test_every_request_is_asked_once_and_what_fails_is_counted() -> None:
    with site() as made:
        target = Target("127.0.0.1", made.server_port, "t")
        requests = [asks(target, f"Question {n}?", "clinician") for n in range(20)]
        replies, seconds = load(target, requests, 4)
    assert made.asked == 20
    assert sorted(each.status for each in replies) == [0] + [200] * 15 + [503] * 4
    assert all(0 < each.seconds <= seconds for each in replies)


def test_replies_are_counted_as_they_come_for_who_looks_on() -> None:
    tally = Tally()
    with site() as made:
        target = Target("127.0.0.1", made.server_port, "")
        request = asks(target, "Question?", "clinician")
        assert b"Authorization" not in request
        load(target, [request] * 4, 2, tally)
    assert tally.replies == 4


def test_a_service_that_is_gone_is_an_error_and_no_end() -> None:
    with site() as made:
        target = Target("127.0.0.1", made.server_port, "t")
    made.server_close()
    replies, _ = load(target, [asks(target, "Question?", "clinician")] * 3, 2)
    assert [each.status for each in replies] == [0, 0, 0]


@pytest.mark.parametrize("clients", ["0", "x", "1,,2", "5000"])
def test_clients_that_are_no_numbers_are_refused(clients: str, tmp_path: Path) -> None:
    request = SuiteRequest(out=tmp_path / "run", cache=tmp_path, options=(("clients", clients),))
    with pytest.raises(UnusableSet, match="clients"):
        serve.run(request)


def test_a_crowd_larger_than_its_requests_is_refused(tmp_path: Path) -> None:
    chosen = (("clients", "1,64"), ("requests", "100"))
    with pytest.raises(UnusableSet, match="64 clients need 128"):
        serve.run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "c/x", options=chosen))


def test_two_kinds_of_library_are_refused(tmp_path: Path) -> None:
    chosen = (("library", "corpora/sample"), ("beir", "x"))
    with pytest.raises(UnusableSet, match="either library or beir"):
        serve.run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "c/x", options=chosen))


def test_an_endpoint_that_is_none_is_refused(tmp_path: Path) -> None:
    request = SuiteRequest(
        out=tmp_path / "run", cache=tmp_path, options=(("endpoint", "telegraph"),)
    )
    with pytest.raises(UnusableSet, match="chat_completions"):
        serve.run(request)


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ["questions", "chat_completions", "chat"])
def test_a_real_service_is_measured(tmp_path: Path, endpoint: str) -> None:
    chosen = {"requests": "12", "pairs": "4", "clients": "1,3", "endpoint": endpoint}
    result = serve.run(
        SuiteRequest(
            out=tmp_path / "run", cache=tmp_path / "cache/x", options=tuple(chosen.items())
        )
    )
    told = result.headline
    assert told["errors"] == 0
    assert told["telemetry_ratio"] is not None
    assert told["telemetry_ratio"] > 0
    assert told["governance_ratio"] is not None
    assert told["governance_ratio"] > 0
    assert told["bare_ms"] is not None
    assert told["bare_ms"] > 0
    assert "governance_ratio" in result.intervals
    assert told["throughput"] is not None
    assert told["throughput"] > 0
    assert (told.get("endpoint_ratio", 0) != 0) is (endpoint != "questions")
    rows = result.breakdowns["by_clients"]
    assert [rows[each]["requests"] for each in ("1", "3")] == [6, 6]
    p50, p99 = rows["3"]["p50_ms"], rows["3"]["p99_ms"]
    assert p50 is not None
    assert p99 is not None
    assert 0 < p50 <= p99
