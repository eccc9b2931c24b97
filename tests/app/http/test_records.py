"""A patient's record over HTTP: read apart, bounded, of one patient, and repeated nowhere."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from app.domain.record import PatientRecord
from app.http import wire
from app.http.arriving import LARGEST_BODY, RECORDS_AT_ONCE
from app.http.example_bundle import BUNDLE
from app.http.record_bodies import AT_ONCE, apart
from tests.app.console.test_asking import served
from tests.app.http.conftest import LARGEST_RECORD, TOKEN, World

CANARY = "Quixotrin-Weatherby"
ASKED = {"question": "What is the dose of drug A?"}


def bundle(patient: str = "1", *names: str, padding: int = 0) -> dict[str, Any]:
    """A record with one observation a name, and so many characters that nobody reads."""
    observations = [
        {
            "resource": {
                "resourceType": "Observation",
                "id": f"{patient}-{at}",
                "code": {"text": name},
                "effectiveDateTime": "2026-03-03",
            }
        }
        for at, name in enumerate(names)
    ]
    whom = {"resource": {"resourceType": "Patient", "id": patient, "text": "x" * padding}}
    return {"resourceType": "Bundle", "entry": [whom, *observations]}


def test_the_record_goes_with_the_question_as_of_the_day_that_is_named(
    client: TestClient, world: World
) -> None:
    body = {**ASKED, "patient": bundle("17", "Level"), "as_of": "2025-12-31"}
    assert client.post("/v1/questions", json=body).status_code == 200
    asked, _ = world.answering.asked[-1]
    assert asked.record is not None
    assert (asked.record.patient, asked.record.as_of) == ("Patient/17", date(2025, 12, 31))
    assert [each.resource for each in asked.record.entries] == ["Observation/17-0"]


def test_a_stream_has_the_record_too(client: TestClient, world: World) -> None:
    body = {**ASKED, "patient": bundle("17")}
    reply = client.post("/v1/questions", json=body, headers={"Accept": "text/event-stream"})
    assert reply.text.rpartition("event: ")[2].startswith("done")
    asked, _ = world.answering.asked[-1]
    assert asked.record is not None


def test_no_record_is_no_fault(client: TestClient, world: World) -> None:
    assert client.post("/v1/questions", json={**ASKED, "patient": None}).status_code == 200
    assert world.answering.asked[-1][0].record is None


def test_a_day_without_a_record_is_refused(client: TestClient) -> None:
    reply = client.post("/v1/questions", json={**ASKED, "as_of": "2025-12-31"})
    assert reply.status_code == 422
    assert "patient" in reply.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/questions", "/v1/patient-summaries"])
@pytest.mark.parametrize(
    ("patient", "place"),
    [
        (CANARY, "Bundle"),
        ([CANARY], "Bundle"),
        (7, "Bundle"),
        ({"resourceType": CANARY}, "Bundle"),
        ({"resourceType": "Bundle", "entry": [{"resource": {"id": CANARY}}]}, "Bundle.entry"),
    ],
)
def test_what_is_no_record_of_one_patient_is_a_problem_that_names_the_place(
    client: TestClient, path: str, patient: object, place: str
) -> None:
    said = ASKED if path.endswith("questions") else {}
    reply = client.post(path, json={**said, "patient": patient})
    assert reply.status_code == 422
    assert reply.json()["type"] == "urn:citewell:problem:unusable-record"
    assert reply.json()["path"] == place
    assert CANARY not in reply.text


def test_the_reader_has_the_words_as_they_were_sent() -> None:
    sent = '{"n": 7.40, "n": 1e999, "\u00e9": [NaN, "a\\u00e9"]}'
    body = apart(f' {{"question" : "q", "patient":{sent} , "as_of":null}} '.encode())
    assert body == {"question": "q", "patient": sent.encode(), "as_of": None}


@pytest.mark.parametrize(
    "text",
    [
        '{"patient": {}',
        '{"patient": {},}',
        '{"patient" {}}',
        '{"patient": {}} {}',
        '{"patient": {} "question": 1}',
        "{7: {}}",
        '{"patient": }',
        "{,}",
        "{",
        "",
    ],
)
def test_what_is_no_json_is_refused(client: TestClient, text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        apart(text.encode())
    if text:
        headers = {"Content-Type": "application/json"}
        reply = client.post("/v1/questions", content=text, headers=headers)
        assert (reply.status_code, reply.json()["status"]) == (400, 400)


@pytest.mark.parametrize("text", ["{}", "[]", '"a"', '{"a": {"b": []}}', '{"a": 1, "b": "}"}'])
def test_any_other_json_reads_as_it_does_elsewhere(text: str) -> None:
    assert apart(text.encode()) == json.loads(text)


def test_two_records_are_refused(client: TestClient) -> None:
    text = '{"question": "What?", "patient": {}, "patient": {}}'
    reply = client.post("/v1/questions", content=text, headers={"Content-Type": "application/json"})
    assert reply.status_code == 400


def test_beside_a_record_no_more_is_read_than_without_one() -> None:
    record = json.dumps(bundle(padding=LARGEST_BODY))
    long = "q" * LARGEST_BODY
    assert apart(f'{{"question": "q", "patient": {record}}}'.encode())["question"] == "q"
    with pytest.raises(HTTPException, match="413"):
        apart(f'{{"question": "{long}", "patient": {record}}}'.encode())


def test_a_record_may_be_larger_than_a_question_and_not_larger_than_that(
    client: TestClient,
) -> None:
    for padding, status in ((LARGEST_RECORD - 1_000, 200), (LARGEST_RECORD + LARGEST_BODY, 413)):
        body = {**ASKED, "patient": bundle(padding=padding)}
        reply = client.post("/v1/questions", json=body)
        assert reply.status_code == status
    assert "Leave out" in reply.json()["detail"]


def test_only_where_a_record_has_a_use_more_than_a_question_is_read(client: TestClient) -> None:
    body = {"query": "q", "patient": bundle(padding=LARGEST_BODY)}
    reply = client.post("/v1/search", json=body)
    assert (reply.status_code, reply.json()["status"]) == (413, 413)


def test_of_a_stranger_no_record_is_read(world: World) -> None:
    body = {**ASKED, "patient": bundle(padding=LARGEST_BODY)}
    for token in (None, "another"):
        with world.client(token) as stranger:
            assert stranger.post("/v1/questions", json=body).status_code == 401
    assert world.records.read_on == []


def test_more_records_at_once_than_memory_holds_are_told_to_come_again(world: World) -> None:
    """Bodies that begin and never end take their place until they are given up."""
    clients = RECORDS_AT_ONCE + 2
    statuses: list[int] = []
    hold = threading.Event()

    def slowly(size: int) -> Any:
        yield json.dumps({**ASKED, "patient": bundle(padding=size)}).encode()[:-2]
        hold.wait(20)
        yield b"}}"

    with served(world) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}

        def send(_: int) -> None:
            content = slowly(LARGEST_RECORD - 10_000)
            reply = client.post("/v1/questions", content=content, headers=headers)
            statuses.append(reply.status_code)

        with ThreadPoolExecutor(clients) as pool:
            sent = [pool.submit(send, one) for one in range(clients)]
            until = time.monotonic() + 15
            while 503 not in statuses and time.monotonic() < until:
                time.sleep(0.05)
            assert client.get("/healthz").status_code == 200
            hold.set()
            for one in sent:
                one.result()
        assert statuses.count(503) >= 1
        assert client.post("/v1/questions", json=ASKED, headers=headers).status_code == 200


def test_records_are_read_a_few_at_a_time_while_others_are_answered(world: World) -> None:
    reading, most = 0, 0
    lock = threading.Lock()
    read = world.records.read

    def slow(bundle: bytes | Mapping[str, Any], as_of: date | None = None) -> PatientRecord:
        nonlocal reading, most
        with lock:
            reading += 1
            most = max(most, reading)
        time.sleep(0.1)
        with lock:
            reading -= 1
        return read(bundle, as_of)

    world.records.read = slow  # type: ignore[method-assign]
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with served(world) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:

        def ask(number: int) -> tuple[int, float]:
            started = time.monotonic()
            said = {"patient": bundle(str(number))} if number else {}
            reply = client.post("/v1/questions", json={**ASKED, **said}, headers=headers)
            return reply.status_code, time.monotonic() - started

        with ThreadPoolExecutor(33) as pool:
            with_record = [pool.submit(ask, number) for number in range(1, 33)]
            time.sleep(0.2)
            status, took = ask(0)
            assert {each.result()[0] for each in with_record} == {200}
    assert most <= AT_ONCE
    assert status == 200
    assert took < 1.0


def test_what_a_request_holds_of_a_record_is_not_in_its_repr() -> None:
    asked = wire.AskBody(question="q", patient=CANARY.encode())
    assert CANARY not in f"{asked!r} {asked} {wire.SummaryBody(patient=CANARY.encode())!r}"


def test_a_summary_has_a_place_for_every_line(client: TestClient) -> None:
    reply = client.post("/v1/patient-summaries", json={"patient": bundle("17", "Level", "Other")})
    assert reply.status_code == 200
    summary = reply.json()
    results = next(each for each in summary["sections"] if each["kind"] == "results")
    assert {line["cites"][0]["resource"] for line in results["lines"]} == {
        "Observation/17-0",
        "Observation/17-1",
    }
    allergies = next(each for each in summary["sections"] if each["kind"] == "allergies")
    assert allergies["unknown"] == "nothing stated"
    assert allergies["lines"] == []


def test_a_summary_needs_a_record(client: TestClient) -> None:
    for body in ({}, {"patient": None}, {"patient": bundle(), "as_of": 7}):
        reply = client.post("/v1/patient-summaries", json=body)
        assert reply.json()["type"] == "urn:citewell:problem:invalid-request"


def test_a_summary_needs_no_index() -> None:
    with World(empty=True).client() as client:
        reply = client.post("/v1/patient-summaries", json={"patient": BUNDLE})
    assert reply.status_code == 200
    assert reply.json()["without_library"]
    assert reply.json()["trace"]["generation"] == "none"


def test_no_word_of_a_record_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, world: World
) -> None:
    caplog.set_level(logging.DEBUG)
    record = bundle(CANARY, CANARY)
    chat = {
        "model": "citewell-clinician",
        "messages": [
            {"role": "system", "content": CANARY},
            {"role": "user", "content": CANARY},
            {"role": "user", "content": ASKED["question"]},
        ],
    }
    ways: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("/v1/questions", ASKED),
        ("/v1/chat/completions", chat),
        ("/v1/patient-summaries", {}),
    )
    for path, said in ways:
        assert client.post(path, json={**said, "patient": record}).status_code == 200
        client.post(path, json={**said, "patient": record, "unknown": CANARY})
        client.post(path, json={**said, "patient": record, "as_of": CANARY})
    world.answering.broken = ValueError(f"broken by {CANARY}")
    reply = client.post("/v1/questions", json={**ASKED, "patient": record})
    assert (reply.status_code, CANARY in reply.text) == (500, False)
    assert caplog.records
    assert CANARY not in caplog.text
