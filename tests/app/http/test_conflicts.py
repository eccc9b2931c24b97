"""Sources that disagree, over HTTP: as JSON and as events the same."""

import json

import pytest
from fastapi.testclient import TestClient

from app.http.auth import BearerTokens
from app.http.service import create_service
from tests.app.answering.test_disagreeing_sources import ASKED, NEW, OLD, answerer
from tests.app.http.conftest import TOKEN, World


@pytest.mark.parametrize("evidence", [8, 1], ids=["both admitted", "one admitted"])
def test_a_stream_ends_with_the_conflicts_and_the_outcome_that_json_has(
    world: World, evidence: int
) -> None:
    service = create_service(
        answering=answerer(OLD, NEW, evidence=evidence),
        retriever=world.retriever,
        generations=world.generations,
        records=world.records,
        summarising=world.summarising,
        callers=BearerTokens({"tests": TOKEN}),
        version="0.0.0",
        model=lambda: None,
    )
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(service, headers=headers, base_url="http://127.0.0.1:8008") as client:
        body = {"question": ASKED.text}
        whole = client.post("/v1/questions", json=body).json()
        told = client.post("/v1/questions", json=body, headers={"Accept": "text/event-stream"})
    sent = [json.loads(frame.split("data: ", 1)[1]) for frame in told.text.split("\n\n") if frame]
    assert [each["event"] for each in sent[-2:]] == ["conflict", "done"]
    done = sent[-1]["outcome"]
    assert [sent[-2]["conflict"]] == done["conflicts"] == whole["conflicts"]
    assert [each["claim"] for each in sent if each["event"] == "claim"] == done["claims"]
    assert done["claims"] == whole["claims"]
    assert (done["confidence"], done["review"]) == (whole["confidence"], whole["review"])
    labels = {side["citation"]["label"] for side in done["conflicts"][0]["sides"]}
    assert labels <= {each["label"] for each in done["evidence"]}
