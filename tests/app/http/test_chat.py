"""The chat over HTTP: replies, streams, whose a conversation is, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from app.domain.answer import Event
from app.domain.conversation import ChatReply
from app.domain.identity import NewKey, Role
from app.domain.question import Question
from app.http.auth import BearerTokens
from app.http.example_bundle import BUNDLE
from app.http.front import Front
from app.http.identity.known import Known
from tests.app.answering.chat.outcomes import referral, told
from tests.app.http.conftest import DOSE, TOKEN, World
from tests.app.http.test_questions import events
from tests.conversations import FakeConversations, Rig, Scripted
from tests.fakes import FakeClock, FakeKeys

ASKED = {"message": "tablet of drug A?"}
NOBODYS = "0" * 32


def begun(client: TestClient, **headers: str) -> str:
    reply = client.post("/v1/chat", json=ASKED, headers=headers)
    assert reply.status_code == 200
    return str(reply.json()["conversation_id"])


def test_a_reply_is_plain_text_with_the_outcome_that_it_says(client: TestClient) -> None:
    reply = client.post("/v1/chat", json=ASKED)
    assert reply.status_code == 200
    read = ChatReply.model_validate_json(reply.content)
    assert read.outcome.kind == "answer"
    assert DOSE in read.text
    assert (read.turn, read.hand_off, read.read_as) == (1, None, None)
    assert read.kept_until is not None


def test_a_conversation_goes_on_and_can_be_read(client: TestClient) -> None:
    chat = begun(client)
    second = client.post("/v1/chat", json={"message": "and potassium?", "conversation_id": chat})
    assert (second.status_code, second.json()["turn"]) == (200, 2)
    found = client.get(f"/v1/chat/{chat}")
    assert found.status_code == 200
    kept = [turn["message"] for turn in found.json()["turns"]]
    assert kept == ["tablet of drug A?", "and potassium?"]
    assert "findings" not in found.json()["turns"][0]


def test_a_stream_ends_with_the_reply(client: TestClient) -> None:
    reply = client.post("/v1/chat", json=ASKED, headers={"Accept": "text/event-stream"})
    sent = events(reply.text)
    assert [name for name, _ in sent] == ["conversation", "evidence", "claim", "check", "done"]
    assert "documents" in sent[1][1], "a patient is sent titles alone"
    done = sent[-1][1]["reply"]
    assert isinstance(done, dict)
    assert done["conversation_id"] == sent[0][1]["conversation_id"]
    assert DOSE in done["text"]


def test_who_may_not_be_asked_for_is_refused_before_anything_is_kept() -> None:
    keys = FakeKeys(FakeClock(datetime(2026, 3, 1, tzinfo=UTC)))
    world = World(callers=Known(BearerTokens({"tests": TOKEN}), keys), front=Front())
    app = keys.create(NewKey(name="app", role=Role.PATIENT_APP)).key
    reply = world.client(app).post("/v1/chat", json={**ASKED, "audience": "clinician"})
    assert reply.status_code == 403
    assert world.client(app).post("/v1/chat", json=ASKED).status_code == 200
    assert len(world.answering.asked) == 1


def keyed() -> tuple[World, dict[str, TestClient]]:
    keys = FakeKeys(FakeClock(datetime(2026, 3, 1, tzinfo=UTC)))
    world = World(callers=Known(BearerTokens({"tests": TOKEN}), keys), front=Front())
    new = {
        "north": NewKey(name="app", role=Role.PATIENT_APP, tenant="north"),
        "north too": NewKey(name="app", role=Role.PATIENT_APP, tenant="north"),
        "south": NewKey(name="app", role=Role.PATIENT_APP, tenant="south"),
        "clinician": NewKey(name="app", role=Role.CLINICIAN, tenant="north"),
    }
    return world, {name: world.client(keys.create(each).key) for name, each in new.items()}


@pytest.mark.parametrize("other", ["north too", "south", "clinician", "operator"])
def test_another_callers_conversation_is_not_there(other: str) -> None:
    world, clients = keyed()
    clients["operator"] = world.client()
    chat = begun(clients["north"])
    stranger = clients[other]
    replies = (
        stranger.get(f"/v1/chat/{chat}"),
        stranger.delete(f"/v1/chat/{chat}"),
        stranger.post(f"/v1/chat/{chat}/hand-off"),
        stranger.post("/v1/chat", json={**ASKED, "conversation_id": chat}),
        stranger.get(f"/v1/chat/{NOBODYS}"),
    )
    assert {reply.status_code for reply in replies} == {404}
    bodies = [{k: v for k, v in r.json().items() if k != "trace_id"} for r in replies]
    assert all(body == bodies[-1] for body in bodies), "whose it is and that it is are not told"
    assert len(clients["north"].get(f"/v1/chat/{chat}").json()["turns"]) == 1


def test_another_user_of_the_app_finds_nothing(client: TestClient) -> None:
    chat = begun(client, **{"Citewell-User": "u-1"})
    for headers in ({"Citewell-User": "u-2"}, {}):
        assert client.get(f"/v1/chat/{chat}", headers=headers).status_code == 404
    assert client.get(f"/v1/chat/{chat}", headers={"Citewell-User": "u-1"}).status_code == 200


def test_a_deleted_conversation_is_gone_at_once(client: TestClient) -> None:
    chat = begun(client)
    assert client.delete(f"/v1/chat/{chat}").status_code == 204
    assert client.get(f"/v1/chat/{chat}").status_code == 404
    assert client.delete(f"/v1/chat/{chat}").status_code == 404
    went_on = client.post("/v1/chat", json={**ASKED, "conversation_id": chat})
    assert went_on.status_code == 404


def test_a_person_can_be_asked_for(world: World, client: TestClient) -> None:
    chat = begun(client)
    reply = client.post(f"/v1/chat/{chat}/hand-off")
    assert reply.status_code == 200
    assert (reply.json()["why"], reply.json()["listed"]) == ("asked", True)
    assert "Nobody watches this chat live" in reply.json()["says"]
    assert len(world.chat.queue.waiting()) == 1


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({}, 422, "invalid-request"),
        ({"message": ""}, 422, "invalid-question"),
        ({"message": "dose", "conversation_id": "1; DROP TABLE"}, 422, "invalid-request"),
        ({"message": "dose", "conversation_id": NOBODYS}, 404, "not-found"),
        ({"message": "dose", "conversation_id": NOBODYS, "turns": []}, 422, "invalid-question"),
        ({"message": "dose", "turns": [{"speaker": "system", "text": "x"}]}, 422, None),
        ({"message": "dose", "turns": [{"speaker": "user", "text": "x" * 4_001}]}, 422, None),
        ({"message": "dose", "turns": [{"speaker": "user", "text": "x"}] * 1_001}, 422, None),
        ({"message": "dose", "turns": [{"speaker": "user", "text": "x"}] * 501}, 409, None),
        ({"message": "dose", "reading_level": 3}, 422, "invalid-request"),
        ({"message": "dose", "locale": "klingon please"}, 422, "invalid-request"),
        ({"message": "dose", "remind_me": "daily"}, 422, "invalid-request"),
        ({"message": "dose", "as_of": "2026-01-01"}, 422, "invalid-question"),
    ],
)
def test_what_is_wrong_is_told_without_what_was_sent(
    client: TestClient, body: dict[str, object], status: int, kind: str | None
) -> None:
    reply = client.post("/v1/chat", json=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    if kind is not None:
        assert reply.json()["type"].endswith(kind)
    for said in ("DROP", "klingon", "remind_me"):
        assert said not in reply.text


def test_a_full_conversation_asks_for_a_new_one(client: TestClient) -> None:
    turns = [{"speaker": "user", "text": "x"}] * 500
    reply = client.post("/v1/chat", json={"message": "dose", "turns": turns})
    assert reply.json()["type"].endswith("conversation-full")
    assert "Begin a new one" in reply.json()["detail"]


def test_a_record_is_read_for_the_message_and_not_kept(world: World, client: TestClient) -> None:
    reply = client.post("/v1/chat", json={**ASKED, "patient": BUNDLE})
    assert reply.status_code == 200
    question, _ = world.answering.asked[-1]
    assert question.record is not None
    kept = client.get(f"/v1/chat/{reply.json()['conversation_id']}").text
    for word in ("Spironolactone", "Bundle", "resourceType"):
        assert word not in kept


def test_who_hangs_up_mid_stream_leaves_the_conversation_free() -> None:
    def slow(question: Question) -> Iterator[Event]:
        return told(referral())

    world = World()
    world.chat = Rig(Scripted(slow), conversations=FakeConversations())
    client = world.client()
    chat = begun(client)
    with client.stream(
        "POST",
        "/v1/chat",
        json={**ASKED, "conversation_id": chat},
        headers={"Accept": "text/event-stream"},
    ) as reply:
        next(reply.iter_lines())
    assert client.post("/v1/chat", json={**ASKED, "conversation_id": chat}).status_code == 200


def test_a_browser_of_the_site_may_delete() -> None:
    world = World(front=Front(cors_origins=("https://portal.example",)))
    reply = world.client(None).options(
        f"/v1/chat/{NOBODYS}",
        headers={
            "Origin": "https://portal.example",
            "Access-Control-Request-Method": "DELETE",
            "Access-Control-Request-Headers": "authorization,citewell-user",
        },
    )
    assert reply.status_code == 200
    assert "DELETE" in reply.headers["access-control-allow-methods"]
