"""What is told of a request to the log and to onlookers, and who may read what was counted."""

import logging

import pytest
from fastapi.testclient import TestClient

from app.domain.errors import IndexUnavailable
from app.domain.observed import FIELDS, SeenRequest
from app.domain.standing import Part
from app.http.routes.metrics import MetricsPage
from tests.app.http.conftest import TOKEN, World

PAGE = MetricsPage(lambda: b"citewell_requests_total 1.0\n", "text/plain; version=0.0.4")
ASKED = {"question": "Which dose of drug A?"}
STREAM = {"Accept": "text/event-stream"}


class Looks:
    def __init__(self) -> None:
        self.in_flight = 0
        self.seen: list[SeenRequest] = []

    def arrived(self) -> None:
        self.in_flight += 1

    def served(self, seen: SeenRequest) -> None:
        self.in_flight -= 1
        self.seen.append(seen)


def told(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    records = [each for each in caplog.records if each.name == "citewell.http"]
    fields: dict[str, object] = getattr(records[-1], FIELDS)
    return fields


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["whole", "stream"])
def test_the_line_of_a_question_names_who_asked_and_the_outcome(
    headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "citewell.http")
    reply = World().client().post("/v1/questions", json=ASKED, headers=headers)
    fields = told(caplog)
    assert fields["route"] == "/v1/questions"
    assert fields["caller"] == "tests"
    assert fields["role"] == "operator"
    assert fields["outcome"] in {"answer", "abstention"}
    assert str(fields["outcome_trace_id"]) in reply.text
    assert fields["problem"] is None


def test_no_part_of_a_request_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    looks = Looks()
    client = World(observer=looks).client()
    word = "WEATHERBY"
    client.post("/v1/questions", json={"question": word, word: word})
    client.get(f"/v1/passages/{word}?name={word}", headers={"X-Word": word, "User-Agent": word})
    client.get(f"/{word}")
    client.request(word, f"/{word}")
    client.request(f"{word}{word}", "/v1/search")
    everything = "".join(
        f"{each.getMessage()} {getattr(each, FIELDS, '')}"
        for each in caplog.records
        if each.name.startswith("citewell")
    ) + repr(looks.seen)
    assert len(looks.seen) == 5
    assert "/v1/passages/{id}" in everything
    assert word not in everything.upper()


def test_a_problem_is_told_by_its_slug() -> None:
    looks = Looks()
    world = World(observer=looks)
    world.client().post("/v1/questions", json={})
    world.client(token=None).post("/v1/questions", json=ASKED)
    World(empty=True, observer=looks).client().post("/v1/questions", json=ASKED)
    assert [each.problem for each in looks.seen] == [
        "invalid-request",
        "unauthenticated",
        "index-unavailable",
    ]
    assert looks.in_flight == 0


def test_what_breaks_unforeseen_is_seen_too(caplog: pytest.LogCaptureFixture) -> None:
    looks = Looks()
    world = World(observer=looks)

    def broken(*_: object) -> None:
        raise RuntimeError("Weatherby")

    world.answering.answer = broken  # type: ignore[method-assign,assignment]
    reply = world.client().post("/v1/questions", json=ASKED)
    assert reply.status_code == 500
    assert looks.seen[-1].problem == "internal"
    assert looks.seen[-1].status == 500
    assert looks.in_flight == 0
    assert "Weatherby" not in caplog.text


def local(world: World) -> TestClient:
    return TestClient(world.service, base_url="http://127.0.0.1:8008", client=("127.0.0.1", 50_000))


def test_metrics_are_read_from_this_machine_alone() -> None:
    world = World(page=PAGE)
    assert local(world).get("/metrics").text == "citewell_requests_total 1.0\n"
    elsewhere = TestClient(
        world.service, base_url="http://127.0.0.1:8008", client=("10.0.0.7", 50_000)
    )
    for refused in (
        elsewhere.get("/metrics"),
        local(world).get("/metrics", headers={"Host": "rebound.example"}),
        local(world).get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}),
        local(world).get("/metrics", headers={"Forwarded": "for=10.0.0.7"}),
    ):
        assert refused.status_code == 403
        assert "citewell_" not in refused.text


def test_metrics_are_read_with_their_own_token_and_no_other() -> None:
    world = World(page=PAGE._replace(token="token-of-the-scraper"))
    client = local(world)
    assert client.get("/metrics").status_code == 401
    for wrong in (TOKEN, "token-of-the-scrape", "token-of-the-scraper2", "é"):
        headers = {b"Authorization": f"Bearer {wrong}".encode()}
        assert client.get("/metrics", headers=headers).status_code == 401
    right = {"Authorization": "Bearer token-of-the-scraper"}
    assert client.get("/metrics", headers=right).status_code == 200
    assert client.post("/v1/questions", json=ASKED, headers=right).status_code == 401


def test_without_a_page_there_is_no_such_address() -> None:
    assert local(World()).get("/metrics").status_code == 404


def test_readiness_says_what_is_lacking() -> None:
    parts = [Part(name="store", ready=False, needed=False, why="The database is away.")]
    world = World(standing=lambda: tuple(parts))
    reply = world.client(token=None).get("/readyz")
    assert reply.status_code == 200
    assert reply.json()["parts"] == [
        {"name": "store", "ready": False, "needed": False, "why": "The database is away."}
    ]
    parts[0] = parts[0].model_copy(update={"needed": True})
    reply = world.client(token=None).get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["detail"] == "The database is away."
    assert reply.headers["Retry-After"] == "5"


def test_a_service_that_stops_is_not_ready_and_still_well() -> None:
    world = World(draining=lambda: True)
    client = world.client()
    assert client.get("/readyz").status_code == 503
    assert "told to stop" in client.get("/readyz").json()["detail"]
    assert client.get("/healthz").status_code == 200
    assert client.post("/v1/questions", json=ASKED).status_code == 200


def test_a_stream_that_breaks_before_its_first_word_has_its_problem_counted() -> None:
    looks = Looks()
    world = World(observer=looks)

    def broken(*_: object) -> None:
        raise IndexUnavailable("Nothing was ingested yet.")

    world.answering.stream = broken  # type: ignore[method-assign,assignment]
    assert world.client().post("/v1/questions", json=ASKED, headers=STREAM).status_code == 503
    assert looks.seen[-1].problem == "index-unavailable"
