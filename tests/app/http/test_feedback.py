"""`POST /v1/feedback` over fakes."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.answering.taking_feedback import TakenFeedback
from app.domain.errors import Unavailable
from app.domain.feedback import FeedbackReceipt
from app.domain.identity import Scope
from app.http.identity.scopes import allowed
from app.http.routes import feedback
from tests.app.http.people_service import ANN, client, service
from tests.audit_logs import entry, trace
from tests.fakes import FakeAuditLog
from tests.feedback import FakeFeedback
from tests.people import FakeReviewQueue, FakeTopics

SECRET = "quetzalcoatl"
PATH = "/v1/feedback"


def made(kept: FakeFeedback, log: FakeAuditLog | None = None) -> Any:
    if log is None:
        log = FakeAuditLog()
        log.append(entry(1))
    taking = TakenFeedback(kept, FakeReviewQueue(), FakeTopics(), log)
    return service(feedback.router(taking, allowed(Scope.ASK)))


def test_feedback_is_kept_and_not_repeated() -> None:
    kept = FakeFeedback()
    body = {"trace_id": trace(1), "verdict": "unsafe", "comment": f"{SECRET} got twice as much"}
    reply = client(made(kept)).post(PATH, json=body)
    assert reply.status_code == 200
    receipt = FeedbackReceipt.model_validate(reply.json())
    assert (receipt.listed, receipt.trace_id) == (True, trace(1))
    assert "/v1/adverse-events" in (receipt.advice or "")
    assert SECRET not in reply.text
    assert SECRET in kept.newest()[0].feedback.comment


def test_an_answer_that_is_not_on_record_is_not_found() -> None:
    kept = FakeFeedback()
    reply = client(made(kept)).post(PATH, json={"trace_id": trace(2), "verdict": "helpful"})
    assert (reply.status_code, reply.json()["type"]) == (404, "urn:citewell:problem:not-found")
    assert kept.newest() == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("trace_id", "../etc"),
        ("trace_id", None),
        ("verdict", "bad"),
        ("claim", -1),
        ("claim", "first"),
        ("comment", "x" * 2001),
        ("comment", "a\x00b"),
        ("by", "somebody else"),
    ],
)
def test_what_cannot_be_feedback_is_told_without_repeating_it(field: str, value: object) -> None:
    kept = FakeFeedback()
    body = {"trace_id": trace(1), "verdict": "wrong", "comment": SECRET, field: value}
    reply = client(made(kept)).post(PATH, json=body)
    assert reply.status_code == 422
    told = reply.json()["errors"][0]["at"]
    assert told == f"body.{'(unknown field)' if field == 'by' else field}"
    assert SECRET not in reply.text
    assert kept.newest() == ()


def test_nobody_and_a_broken_log_are_told_and_nothing_is_kept() -> None:
    body = {"trace_id": trace(1), "verdict": "wrong"}
    kept, log = FakeFeedback(), FakeAuditLog()
    log.append(entry(1))
    log.broken = Unavailable("no space")
    assert client(made(kept), None).post(PATH, json=body).status_code == 401
    reply = client(made(kept, log)).post(PATH, json=body)
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    assert kept.newest() == ()


def test_the_endpoint_has_an_example_of_its_type() -> None:
    told = made(FakeFeedback()).openapi()["paths"][PATH]["post"]["responses"]["200"]
    (example,) = told["content"]["application/json"]["examples"].values()
    assert FeedbackReceipt.model_validate(example["value"]).listed


SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", made(FakeFeedback()))


@SCHEMA.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_breaks_it(case: "schemathesis.Case[Any]") -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {ANN}"}, excluded_checks=[positive_data_acceptance]
    )
