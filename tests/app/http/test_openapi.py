"""What the service says about itself: complete, true, and without a call to anyone else."""

import re
from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from pydantic import TypeAdapter
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.domain.adverse_event import Receipt
from app.domain.answer import Outcome
from app.domain.conversation import ChatReply, HandedOff
from app.domain.feedback import FeedbackReceipt
from app.domain.found import Found
from app.domain.reviewing import ReviewFile, ReviewTask
from app.domain.summary import PatientSummary
from app.http.cds_wire import CardsBody, ReceiptBody, ServicesBody
from app.http.chat_wire import ConversationBody
from app.http.openai.models import Model, ModelList
from app.http.openai.replies import Completion
from app.http.people_wire import ReviewList
from app.http.wire import DocumentBody, PassageBody
from tests.app.http.conftest import TOKEN, World

OPENAI = {"/v1/chat/completions", "/v1/models", "/v1/models/{id}"}
"""Paths of a protocol that has no 422."""
_WORLD = World()
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", _WORLD.service)


def test_the_documentation_page_calls_nobody(client: TestClient) -> None:
    reply = client.get("/docs")
    assert reply.status_code == 200
    assert "http://" not in reply.text
    assert "https://" not in reply.text
    assert not re.search(r"""(src|href)=["']?//""", reply.text)
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    for path in client.get("/openapi.json").json()["paths"]:
        assert path in reply.text


def test_every_endpoint_has_an_example_and_documents_its_problems(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    adapters: dict[str, TypeAdapter[object]] = {
        "/v1/questions": TypeAdapter(Outcome),
        "/v1/chat/completions": TypeAdapter(Completion),
        "/v1/models": TypeAdapter(ModelList),
        "/v1/models/{id}": TypeAdapter(Model),
        "/v1/patient-summaries": TypeAdapter(PatientSummary),
        "/v1/chat": TypeAdapter(ChatReply),
        "/v1/chat/{id}": TypeAdapter(ConversationBody),
        "/v1/chat/{id}/hand-off": TypeAdapter(HandedOff),
        "/v1/search": TypeAdapter(Found),
        "/v1/passages/{id}": TypeAdapter(PassageBody),
        "/v1/documents/{id}": TypeAdapter(DocumentBody),
        "/v1/reviews": TypeAdapter(ReviewList),
        "/v1/reviews/{id}": TypeAdapter(ReviewFile),
        "/v1/reviews/{id}/claim": TypeAdapter(ReviewFile),
        "/v1/reviews/{id}/decision": TypeAdapter(ReviewTask),
        "/v1/adverse-events": TypeAdapter(Receipt),
        "/cds-services": TypeAdapter(ServicesBody),
        "/cds-services/{service}": TypeAdapter(CardsBody),
        "/cds-services/{service}/feedback": TypeAdapter(ReceiptBody),
        "/v1/feedback": TypeAdapter(FeedbackReceipt),
    }
    assert set(document["paths"]) == {*adapters, "/healthz", "/readyz"}
    for path, adapter in adapters.items():
        for operation in document["paths"][path].values():
            if "204" in operation["responses"]:
                continue
            examples = operation["responses"]["200"]["content"]["application/json"]["examples"]
            for example in examples.values():
                adapter.validate_python(example["value"])
            takes_something = "requestBody" in operation or "parameters" in operation
            invalid = set() if path in OPENAI or not takes_something else {"422"}
            assert {"401", "500", "503"} | invalid <= set(operation["responses"])
            assert operation["security"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_the_example_of_a_conflict_quotes_what_its_evidence_holds(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    (asked,) = document["paths"]["/v1/questions"].values()
    content = asked["responses"]["200"]["content"]
    answer = content["application/json"]["examples"]["answer"]["value"]
    held = {each["label"]: each["passage"] for each in answer["evidence"]}
    (conflict,) = answer["conflicts"]
    for side in conflict["sides"]:
        passage, span = held[side["citation"]["label"]], side["citation"]["span"]
        start = passage["span"]["start"]
        quoted = passage["text"][span["start"] - start : span["end"] - start]
        assert quoted == side["citation"]["quote"]
        assert side["says"] in quoted
    for event in ("evidence", "claim", "check", "conflict", "done"):
        assert f"event: {event}" in content["text/event-stream"]["example"]
    assert {"Conflict", "Side", "Preference"} <= set(document["components"]["schemas"])


@SCHEMA.parametrize()
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_no_request_the_schema_allows_or_forbids_breaks_the_service(
    case: "schemathesis.Case[Any]",
) -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {TOKEN}"},
        # A schema cannot say "holds a letter or a digit".
        excluded_checks=[positive_data_acceptance],
    )
