"""The Python client and the examples of deploy/, against a real service."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from citewell_client import (
    Abstention,
    Answer,
    Audience,
    Citewell,
    ClaimEvent,
    DoneEvent,
    EarlierTurnBody,
    EvidenceEvent,
    FeedbackVerdict,
    FiltersBody,
    InvalidRequest,
    NotFound,
    Referral,
    Speaker,
    Unreachable,
)

from tests.e2e.conftest import free_port
from tests.e2e.terminal import ROOT

EXAMPLES = ROOT / "deploy" / "examples"
DOSE = "What dose of apixaban with an eGFR of 22?"


@pytest.fixture
def citewell(server: str) -> Iterator[Citewell]:
    with Citewell(server) as made:
        yield made


def test_an_answer_leads_to_the_words_it_stands_on(citewell: Citewell) -> None:
    outcome = citewell.ask(DOSE)
    assert isinstance(outcome, Answer)
    cited = outcome.claims[0].citations[0]
    document = citewell.document(cited.document_id, mark=cited.span)
    assert document.text[cited.span.start : cited.span.end] == cited.quote
    passage = citewell.passage(cited.passage_id, mark=cited.span)
    for source in (document, passage):
        assert source.marked is not None
        assert source.marked.quote == cited.quote
    receipt = citewell.feedback(
        outcome.trace.trace_id, FeedbackVerdict.not_helpful, comment="Too long.", claim=0
    )
    assert (receipt.trace_id, receipt.listed) == (outcome.trace.trace_id, False)


def test_a_stream_tells_what_an_answer_tells(citewell: Citewell) -> None:
    events = list(citewell.stream(DOSE))
    first, *_, last = events
    assert isinstance(first, EvidenceEvent)
    assert first.evidence
    assert isinstance(last, DoneEvent)
    assert isinstance(last.outcome, Answer)
    claims = [one.claim for one in events if isinstance(one, ClaimEvent)]
    assert claims == last.outcome.claims
    whole = citewell.ask(DOSE)
    assert isinstance(whole, Answer)
    assert whole.claims == claims


def test_a_stream_that_nobody_reads_on_lets_the_service_go_on(citewell: Citewell) -> None:
    for _ in range(3):
        with closing(citewell.stream(DOSE)) as events:
            assert isinstance(next(events), EvidenceEvent)
    assert citewell.ready().status == "ready"


def test_a_patient_is_sent_titles_and_told_where_to_go(citewell: Citewell) -> None:
    question = "Can I take ibuprofen with my blood thinner?"
    first = next(citewell.stream(question, audience=Audience.patient))
    assert isinstance(first, EvidenceEvent)
    assert first.documents
    assert not first.evidence
    referred = citewell.ask(
        "My chest hurts and my left arm is numb", audience=Audience.patient, country="GB"
    )
    assert isinstance(referred, Referral)
    assert referred.findings[0].contacts[0].number.startswith("999")


def test_conversation_record_and_filters_reach_the_service(citewell: Citewell) -> None:
    earlier = [EarlierTurnBody(speaker=Speaker.user, text="She is 20 weeks pregnant.")]
    warned = citewell.ask("Can doxycycline be given?", conversation=earlier)
    assert "pregnancy/tetracyclines" in {one.rule for one in warned.checks}
    record = json.loads((EXAMPLES / "patient.json").read_text(encoding="utf-8"))
    told = citewell.ask("When was her last HbA1c?", patient=record, as_of=date(2026, 3, 31))
    assert isinstance(told, Answer)
    assert "HbA1c 7.4 %" in told.claims[0].text
    nothing = citewell.ask(DOSE, filters=FiltersBody(sources=["no such source"]))
    assert isinstance(nothing, Abstention)
    assert citewell.search("apixaban", filters=FiltersBody(sources=["none"])).passages == []
    summary = citewell.summary(record, as_of=date(2026, 3, 31))
    assert summary.as_of == date(2026, 3, 31)


def test_a_conversation_goes_on_is_handed_over_and_deleted(citewell: Citewell) -> None:
    first = citewell.chat("I am 12 weeks pregnant.", user="u-1", country="GB")
    assert first.conversation_id is not None
    then = citewell.chat(
        "Can I take doxycycline?", conversation_id=first.conversation_id, user="u-1"
    )
    assert then.turn == 2
    assert "pregnancy/tetracyclines" in {one.rule for one in then.outcome.checks}
    kept = citewell.conversation(first.conversation_id, user="u-1")
    assert kept.turns[0].message == "I am 12 weeks pregnant."
    assert citewell.hand_off(first.conversation_id, user="u-1").says
    with pytest.raises(NotFound):
        citewell.conversation(first.conversation_id, user="u-2")
    citewell.delete_conversation(first.conversation_id, user="u-1")
    with pytest.raises(NotFound):
        citewell.conversation(first.conversation_id, user="u-1")


def test_a_refusal_is_an_exception_that_says_why(citewell: Citewell) -> None:
    with pytest.raises(InvalidRequest) as refused:
        citewell.ask("?")
    assert refused.value.slug == "invalid-question"
    assert len(refused.value.trace_id) == 32
    with pytest.raises(InvalidRequest, match="Patient") as unusable:
        citewell.summary({"resourceType": "Bundle", "entry": []})
    assert unusable.value.slug == "unusable-record"
    with pytest.raises(NotFound):
        citewell.document("no-such-document")
    with (
        Citewell(f"http://127.0.0.1:{free_port()}") as nobody,
        pytest.raises(Unreachable, match="ConnectError"),
    ):
        nobody.ready()


def test_the_python_example_runs(server: str) -> None:
    done = _run([sys.executable, "clinician_api.py"], server, ROOT / "deploy" / "client")
    assert [line.split()[0] for line in done if line] == [
        "found",
        "answer",
        "feedback",
        *["claim"] * sum(line.startswith("claim") for line in done),
        "done",
        "summary",
        "refused",
    ]
    assert "claim" in done[3]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_example_runs(server: str) -> None:
    done = _run(["bash", "clinician_api.sh"], server)
    shown = [done[at + 1] for at, line in enumerate(done) if line.startswith("==")]
    title, kind, quote, first, section, verdict, detail = shown
    assert title
    assert (kind, first, verdict) == ("answer", "event: evidence", "helpful")
    assert "CrCl" in quote
    assert section
    assert "body.k" in detail
    assert done.count("event: done") == 1


def _run(command: list[str], server: str, path: Path | None = None) -> list[str]:
    """The lines an example prints, run as its reader would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CITEWELL_")}
    more = {"CITEWELL_URL": server} | ({} if path is None else {"PYTHONPATH": str(path)})
    ran = subprocess.run(
        command,
        cwd=EXAMPLES,
        env={**kept, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()
