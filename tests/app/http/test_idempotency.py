"""Requests with an Idempotency-Key, over fakes and over the store."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.clock import SystemClock
from app.domain.answer import Outcome
from app.domain.errors import Overloaded, RateLimited, Unavailable
from app.domain.identity import Role
from app.domain.question import Caller, Question
from app.domain.ranking import Access
from app.governance.replies import StoredReplies
from app.governance.store import Store
from app.http.auth import EVERYTHING
from app.http.example_bundle import BUNDLE
from tests.app.http.conftest import TOKEN, World
from tests.audit_logs import entry, trace
from tests.fakes import FakeAuditLog
from tests.idempotency import FakeReplies

QUESTION = {"question": "How is drug A given?"}
OTHER = {"question": "What does drug A look like?"}
SECRET = "quetzalcoatl"
KEY = {"Idempotency-Key": "5f0c1d6f-8a3b-4c0e-9d2a-7b6c1e4f8a90"}
STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def kept() -> FakeReplies:
    return FakeReplies()


@pytest.fixture
def world(kept: FakeReplies) -> World:
    return World(kept=kept)


def ask(
    world: World, body: dict[str, str] = QUESTION, headers: dict[str, str] | None = None
) -> Any:
    with world.client() as client:
        return client.post("/v1/questions", json=body, headers=KEY | (headers or {}))


def test_a_question_that_comes_again_is_answered_again_and_not_asked_again(world: World) -> None:
    first, again = ask(world), ask(world)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["content-type"] == "application/json"
    assert again.headers["cache-control"] == "no-store"
    assert len(world.answering.asked) == 1


def test_without_a_key_every_request_is_worked_on(world: World) -> None:
    with world.client() as client:
        for _ in range(2):
            assert client.post("/v1/questions", json=QUESTION).status_code == 200
    assert len(world.answering.asked) == 2


def test_quotes_around_a_key_are_not_part_of_it(world: World) -> None:
    ask(world)
    quoted = '"' + KEY["Idempotency-Key"] + '"'
    assert ask(world, headers={"Idempotency-Key": quoted}).headers["idempotent-replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    ask(world)
    refused = ask(world, OTHER)
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:citewell:problem:idempotency-key-reused"
    assert len(world.answering.asked) == 1


@pytest.mark.parametrize("key", ["", " ", '""', '"open', "two words", "a" * 256, "\x7f", "caf\xe9"])
def test_what_is_no_key_is_refused_and_not_repeated(world: World, key: str) -> None:
    with world.client() as client:
        headers = [(b"idempotency-key", key.encode("latin-1"))]
        refused = client.post("/v1/questions", json=QUESTION, headers=headers)
    assert refused.status_code == 400
    assert refused.json()["type"] == "urn:citewell:problem:invalid-idempotency-key"
    assert world.answering.asked == []


def test_two_keys_are_no_key(world: World) -> None:
    with world.client() as client:
        twice = [(b"idempotency-key", b"a"), (b"idempotency-key", b"b")]
        assert client.post("/v1/questions", json=QUESTION, headers=twice).status_code == 400


def test_a_longest_key_is_taken(world: World) -> None:
    assert ask(world, headers={"Idempotency-Key": "a" * 255}).status_code == 200


class Slow:
    """Answers once it is let go."""

    def __init__(self, world: World) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self._answer = world.answering.answer
        world.answering.answer = self.answer  # type: ignore[method-assign, assignment]

    def answer(self, question: Question, caller: Caller, left: Any) -> Outcome:
        self.begun.set()
        assert self.go.wait(30)
        return self._answer(question, caller, left)


def test_while_it_is_worked_on_the_same_request_is_told_to_wait(world: World) -> None:
    slow = Slow(world)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, world)
        assert slow.begun.wait(30)
        waiting = ask(world)
        slow.go.set()
        assert first.result().status_code == 200
    assert waiting.status_code == 409
    assert waiting.json()["type"] == "urn:citewell:problem:request-in-flight"
    assert int(waiting.headers["retry-after"]) > 0
    assert ask(world).headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize("error", [Overloaded("busy"), RateLimited("often"), RuntimeError("bug")])
@pytest.mark.parametrize("accept", ["*/*", "text/event-stream"])
def test_a_failure_is_not_kept(world: World, error: Exception, accept: str) -> None:
    world.answering.broken = error
    assert ask(world, headers={"Accept": accept}).status_code in {429, 500, 503}
    world.answering.broken = None
    retried = ask(world, headers={"Accept": accept})
    assert (retried.status_code, "idempotent-replayed" in retried.headers) == (200, False)


def test_a_refused_request_may_be_put_right_under_the_same_key(world: World) -> None:
    with world.client() as client:
        refused = client.post("/v1/questions", json={"question": " "}, headers=KEY)
        resumed = KEY | STREAM | {"Last-Event-ID": "3"}
        assert client.post("/v1/questions", json=QUESTION, headers=resumed).status_code == 422
    assert refused.status_code == 422
    assert ask(world).status_code == 200


def test_a_stream_is_replayed_as_its_last_event(world: World) -> None:
    first = ask(world, headers=STREAM)
    again = ask(world, headers=STREAM)
    assert first.text.endswith(again.text.removeprefix("id: 1\n"))
    assert again.text.startswith("id: 1\nevent: done\n")
    assert again.headers["content-type"].startswith("text/event-stream")
    whole = ask(world)
    assert whole.headers["content-type"] == "application/json"
    assert whole.json()["kind"] == "answer"
    assert len(world.answering.asked) == 1


def test_a_whole_reply_can_be_had_as_a_stream(world: World) -> None:
    outcome = ask(world).json()
    done = json.loads(ask(world, headers=STREAM).text.partition("data: ")[2])
    assert done == {"event": "done", "outcome": outcome}


def test_a_stream_that_broke_is_not_kept(world: World) -> None:
    world.answering.broken_late = Unavailable("gone")
    assert "event: problem" in ask(world, headers=STREAM).text
    world.answering.broken_late = None
    assert "idempotent-replayed" not in ask(world, headers=STREAM).headers


class Changing:
    """One account, of whom a test says what it may see."""

    def __init__(self) -> None:
        self.caller = Caller(name="ann", access=EVERYTHING, key_id="a" * 12, tenant="north")

    def identify(self, authorization: str | None, host: str | None, path: str = "") -> Caller:
        return self.caller


@pytest.mark.parametrize(
    "change",
    [
        {"tenant": "south"},
        {"key_id": "b" * 12},
        {"key_id": None},
        {"role": Role.CLINICIAN},
        {"access": Access(audiences=EVERYTHING.audiences, tags=frozenset())},
    ],
)
def test_nobody_is_given_the_reply_of_another(kept: FakeReplies, change: dict[str, Any]) -> None:
    callers = Changing()
    world = World(kept=kept, callers=callers)
    ask(world)
    callers.caller = callers.caller.model_copy(update=change)
    assert "idempotent-replayed" not in ask(world, OTHER).headers
    assert len(world.answering.asked) == 2


def test_users_whom_an_app_tells_apart_have_keys_of_their_own(world: World) -> None:
    ask(world, headers={"Citewell-User": "u1"})
    assert "idempotent-replayed" not in ask(world, headers={"Citewell-User": "u2"}).headers


def test_an_emergency_is_referred_though_no_store_can_be_reached(
    world: World, kept: FakeReplies
) -> None:
    kept.broken = True
    assert ask(world).status_code == 200


def test_an_answer_goes_out_though_it_cannot_be_kept(world: World, kept: FakeReplies) -> None:
    kept.broken_late = True
    assert ask(world).status_code == 200
    kept.broken_late = False
    assert ask(world).status_code == 409


def test_feedback_that_comes_again_is_given_once(kept: FakeReplies) -> None:
    log = FakeAuditLog()
    log.append(entry(1))
    world = World(kept=kept, log=log)
    body = {"trace_id": trace(1), "verdict": "helpful"}
    with world.client() as client:
        replies = [client.post("/v1/feedback", json=body, headers=KEY) for _ in range(2)]
    assert [each.status_code for each in replies] == [200, 200]
    assert replies[1].headers["idempotent-replayed"] == "true"
    assert replies[0].content == replies[1].content
    assert len(log.entries()) == 2


def test_what_writes_is_not_worked_on_where_no_store_can_be_reached(kept: FakeReplies) -> None:
    log = FakeAuditLog()
    log.append(entry(1))
    world = World(kept=kept, log=log)
    kept.broken = True
    body = {"trace_id": trace(1), "verdict": "helpful"}
    with world.client() as client:
        assert client.post("/v1/feedback", json=body, headers=KEY).status_code == 503
    assert world.feedback.newest() == ()


def test_a_summary_of_a_record_is_replayed(world: World) -> None:
    with world.client() as client:
        body = {"patient": BUNDLE}
        replies = [client.post("/v1/patient-summaries", json=body, headers=KEY) for _ in range(2)]
    assert replies[0].status_code == 200, replies[0].text
    assert replies[1].content == replies[0].content
    assert replies[1].headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize("accept", ["*/*", "text/event-stream"])
def test_a_message_of_a_chat_that_comes_again_is_one_turn(world: World, accept: str) -> None:
    with world.client() as client:
        said = {"message": "tablet of drug A?"}
        first = client.post("/v1/chat", json=said, headers=KEY | {"Accept": accept})
        again = client.post("/v1/chat", json=said, headers=KEY)
        assert again.headers["idempotent-replayed"] == "true"
        chat = again.json()["conversation_id"]
        assert chat in first.text
        assert len(client.get(f"/v1/chat/{chat}").json()["turns"]) == 1
        later = client.post("/v1/chat", json=said | {"conversation_id": chat})
        assert later.json()["turn"] == 2


def test_the_log_says_that_a_reply_was_one_of_before_and_nothing_of_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"question": f"How is drug A given, {SECRET}?"}
    ask(world, body)
    with caplog.at_level(logging.DEBUG, logger="citewell.http"):
        ask(world, body)
    (line,) = [each.getMessage() for each in caplog.records if each.name == "citewell.http"]
    assert "POST /v1/questions 200" in line
    assert line.endswith(" replayed")
    assert SECRET not in caplog.text
    assert KEY["Idempotency-Key"] not in caplog.text


def test_two_services_share_one_store(tmp_path: Path) -> None:
    with closing(Store(tmp_path)) as store, closing(Store(tmp_path)) as other:
        one = World(kept=StoredReplies(store, SystemClock()))
        two = World(kept=StoredReplies(other, SystemClock()))
        first, again = ask(one), ask(two)
    assert again.content == first.content
    assert (len(one.answering.asked), len(two.answering.asked)) == (1, 0)
    raw = b"".join(each.read_bytes() for each in tmp_path.glob("governance.sqlite*"))
    assert b"Illustrative drug" not in raw


def test_every_endpoint_that_takes_keys_says_so(world: World) -> None:
    with world.client() as client:
        document = client.get("/openapi.json").json()
    taking = {
        path
        for path, methods in document["paths"].items()
        for each in methods.get("post", {}).get("parameters", ())
        if each["name"] == "Idempotency-Key"
    }
    assert taking == {
        "/v1/questions",
        "/v1/chat",
        "/v1/patient-summaries",
        "/v1/feedback",
        "/v1/adverse-events",
    }
    assert TOKEN not in str(document)
