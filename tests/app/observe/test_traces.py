"""Spans of a question: one a stage, under the question's own trace id."""

import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.domain.errors import ConfigurationError
from app.observe.traces import Traces, attributes, otlp
from tests.app.observe.test_metrics import TRIP


def test_each_stay_in_a_stage_is_a_span_below_the_question() -> None:
    exporter = InMemorySpanExporter()
    traces = Traces(exporter, "1.0")
    traces.answered(TRIP._replace(trace_id="ab" * 16, began=1_000_000_000))
    traces.answered(TRIP._replace(trace_id="cd" * 16))
    traces.close()
    spans = [each for each in exporter.get_finished_spans() if _trace(each) == "ab" * 16]
    assert [each.name for each in spans] == ["draft", "judge", "draft", "question"]
    whole = spans[-1]
    assert whole.parent is None
    for stage in spans[:-1]:
        assert stage.parent is not None
        assert whole.context is not None
        assert stage.parent.span_id == whole.context.span_id
    assert spans[1].start_time == 1_020_000_000
    assert spans[1].end_time == 1_030_000_000
    assert whole.end_time == 1_200_000_000


def _trace(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def test_attributes_are_names_and_counts() -> None:
    told = attributes(TRIP._replace(fingerprints={"generation": "g1"}))
    assert told["citewell.checks"] == ["allergy block", "dose not_checked"]
    assert told["citewell.withheld_by"] == ["penicillin.allergy"]
    assert told["citewell.generation"] == "g1"
    assert told["citewell.blocked"] == 1


class Hanging(SpanExporter):
    def __init__(self) -> None:
        self.go_on = threading.Event()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.go_on.wait(30)
        return SpanExportResult.FAILURE


def test_a_collector_that_hangs_delays_no_answer() -> None:
    exporter = Hanging()
    traces = Traces(exporter, "1.0")
    done = threading.Event()

    def answer() -> None:
        for _ in range(3000):
            traces.answered(TRIP)
        done.set()

    threading.Thread(target=answer, daemon=True).start()
    try:
        assert done.wait(20)
    finally:
        exporter.go_on.set()
        traces.close()


@pytest.mark.parametrize(
    "endpoint", ["file:///etc/passwd", "collector:4318", "http://", "http://user:word@127.0.0.1/"]
)
def test_what_is_no_collector_is_refused(endpoint: str) -> None:
    with pytest.raises(ConfigurationError, match="CITEWELL_OTLP_ENDPOINT"):
        otlp(endpoint, "1.0")


class Collector(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        site: Site = self.server  # type: ignore[assignment]
        site.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(site.status)
        if site.status == 302:
            self.send_header("Location", f"http://127.0.0.1:{site.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Site(HTTPServer):
    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), Collector)
        self.got: list[tuple[str, bytes]] = []
        self.status = status


def sent(status: int = 200) -> list[tuple[str, bytes]]:
    with Site(status) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        traces = otlp(f"http://127.0.0.1:{site.server_port}/v1/traces", "1.0")
        traces.answered(TRIP)
        traces.close()
        site.shutdown()
        return site.got


def test_spans_reach_the_collector_and_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    got = sent()
    assert [path for path, _ in got] == ["/v1/traces"]
    assert b"question" in got[0][1]
    assert b"judge" in got[0][1]


def test_a_redirect_is_not_followed() -> None:
    assert {path for path, _ in sent(302)} == {"/v1/traces"}
