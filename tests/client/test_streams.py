"""Streams as the client reads them: whole, broken off, cut off, and in any pieces."""

import json
from contextlib import closing

import httpx
import pytest
from citewell_client import (
    CheckEvent,
    CutOff,
    DoneEvent,
    Event,
    EvidenceEvent,
    InvalidRequest,
    TooSlow,
    Unexpected,
    Unreachable,
)

from tests.client.scripted import Chunks, Scripted, client, problem

TRACE = dict.fromkeys(
    ("trace_id", "generation", "embedder", "generator", "rules", "settings"), "none"
)
ABSTAINED = {"kind": "abstention", "reason": "no_evidence", "explanation": "No.", "trace": TRACE}
LINE_ENDS = "one\u2028two\u0085three\x0bfour"


def frame(name: str, line_end: str = "\n", **data: object) -> bytes:
    told = json.dumps({"event": name, **data}, ensure_ascii=False)
    return line_end.join((f"event: {name}", f"data: {told}", "", "")).encode()


CHECK = frame("check", check={"name": "age", "status": "pass", "why": LINE_ENDS})
DONE = frame("done", outcome=ABSTAINED)


def streamed(body: Chunks, media_type: str = "text/event-stream; charset=utf-8") -> list[Event]:
    reply = httpx.Response(200, headers={"Content-Type": media_type}, stream=body)
    return list(client(Scripted(reply)).stream("dose?"))


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_events_come_whole_from_any_pieces(size: int, line_end: str) -> None:
    whole = b"".join(
        (
            frame("evidence", line_end, documents=[]),
            b": still working" + 2 * line_end.encode(),
            frame("added later", line_end, anything=1),
            CHECK,
            frame("done", line_end, outcome=ABSTAINED),
        )
    )
    pieces = (whole[at : at + size] for at in range(0, len(whole), size))
    evidence, check, done = streamed(Chunks(*pieces))
    assert isinstance(evidence, EvidenceEvent)
    assert isinstance(check, CheckEvent)
    assert isinstance(done, DoneEvent)
    assert check.check.why.split("\u2028")[0] == "one"
    assert done.outcome.kind == "abstention"


def test_a_stream_that_breaks_off_raises_the_problem_after_what_it_sent() -> None:
    broken = problem("generation-timeout", 504).text
    body = Chunks(CHECK, f"event: problem\ndata: {broken}\n\n".encode())
    script = Scripted(
        httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=body)
    )
    events = client(script).stream("dose?")
    assert isinstance(next(events), CheckEvent)
    with pytest.raises(TooSlow):
        next(events)
    assert body.closed


def test_a_stream_that_just_ends_is_no_answer() -> None:
    with pytest.raises(CutOff, match="ask again"):
        streamed(Chunks(CHECK, DONE[:-1]))
    with pytest.raises(Unreachable):
        streamed(Chunks(CHECK, broken=httpx.ReadError("reset")))


def test_whoever_stops_early_closes_the_connection() -> None:
    body = Chunks(CHECK, DONE)
    script = Scripted(
        httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=body)
    )
    with closing(client(script).stream("dose?")) as events:
        next(events)
        assert not body.closed
    assert body.closed


@pytest.mark.parametrize(
    "body",
    [
        Chunks(b"event: done\ndata: {}\n\n"),
        Chunks(b'event: done\ndata: {"event":"done","outcome":{"kind":"Examplo"}}\n\n'),
        Chunks(b"data: \xff\n\n"),
    ],
    ids=["empty", "another outcome", "no UTF-8"],
)
def test_what_no_citewell_sends_is_not_repeated(body: Chunks) -> None:
    with pytest.raises(Unexpected) as refused:
        streamed(body)
    assert "Examplo" not in str(refused.value)


def test_a_page_instead_of_a_stream_is_told() -> None:
    with pytest.raises(Unexpected, match="no stream"):
        streamed(Chunks(b"<h1>"), "text/html")


def test_a_refusal_before_the_stream_is_raised_where_it_is_read() -> None:
    with pytest.raises(InvalidRequest):
        next(client(Scripted(problem("invalid-question", 422))).stream("?"))
