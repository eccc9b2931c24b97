"""Asking over HTTP: outcomes, streams, searches and the sources themselves."""

import json
import threading
import time

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.domain.answer import Abstention, Answer, Outcome
from app.domain.errors import GenerationTimeout, ModelUnavailable
from app.domain.found import Found
from app.domain.leaving import Left, stays
from app.domain.model_state import ModelState, Phase
from app.domain.question import Caller, Question
from tests.app.http.conftest import DOSE, LEAFLET, World, documents

OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    frames = [frame.split("\n") for frame in text.strip().split("\n\n")]
    assert [number for number, _, _ in frames] == [f"id: {at + 1}" for at in range(len(frames))]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for _, name, data in frames
    ]


def test_an_answer_quotes_the_document_at_its_span(client: TestClient) -> None:
    reply = client.post("/v1/questions", json={"question": "dose of drug A, mg daily?"})
    assert reply.status_code == 200
    outcome = OUTCOME.validate_json(reply.content)
    assert isinstance(outcome, Answer)
    citation = outcome.claims[0].citations[0]
    document = client.get(f"/v1/documents/{citation.document_id}").json()
    assert document["text"][citation.span.start : citation.span.end] == citation.quote == DOSE
    passage = client.get(f"/v1/passages/{citation.passage_id}").json()
    assert passage["text"] == DOSE
    assert passage["document"]["title"] == "Drug A"


def test_what_is_not_known_of_an_answer_travels_as_null(client: TestClient) -> None:
    outcome = client.post("/v1/questions", json={"question": "dose of drug A, mg daily?"}).json()
    assert (outcome["confidence"], outcome["review"]) == (None, None)
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    kinds = [one.get("type") for one in schemas["Answer"]["properties"]["review"]["anyOf"]]
    assert kinds == ["boolean", "null"]


def test_an_abstention_is_an_outcome_not_an_error(client: TestClient) -> None:
    reply = client.post("/v1/questions", json={"question": "zzz?"})
    assert reply.status_code == 200
    assert isinstance(OUTCOME.validate_json(reply.content), Abstention)


def test_the_question_reaches_the_answerer_as_it_was_asked(world: World) -> None:
    body = {
        "question": " potassium? ",
        "audience": "patient",
        "filters": {"sources": ["fake"], "published_from": "2020-01-01"},
    }
    world.client().post("/v1/questions", json=body)
    question, caller = world.answering.asked[0]
    assert question.text == "potassium?"
    assert question.audience == "patient"
    assert question.filters.sources == {"fake"}
    assert str(question.filters.published_from) == "2020-01-01"
    assert caller.name == "tests"


def test_a_stream_sends_evidence_claims_checks_and_one_done(client: TestClient) -> None:
    reply = client.post(
        "/v1/questions",
        json={"question": "dose of drug A?"},
        headers={"Accept": "text/event-stream"},
    )
    assert reply.headers["content-type"].startswith("text/event-stream")
    sent = events(reply.text)
    assert [name for name, _ in sent] == ["evidence", "claim", "check", "done"]
    assert OUTCOME.validate_python(sent[-1][1]["outcome"]).kind == "answer"


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_before_its_claims_a_patient_is_sent_the_titles_of_the_evidence_alone(
    client: TestClient, audience: str
) -> None:
    reply = client.post(
        "/v1/questions",
        json={"question": "dose of drug A?", "audience": audience},
        headers={"Accept": "text/event-stream"},
    )
    first = events(reply.text)[0]
    assert first[0] == first[1]["event"] == "evidence"
    told = json.dumps(first[1])
    assert "Drug A" in told
    assert (DOSE in told) is (audience == "clinician")
    assert ("documents" in first[1], "evidence" in first[1]) == (
        audience == "patient",
        audience == "clinician",
    )


def test_a_stream_that_cannot_start_has_a_status(world: World) -> None:
    world.answering.broken = ModelUnavailable("The model's file is missing; pull it.", 30)
    reply = world.client().post(
        "/v1/questions", json={"question": "dose?"}, headers={"Accept": "text/event-stream"}
    )
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "30"
    assert reply.json()["type"] == "urn:citewell:problem:model-unavailable"


def test_a_stream_that_breaks_says_so_instead_of_done(world: World) -> None:
    world.answering.broken_late = GenerationTimeout("The generator took longer than 60 s.")
    reply = world.client().post(
        "/v1/questions", json={"question": "dose drug"}, headers={"Accept": "text/event-stream"}
    )
    sent = events(reply.text)
    assert [name for name, _ in sent] == ["evidence", "problem"]
    assert sent[1][1]["status"] == 504


def test_a_search_ranks_passages_with_each_legs_place(client: TestClient) -> None:
    reply = client.post("/v1/search", json={"query": "potassium after one week", "k": 2})
    found = Found.model_validate_json(reply.content)
    assert [each.rank for each in found.passages] == [1, 2]
    first = found.passages[0]
    assert first.text == "Check serum potassium after one week."
    assert first.title == "Drug A"
    assert first.dense is not None
    assert first.lexical is not None


def test_a_search_for_a_patient_finds_what_was_written_for_patients(client: TestClient) -> None:
    reply = client.post("/v1/search", json={"query": "drug A", "audience": "patient"})
    texts = [each.text for each in Found.model_validate_json(reply.content).passages]
    assert texts == [LEAFLET]


def test_filters_narrow_a_search(client: TestClient) -> None:
    body = {"query": "drug A", "filters": {"sources": ["leaflets"]}}
    found = Found.model_validate_json(client.post("/v1/search", json=body).content)
    assert {each.source for each in found.passages} == {"leaflets"}


def test_readiness_tells_what_is_served_and_why_not(world: World) -> None:
    ready = world.client(token=None).get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["documents"] == 2
    empty = World(empty=True).client(token=None)
    assert empty.get("/healthz").json() == {"status": "ok", "version": "0.0.0"}
    reply = empty.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["type"] == "urn:citewell:problem:index-unavailable"
    assert reply.json()["detail"] == "Nothing was ingested yet."


def test_readiness_tells_how_the_model_stands(world: World) -> None:
    client = world.client(token=None)
    assert client.get("/readyz").json()["model"] is None
    world.model = ModelState(phase=Phase.FAILED, why="The model m.gguf is cut off.")
    reply = client.get("/readyz")
    assert reply.status_code == 200, "quotations are answers too"
    assert reply.json()["model"] == {
        "phase": "failed",
        "why": "The model m.gguf is cut off.",
        "retry_after": 0,
    }


def test_a_service_that_is_busy_still_says_that_it_is_well(world: World) -> None:
    go_on = threading.Event()
    answer = world.answering.answer

    def slow(question: Question, caller: Caller, left: Left = stays) -> Outcome:
        go_on.wait(30)
        return answer(question, caller, left)

    world.answering.answer = slow  # type: ignore[method-assign]
    asked = {"question": "Which dose of drug A?"}
    with world.client() as client:
        asking = [
            threading.Thread(target=client.post, args=("/v1/questions",), kwargs={"json": asked})
            for _ in range(60)  # more than the pool has threads
        ]
        for each in asking:
            each.start()
        began = time.monotonic()
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        waited = time.monotonic() - began
        go_on.set()
        for each in asking:
            each.join()
    assert waited < 20


def test_a_new_generation_is_served_without_a_restart(world: World) -> None:
    client = world.client()
    before = client.get("/readyz").json()
    with world.generations.begin(fresh=True) as building:
        building.add(documents()[:1])
        building.publish()
    after = client.get("/readyz").json()
    assert after["generation"] != before["generation"]
    assert after["documents"] == 1


TURNS = [
    {"speaker": "user", "text": "What is the dose of drug A?"},
    {"speaker": "assistant", "text": "5 mg [1]."},
]


def test_what_was_said_before_reaches_the_answerer_with_the_question(world: World) -> None:
    body = {"question": "and for children?", "conversation": TURNS}
    assert world.client().post("/v1/questions", json=body).status_code == 200
    question, _ = world.answering.asked[0]
    said = [(turn.speaker.value, turn.text) for turn in question.conversation]
    assert said == [(one["speaker"], one["text"]) for one in TURNS]


@pytest.mark.parametrize(
    "conversation",
    [
        TURNS * 251,
        [{"speaker": "nurse", "text": "zzz"}],
        [{"speaker": "user", "text": "z" * 4_001}],
        [{"speaker": "user", "text": "zzz", "name": "zzz"}],
        [{"speaker": "user"}],
        "zzz",
    ],
)
def test_a_conversation_that_is_none_is_refused_without_its_words(
    world: World, conversation: object
) -> None:
    body = {"question": "and for children?", "conversation": conversation}
    reply = world.client().post("/v1/questions", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert "zzz" not in reply.text
    assert world.answering.asked == []


def test_how_a_question_was_read_travels_as_null_where_it_was_read_as_it_stands(
    client: TestClient,
) -> None:
    outcome = client.post("/v1/questions", json={"question": "dose of drug A, mg daily?"}).json()
    assert outcome["read_as"] is None
