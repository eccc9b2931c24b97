"""`POST /v1/adverse-events` over fakes."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.answering.reporting import FiledReports
from app.domain.adverse_event import Receipt
from app.http.routes import adverse_events
from tests.app.http.people_service import ANN, anyone, client, service
from tests.contracts.test_adverse_events import REPORT
from tests.people import FakeAdverseEvents, FakeReviewQueue, FakeTopics

SECRET = "quetzalcoatl"


def made(events: FakeAdverseEvents) -> Any:
    reporting = FiledReports(events, FakeReviewQueue(), FakeTopics())
    return service(adverse_events.router(reporting, anyone))


def test_a_report_is_filed_and_not_repeated() -> None:
    events = FakeAdverseEvents()
    body = {**REPORT.model_dump(mode="json"), "what_happened": f"{SECRET} had a rash"}
    reply = client(made(events)).post("/v1/adverse-events", json=body)
    assert reply.status_code == 200
    receipt = Receipt.model_validate(reply.json())
    assert SECRET in events.show(receipt.id).report.what_happened
    assert SECRET not in reply.text
    assert "medicines agency" in receipt.advice


@pytest.mark.parametrize("field", ["what_happened", "seriousness", "reporter"])
def test_what_is_needed_is_asked_for_without_repeating_the_rest(field: str) -> None:
    events = FakeAdverseEvents()
    body = {**REPORT.model_dump(mode="json"), "remarks": SECRET}
    del body[field]
    reply = client(made(events)).post("/v1/adverse-events", json=body)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["at"] == f"body.{field}"
    assert SECRET not in reply.text
    assert events.newest() == ()


def test_nobody_and_a_broken_store_are_told() -> None:
    body = REPORT.model_dump(mode="json")
    assert (
        client(made(FakeAdverseEvents()), None).post("/v1/adverse-events", json=body).status_code
        == 401
    )
    reply = client(made(FakeAdverseEvents(broken=True))).post("/v1/adverse-events", json=body)
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")


SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", made(FakeAdverseEvents()))


@SCHEMA.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_breaks_it(case: "schemathesis.Case[Any]") -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {ANN}"}, excluded_checks=[positive_data_acceptance]
    )
