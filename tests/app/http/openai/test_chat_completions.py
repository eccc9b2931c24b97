"""OpenAI's chat protocol over a service on fakes: what comes back, streamed or not, for whom."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.domain.answer import Answer, Event, EvidenceEvent, Outcome
from app.domain.corpus import Audience
from app.domain.errors import GenerationTimeout, ModelUnavailable
from app.domain.identity import GRANTED, RIGHTS, NewKey, Role, Scope
from app.domain.leaving import Left, stays
from app.domain.question import Caller, Question, Speaker, Turn
from app.http.example_bundle import BUNDLE
from app.http.front import Front
from tests.app.http.conftest import DOSE, LARGEST_RECORD, TOKEN, World
from tests.app.http.test_endpoint_table import keyed

PATH = "/v1/chat/completions"
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)
ASKED = "dose of drug A, mg daily?"


def body(text: str = ASKED, **more: Any) -> dict[str, Any]:
    said = {"model": "citewell-clinician", "messages": [{"role": "user", "content": text}]}
    return {**said, **more}


def message(client: TestClient, sent: dict[str, Any]) -> dict[str, Any]:
    reply = client.post(PATH, json=sent)
    assert reply.status_code == 200, reply.text
    made: dict[str, Any] = reply.json()["choices"][0]["message"]
    return made


def chunks(client: TestClient, sent: dict[str, Any]) -> list[dict[str, Any]]:
    """Of a stream that ends as it should."""
    reply = client.post(PATH, json={**sent, "stream": True})
    assert reply.headers["content-type"].startswith("text/event-stream")
    frames = reply.text.split("\n\n")
    assert frames[-2:] == ["data: [DONE]", ""]
    return [json.loads(frame.removeprefix("data: ")) for frame in frames[:-2]]


def test_a_sentence_its_mark_its_source_and_the_whole_outcome_come_back(
    client: TestClient,
) -> None:
    replied = client.post(PATH, json=body())
    reply = replied.json()
    assert reply["id"] == f"chatcmpl-{replied.headers['x-request-id']}"
    assert reply["object"] == "chat.completion"
    assert reply["model"] == "citewell-clinician"
    (choice,) = reply["choices"]
    assert (choice["index"], choice["finish_reason"]) == (0, "stop")
    said = choice["message"]
    assert (said["role"], said["refusal"]) == ("assistant", None)
    assert f"\u201c{DOSE}\u201d [1]" in said["content"]
    assert said["content"].endswith("**Sources**\n\n- [1] Drug A. fake, undated, current.")
    outcome = OUTCOME.validate_python(said["citewell"])
    assert isinstance(outcome, Answer)
    (citation,) = outcome.claims[0].citations
    (annotation,) = said["annotations"]
    assert annotation["type"] == "url_citation"
    marked = annotation["url_citation"]
    assert said["content"][marked["start_index"] : marked["end_index"]] == "[1]"
    assert marked["title"] == "Drug A"
    assert marked["url"].startswith(f"http://127.0.0.1:8008/v1/passages/{citation.passage_id}?")
    cited = client.get(marked["url"])
    assert cited.status_code == 200
    assert citation.quote in cited.text
    assert "mark=0-48" in marked["url"]


def test_a_passage_has_the_address_that_the_site_named() -> None:
    world = World(base_url="https://citewell.ward.example")
    (annotation,) = message(world.client(), body())["annotations"]
    url = annotation["url_citation"]["url"]
    assert url.startswith("https://citewell.ward.example/v1/passages/")


def test_usage_counts_words(client: TestClient) -> None:
    reply = client.post(PATH, json=body("dose of  drug A")).json()
    written = len(reply["choices"][0]["message"]["content"].split())
    assert reply["usage"] == {
        "prompt_tokens": 4,
        "completion_tokens": written,
        "total_tokens": 4 + written,
    }


def test_a_stream_gives_the_same_as_a_reply(client: TestClient) -> None:
    whole = message(client, body())
    sent = chunks(client, body())
    assert {one["object"] for one in sent} == {"chat.completion.chunk"}
    assert len({one["id"] for one in sent}) == 1
    assert not any("usage" in one for one in sent)
    deltas = [one["choices"][0]["delta"] for one in sent]
    assert deltas[0] == {"role": "assistant", "content": "", "refusal": None}
    assert DOSE in deltas[1]["content"], "the sentence comes before what stands behind it"
    assert "Sources" not in deltas[1]["content"]
    assert "".join(one.get("content", "") for one in deltas) == whole["content"]
    assert deltas[-1]["annotations"] == whole["annotations"]
    assert OUTCOME.validate_python(deltas[-1]["citewell"]).kind == "answer"
    reasons = [one["choices"][0]["finish_reason"] for one in sent]
    assert reasons == [None] * (len(sent) - 1) + ["stop"]


def test_a_stream_counts_words_where_that_is_asked_for(client: TestClient) -> None:
    sent = chunks(client, body(stream_options={"include_usage": True}))
    assert all(one["usage"] is None for one in sent[:-1])
    assert sent[-1]["choices"] == []
    assert sent[-1]["usage"] == client.post(PATH, json=body()).json()["usage"]


def test_an_abstention_reads_as_one_in_any_client(client: TestClient) -> None:
    said = message(client, body("zzz?"))
    assert said["citewell"]["kind"] == "abstention"
    assert said["content"].startswith("The library does not answer this question.")
    assert "Nothing in the library shares a word with it." in said["content"]
    assert (said["refusal"], said["annotations"]) == (None, [])
    told = "".join(
        one["choices"][0]["delta"].get("content", "") for one in chunks(client, body("zzz?"))
    )
    assert told == said["content"]


def test_earlier_messages_are_the_conversation(world: World) -> None:
    sent = body()
    first = message(world.client(), sent)["content"]
    earlier = [
        {"role": "developer", "content": "Answer in rhyme."},
        {"role": "user", "content": "I am pregnant."},
        {"role": "assistant", "content": first},
        {"role": "user", "content": [{"type": "text", "text": "dose?"}]},
    ]
    message(world.client(), {**sent, "messages": [*earlier, *sent["messages"]]})
    question, _ = world.answering.asked[-1]
    assert question.text == ASKED
    assert question.conversation == (
        Turn(speaker=Speaker.USER, text="I am pregnant."),
        Turn(speaker=Speaker.ASSISTANT, text=f"\u201c{DOSE}\u201d"),
        Turn(speaker=Speaker.USER, text="dose?"),
    )


def test_what_narrows_a_question_goes_with_it(world: World) -> None:
    message(world.client(), body(filters={"sources": ["fake"]}, country="GB"))
    question, _ = world.answering.asked[-1]
    assert question.filters.sources == {"fake"}
    assert question.country == "GB"


def test_a_record_goes_with_the_question(world: World) -> None:
    for streamed in (False, True):
        sent = body(patient=BUNDLE, as_of="2025-12-31", stream=streamed)
        assert world.client().post(PATH, json=sent).status_code == 200
        question, _ = world.answering.asked[-1]
        assert question.record is not None
        assert str(question.record.as_of) == "2025-12-31"
    padded = {**BUNDLE, "padding": "x" * (LARGEST_RECORD - 100_000)}
    assert world.client().post(PATH, json=body(patient=padded)).status_code == 200


def test_a_client_that_leaves_ends_the_work(world: World) -> None:
    working, over = threading.Event(), threading.Event()

    def stream(question: Question, caller: Caller, left: Left = stays) -> Iterator[Event]:
        yield EvidenceEvent(evidence=())
        working.set()
        until = time.monotonic() + 30
        while not left() and time.monotonic() < until:
            time.sleep(0.01)
        if left():
            over.set()

    world.answering.stream = stream  # type: ignore[method-assign]
    asyncio.run(_leaving(world, working))
    assert over.wait(10)


async def _leaving(world: World, working: threading.Event) -> None:
    """Sends a request, and hangs up while it is worked on."""
    sent = json.dumps(body(stream=True)).encode()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": sent, "more_body": False}
        while not working.is_set():
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(reply: Any) -> None:
        pass

    headers = [
        (b"authorization", f"Bearer {TOKEN}".encode()),
        (b"content-type", b"application/json"),
        (b"host", b"127.0.0.1"),
    ]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "scheme": "http",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8008),
    }
    await world.service(scope, receive, send)


def test_a_stream_that_cannot_start_has_a_status(world: World) -> None:
    world.answering.broken = ModelUnavailable("The model's file is missing; pull it.", 30)
    reply = world.client().post(PATH, json=body(stream=True))
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "30"
    error = reply.json()["error"]
    assert (error["type"], error["code"]) == ("server_error", "model_unavailable")
    assert error["message"] == "The model's file is missing; pull it."


def test_a_stream_that_breaks_ends_with_an_error(world: World) -> None:
    world.answering.broken_late = GenerationTimeout("The generator took longer than 60 s.")
    reply = world.client().post(PATH, json=body("dose drug", stream=True))
    *_, last, nothing = reply.text.split("\n\n")
    assert nothing == ""
    error = json.loads(last.removeprefix("data: "))["error"]
    assert error["code"] == "generation_timeout"


def test_what_nobody_foresaw_is_opaque(world: World) -> None:
    world.answering.broken = RuntimeError("could not parse Quixotrin")
    reply = world.client().post(PATH, json=body())
    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == "internal_error"
    assert "Quixotrin" not in reply.text


@pytest.mark.parametrize("role", GRANTED)
def test_a_key_sees_the_models_that_it_may_use_and_no_other(role: Role) -> None:
    world, keys = keyed(Front())
    client = world.client(keys.create(NewKey(name="app", role=role)).key)
    may = {f"citewell-{audience}" for audience in RIGHTS[role].audiences}
    listed = client.get("/v1/models")
    if Scope.ASK not in RIGHTS[role].scopes:
        assert listed.status_code == 403
        assert listed.json()["error"]["code"] == "insufficient_permissions"
        assert client.post(PATH, json=body()).status_code == 403
        return
    assert {each["id"] for each in listed.json()["data"]} == may
    for audience in Audience:
        name = f"citewell-{audience}"
        seen = client.get(f"/v1/models/{name}")
        asked = client.post(PATH, json={**body("illustrative dose"), "model": name})
        if name in may:
            assert seen.json()["id"] == name
            assert asked.status_code == 200
        else:
            for refused in (seen, asked):
                assert refused.status_code == 404
                assert refused.json()["error"]["code"] == "model_not_found"
                assert "Illustrative" not in refused.text


def test_the_model_says_for_whom(world: World) -> None:
    message(world.client(), {**body(), "model": "citewell-patient"})
    assert world.answering.asked[-1][0].audience is Audience.PATIENT


def test_a_key_that_asks_too_often_is_told_when_to_come_again() -> None:
    world, keys = keyed(Front(burst=2))
    client = world.client(keys.create(NewKey(name="app", role=Role.CLINICIAN)).key)
    replies = [client.get("/v1/models") for _ in range(3)]
    refused = replies[-1]
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    error = refused.json()["error"]
    assert (error["type"], error["code"]) == ("rate_limit_error", "rate_limit_exceeded")


def test_made_at_is_now(client: TestClient) -> None:
    before = int(datetime.now(UTC).timestamp())
    assert client.post(PATH, json=body()).json()["created"] >= before
