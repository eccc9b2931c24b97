"""`/cds-services` on the wire: the specification's names, and bad input that is told of."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.domain.errors import (
    MissingPrefetch,
    NotFound,
    Unavailable,
    UnusableHookCall,
    UnusableRecord,
)
from app.http.front import Front
from app.http.routes.cds_hooks import LARGEST_CALL
from tests.app.http.conftest import World
from tests.decision_support import CARD

SIGN = "/cds-services/citewell-order-sign"
CALL: dict[str, Any] = {
    "hook": "order-sign",
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "fhirServer": "https://ehr.example/fhir",
    "fhirAuthorization": {"access_token": "secret-of-the-ehr", "token_type": "Bearer"},
    "context": {
        "userId": "Practitioner/example",
        "patientId": "p",
        "draftOrders": {"resourceType": "Bundle", "entry": []},
    },
    "prefetch": {"patient": {"resourceType": "Patient", "id": "p"}, "allergies": None},
    "extension": {"com.example.more": 1},
}
FEEDBACK: dict[str, Any] = {
    "card": CARD.uuid,
    "outcome": "overridden",
    "overrideReason": {"reason": {"code": "x", "system": "urn:x"}, "userComment": "words"},
    "outcomeTimestamp": "2026-03-01T12:00:00Z",
}


def without(name: str, of: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in of.items() if key != name}


def test_discovery_tells_what_each_service_needs(client: TestClient) -> None:
    services = client.get("/cds-services").json()["services"]
    assert {one["hook"] for one in services} == {"patient-view", "order-select", "order-sign"}
    for one in services:
        assert set(one) == {"hook", "title", "description", "id", "prefetch", "usageRequirements"}
        assert one["prefetch"]["patient"] == "Patient/{{context.patientId}}"


def test_discovery_is_open_only_where_the_site_says_so_and_calls_never_are() -> None:
    assert World().client(None).get("/cds-services").status_code == 401
    opened = World(front=Front(cds_open_discovery=True)).client(None)
    assert opened.get("/cds-services").status_code == 200
    assert opened.post(SIGN, json=CALL).status_code == 401
    assert opened.post("/cds-services", json={}).status_code == 405


def test_cards_have_the_names_of_the_specification_and_nothing_empty(
    world: World, client: TestClient
) -> None:
    reply = client.post(SIGN, json=CALL)
    assert reply.status_code == 200
    (card,) = reply.json()["cards"]
    assert card == {
        "uuid": CARD.uuid,
        "summary": "Illustrative.",
        "detail": "Illustrative.",
        "indicator": "critical",
        "source": {"label": "Ours", "topic": {"code": "interactions", "system": "urn:ours"}},
    }
    (call,) = world.support.calls
    assert (call.hook, call.patient, call.user) == ("order-sign", "p", "Practitioner/example")
    assert call.fhir_server == "https://ehr.example/fhir"
    assert call.selections is None
    assert "secret-of-the-ehr" not in repr(vars(call))


def test_no_card_is_an_empty_list(world: World, client: TestClient) -> None:
    world.support._cards = ()
    assert client.post(SIGN, json=CALL).json() == {"cards": []}


def test_digits_are_kept_as_they_were_written(world: World, client: TestClient) -> None:
    body = json.dumps(CALL).replace('"entry": []', '"total": 7.10')
    client.post(SIGN, content=body, headers={"Content-Type": "application/json"})
    assert str(world.support.calls[0].draft_orders["total"]) == "7.10"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[1",
        '{"hook": "a", "hook": "b"}',
        '{"hook": NaN}',
        '{"hook": 1e99999}',
        '{"hook": ' + "9" * 5_000 + "}",
        "[" * 100_000,
        "\udcff",
    ],
)
def test_what_is_no_json_or_says_two_things_is_400(body: str, client: TestClient) -> None:
    reply = client.post(
        SIGN,
        content=body.encode("utf-8", "surrogateescape"),
        headers={"Content-Type": "application/json"},
    )
    assert reply.status_code == (422 if body == "" else 400)


@pytest.mark.parametrize(
    "changed",
    [
        without("hook", CALL),
        without("hookInstance", CALL),
        without("context", CALL),
        {**CALL, "context": []},
        {**CALL, "prefetch": []},
        {**CALL, "prefetch": {"patient": "Patient/p"}},
        {**CALL, "hook": ""},
        {**CALL, "context": {**CALL["context"], "patientId": 7}},
        {**CALL, "context": {**CALL["context"], "selections": "MedicationRequest/1"}},
        {**CALL, "context": {**CALL["context"], "draftOrders": []}},
    ],
)
def test_a_call_of_another_shape_is_422_and_names_the_field(
    changed: dict[str, Any], client: TestClient
) -> None:
    reply = client.post(SIGN, json=changed)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["at"].startswith("body.")


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (UnusableHookCall("two people"), 400, "unusable-hook-call"),
        (MissingPrefetch("missing: allergies"), 412, "missing-prefetch"),
        (UnusableRecord("R5", "prefetch.conditions"), 422, "unusable-record"),
        (NotFound("no such"), 404, "not-found"),
        (Unavailable("off"), 503, "unavailable"),
    ],
)
def test_each_fault_has_its_status(error: Exception, status: int, slug: str) -> None:
    world = World()

    def broken(*_told: object) -> None:
        raise error

    world.support.cards = broken  # type: ignore[assignment]
    reply = world.client().post(SIGN, json=CALL)
    assert (reply.status_code, reply.json()["type"]) == (status, f"urn:citewell:problem:{slug}")


def test_a_service_that_is_not_there_is_404(client: TestClient) -> None:
    assert client.post("/cds-services/nothing", json=CALL).status_code == 404


def test_a_large_prefetch_is_read_and_a_larger_one_is_413() -> None:
    world = World()
    client = world.client()
    large = {**CALL, "prefetch": {"patient": {"text": "x" * (2 * 1024 * 1024)}}}
    assert client.post(SIGN, json=large).status_code == 200
    assert client.post(f"{SIGN}/feedback", json=large).status_code == 413
    too_large = {**CALL, "prefetch": {"patient": {"text": "x" * (5 * 1024 * 1024)}}}
    assert client.post(SIGN, json=too_large).status_code == 413
    assert LARGEST_CALL == 16 * 1024 * 1024


def test_feedback_is_taken_whole_and_telling_it_again_changes_nothing(
    world: World, client: TestClient
) -> None:
    reply = client.post(f"{SIGN}/feedback", json={"feedback": [FEEDBACK]})
    assert (reply.status_code, reply.json()) == (200, {"recorded": 1, "known": 0})
    again = client.post(f"{SIGN}/feedback", json={"feedback": [FEEDBACK]})
    assert again.json() == {"recorded": 0, "known": 1}
    (told,) = world.filing.told
    assert (told.reason.code if told.reason else None, told.comment) == ("x", "words")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({**FEEDBACK, "card": "3a4f3c6e-0b1d-4a8f-9d52-000000000000"}, 404),
        ({**FEEDBACK, "card": "no uuid"}, 422),
        ({**FEEDBACK, "outcome": "ignored"}, 422),
        ({**FEEDBACK, "outcome": "accepted"}, 400),
        ({**FEEDBACK, "acceptedSuggestions": [{"id": CARD.uuid}]}, 400),
        ({**FEEDBACK, "outcomeTimestamp": "2026-03-01T12:00:00"}, 422),
        (without("outcomeTimestamp", FEEDBACK), 422),
        ({**FEEDBACK, "overrideReason": {"userComment": "x" * 5_000}}, 422),
        ({**FEEDBACK, "overrideReason": {"userComment": "a\x00b"}}, 422),
    ],
)
def test_feedback_of_another_shape_or_card_is_refused(
    told: dict[str, Any], status: int, client: TestClient
) -> None:
    reply = client.post(f"{SIGN}/feedback", json={"feedback": [told]})
    assert reply.status_code == status
    assert "words" not in reply.text


def test_no_feedback_at_all_is_refused(client: TestClient) -> None:
    assert client.post(f"{SIGN}/feedback", json={"feedback": []}).status_code == 422
    assert client.post(f"{SIGN}/feedback", json={}).status_code == 422
