"""Told to stop, a real service finishes a slow stream, or cuts it at its bound, and ends with 0."""

import json
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import running
from tests.app.generation.chat_server import Handler, Reply, Server, serving
from tests.app.test_serve import DOSE, POTASSIUM, QUESTION, TOKEN, Service, document, publish

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made")
    publish(home, [document(DOSE, POTASSIUM)])
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def slowly(seconds: float) -> Reply:
    """One claim, whose words come over so many seconds."""

    def reply(to: Handler) -> None:
        shown = to.site.asked[-1]["messages"][1]["content"]
        label = next(n for n, line in re.findall(r"\[(\d+)\] .*\n(.*)", shown) if line == DOSE)
        text = json.dumps({"answered": True, "claims": [{"cite": [int(label)], "text": DOSE}]})
        to.begin()
        for word in text.split(" "):
            to.piece(f"{word} ")
            time.sleep(seconds / text.count(" "))
        to.event("[DONE]")

    return reply


def served(home: Path, model: Server, **more: str) -> Service:
    return Service(
        home,
        CITEWELL_GENERATOR="remote",
        CITEWELL_REMOTE_URL=model.url,
        CITEWELL_REMOTE_RETRIES="0",
        **more,
    ).ready()


class Asking(threading.Thread):
    """One client of the stream, and what it got."""

    def __init__(self, service: Service) -> None:
        super().__init__(daemon=True)
        self._url = f"{service.url}/v1/questions"
        self.begun = threading.Event()
        self.events: list[str] = []
        self.broke = False

    def run(self) -> None:
        with httpx.Client(trust_env=False, timeout=60, headers=HEADERS) as client:
            try:
                with client.stream("POST", self._url, json={"question": QUESTION}) as reply:
                    for line in reply.iter_lines():
                        if line.startswith("event: "):
                            self.events.append(line[7:])
                            self.begun.set()
            except httpx.TransportError:
                self.broke = True


@pytest.fixture
def model() -> Iterator[Server]:
    with serving(slowly(4.0)) as server:
        yield server


def test_a_slow_stream_is_finished_and_nothing_new_is_taken(home: Path, model: Server) -> None:
    service = served(home, model)
    asking = Asking(service)
    asking.start()
    assert asking.begun.wait(60), service.log.read_text()
    service.process.send_signal(signal.SIGTERM)
    time.sleep(1.0)
    assert service.process.poll() is None
    with pytest.raises(httpx.ConnectError):
        service.get("/healthz")
    assert service.process.wait(40) == 0
    asking.join(10)
    assert asking.events[0] == "evidence"
    assert asking.events[-1] == "done"
    assert "claim" in asking.events
    assert not (home / running.NAME).exists()


def test_what_outlasts_the_bound_is_cut_off_and_the_end_is_still_orderly(home: Path) -> None:
    with serving(slowly(40.0)) as model:
        service = served(home, model, CITEWELL_SHUTDOWN_SECONDS="1")
        asking = Asking(service)
        asking.start()
        assert asking.begun.wait(60), service.log.read_text()
        began = time.monotonic()
        assert service.stop(signal.SIGTERM) == 0
        assert time.monotonic() - began < 20
        asking.join(10)
    assert "done" not in asking.events
    assert not (home / running.NAME).exists()


def test_while_it_drains_it_still_answers_and_says_that_it_is_not_ready(home: Path) -> None:
    service = Service(home, CITEWELL_DRAIN_SECONDS="4").ready()
    assert service.get("/readyz").status_code == 200
    service.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    reply = service.get("/readyz")
    assert reply.status_code == 503
    assert "told to stop" in reply.json()["detail"]
    assert service.post("/v1/questions", {"question": QUESTION}).status_code == 200
    assert service.process.wait(30) == 0


def test_a_second_signal_ends_the_draining(home: Path) -> None:
    service = Service(home, CITEWELL_DRAIN_SECONDS="300").ready()
    service.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    assert service.process.poll() is None
    assert service.stop(signal.SIGTERM) == 0


def test_the_log_of_a_service_is_json_where_nobody_looks_on(home: Path) -> None:
    service = Service(home).ready()
    service.post("/v1/questions", {"question": f"{QUESTION} Weatherby"})
    service.get("/v1/passages/Weatherby?q=Weatherby")
    page = service.get("/metrics").text
    ready = service.get("/readyz").json()
    assert service.stop(signal.SIGTERM) == 0
    lines = [json.loads(line) for line in service.log.read_text().splitlines()]
    asked = next(line for line in lines if line.get("route") == "/v1/questions")
    assert asked["caller"] == "configured"
    assert asked["outcome"] in {"answer", "abstention"}
    assert "Weatherby" not in service.log.read_text()
    assert 'citewell_requests_total{method="POST",route="/v1/questions",status="200"} 1.0' in page
    for name in ("index_passages", "index_age_seconds", "vector_cache_misses_total", "store_down"):
        assert f"\ncitewell_{name}" in page
    assert "Weatherby" not in page
    assert [part["name"] for part in ready["parts"]] == ["embedder", "store", "disk"]
