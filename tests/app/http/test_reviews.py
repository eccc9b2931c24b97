"""`/v1/reviews` over a queue in memory."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from pydantic import TypeAdapter
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.domain.reviewing import Cause, ReviewFile, ReviewTask, Texts
from app.http.people_wire import ReviewList
from app.http.routes import reviews
from tests.app.http.people_service import ANN, BOB, client, reviewers, service
from tests.people import FakeReviewQueue

SECRET = "quetzalcoatl"


@pytest.fixture
def queue() -> FakeReviewQueue:
    return FakeReviewQueue()


@pytest.fixture
def made(queue: FakeReviewQueue) -> FastAPI:
    return service(reviews.router(queue, reviewers))


@pytest.fixture
def ann(made: FastAPI) -> TestClient:
    return client(made)


@pytest.fixture
def bob(made: FastAPI) -> TestClient:
    return client(made, BOB)


def test_nobody_is_let_in_without_a_token(made: FastAPI, queue: FakeReviewQueue) -> None:
    queue.put("t1")
    nobody = client(made, None)
    for method, path in (
        ("GET", "/v1/reviews"),
        ("GET", "/v1/reviews/1"),
        ("POST", "/v1/reviews/1/claim"),
        ("POST", "/v1/reviews/1/decision"),
    ):
        assert nobody.request(method, path, json={"verdict": "approve"}).status_code == 401
    assert queue.list()[0].state.value == "open"


def test_a_list_holds_no_word_and_a_task_all_that_is_kept(
    ann: TestClient, queue: FakeReviewQueue
) -> None:
    queue.put("t1", topic="heart", texts=Texts(question=f"{SECRET}?", outcome="No."))
    queue.put("t2", causes=(Cause.SAMPLE,))
    told = ann.get("/v1/reviews")
    assert [each["trace_id"] for each in told.json()["tasks"]] == ["t2", "t1"]
    assert SECRET not in told.text
    assert len(ann.get("/v1/reviews?topic=heart&state=open").json()["tasks"]) == 1
    assert ann.get("/v1/reviews?topic=Heart%20x").status_code == 422
    assert ann.get("/v1/reviews/1").json()["texts"]["question"] == f"{SECRET}?"
    assert ann.get("/v1/reviews/9").status_code == 404


def test_the_reviewer_is_the_caller(
    ann: TestClient, bob: TestClient, queue: FakeReviewQueue
) -> None:
    queue.put("t1")
    assert ann.post("/v1/reviews/1/claim").json()["task"]["by"] == "ann"
    refused = bob.post("/v1/reviews/1/claim")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:citewell:problem:conflict")
    body = {"verdict": "approve", "by": "ann"}
    assert bob.post("/v1/reviews/1/decision", json=body).status_code == 422
    assert bob.post("/v1/reviews/1/decision", json={"verdict": "approve"}).status_code == 409
    done = ann.post("/v1/reviews/1/decision", json={"verdict": "approve"}).json()
    assert (done["state"], done["by"]) == ("approved", "ann")
    assert ann.post("/v1/reviews/1/claim").status_code == 409


def test_a_correction_needs_what_is_right_and_a_rejection_why(
    ann: TestClient, queue: FakeReviewQueue
) -> None:
    queue.put("t1")
    queue.put("t2", texts=Texts(question="Is it kept?", outcome="No."))
    for task in (1, 2):
        ann.post(f"/v1/reviews/{task}/claim")
    decide = "/v1/reviews/{}/decision".format
    assert ann.post(decide(1), json={"verdict": "reject"}).status_code == 422
    assert ann.post(decide(1), json={"verdict": "correct"}).status_code == 422
    short = {"verdict": "correct", "expected": "abstain"}
    assert ann.post(decide(1), json=short).status_code == 422
    assert ann.post(decide(2), json=short).status_code == 200
    assert ann.post(decide(1), json={**short, "question": "Written anew?"}).status_code == 200
    told = [each.correction and each.correction.prompt for each in queue.corrections()]
    assert told == ["Written anew?", "Is it kept?"]


def test_every_endpoint_has_an_example_of_its_type(made: FastAPI) -> None:
    types: dict[str, TypeAdapter[Any]] = {
        "get /v1/reviews": TypeAdapter(ReviewList),
        "get /v1/reviews/{id}": TypeAdapter(ReviewFile),
        "post /v1/reviews/{id}/claim": TypeAdapter(ReviewFile),
        "post /v1/reviews/{id}/decision": TypeAdapter(ReviewTask),
    }
    paths = made.openapi()["paths"]
    found = {f"{method} {path}" for path, each in paths.items() for method in each}
    assert found == set(types)
    for name, adapter in types.items():
        method, path = name.split()
        content = paths[path][method]["responses"]["200"]["content"]["application/json"]
        for example in content["examples"].values():
            adapter.validate_python(example["value"])


_QUEUE = FakeReviewQueue()
_QUEUE.put("t1")
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", service(reviews.router(_QUEUE, reviewers)))


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_breaks_it(case: "schemathesis.Case[Any]") -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {ANN}"},
        # A schema cannot say "is a task that you hold".
        excluded_checks=[positive_data_acceptance],
    )
