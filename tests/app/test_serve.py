"""The service as a real process over a real index: start, ask, swap, stop."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from app import running
from app.compose import build_parts
from app.domain.corpus import SplitDocument
from app.domain.question import Caller, Question
from app.http.auth import EVERYTHING
from app.settings import Settings
from tests.app.console.test_asking import free_port
from tests.fakes import split_document

DOSE = "Illustrative drug A is given as 5 mg once daily with food."
POTASSIUM = "Serum potassium is checked one week after illustrative drug A is started."
LATER = "Illustrative drug C is given as 40 mg at night."
QUESTION = "What is the dose of illustrative drug A?"
TOKEN = "configured-token"


def document(*paragraphs: str) -> SplitDocument:
    return split_document("Illustrative guideline " + str(len(paragraphs)), paragraphs)


def publish(home: Path, documents: Sequence[SplitDocument]) -> str:
    """Publish a generation as an ingest would, and say its name."""
    parts = build_parts(Settings(home=home))
    try:
        with parts.generations.begin() as building:
            building.add(documents)
            return building.publish().generation
    finally:
        parts.close()


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "CITEWELL_HOME": str(home), "CITEWELL_TOKEN": TOKEN, **more}


def citewell(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


class Service:
    """One `citewell serve` process."""

    def __init__(self, home: Path, *arguments: str, **more: str) -> None:
        self.home = home
        self.port = free_port()
        self.log = home / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-c", "from app.cli import main; main()", "serve"),
                    *("--port", str(self.port), *arguments),
                ],
                env=environment(home, **more),
                stdout=log,
                stderr=log,
            )
        self.url = f"http://127.0.0.1:{self.port}"

    def ready(self) -> "Service":
        until = time.monotonic() + 180
        while not (self.home / running.NAME).exists():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)
        return self

    def post(self, path: str, body: dict[str, object], token: str = TOKEN) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.post(self.url + path, json=body, headers=headers, timeout=60, trust_env=False)

    def get(self, path: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx.get(self.url + path, headers=headers, timeout=60, trust_env=False)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("served")
    publish(home, [document(DOSE, POTASSIUM)])
    return home


@pytest.fixture(scope="module")
def service(home: Path) -> Iterator[Service]:
    service = Service(home)
    try:
        yield service.ready()
    finally:
        service.stop(signal.SIGKILL)
        running.withdraw(home, service.process.pid)


def test_a_served_answer_quotes_the_document_at_its_span(service: Service) -> None:
    reply = service.post("/v1/questions", {"question": QUESTION})
    assert reply.status_code == 200, reply.text
    outcome = reply.json()
    assert outcome["kind"] == "answer"
    for claim in outcome["claims"]:
        for citation in claim["citations"]:
            text = service.get(f"/v1/documents/{citation['document_id']}").json()["text"]
            span = citation["span"]
            assert text[span["start"] : span["end"]] == citation["quote"]


def test_a_stream_sends_the_evidence_before_the_claims(service: Service) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "text/event-stream"}
    url = f"{service.url}/v1/questions"
    body = {"question": QUESTION}
    with httpx.stream("POST", url, json=body, headers=headers, trust_env=False) as reply:
        names = [line[7:] for line in reply.iter_lines() if line.startswith("event: ")]
    assert names[0] == "evidence"
    assert names[1] == "claim"
    assert names[-1] == "done"
    assert names.count("done") == 1


def test_without_the_token_the_service_tells_nothing(service: Service) -> None:
    for token in ("", "wrong"):
        reply = service.post("/v1/questions", {"question": QUESTION}, token=token)
        assert reply.status_code == 401
        assert "mg" not in reply.text


def test_the_command_line_asks_the_service(service: Service) -> None:
    ran = citewell(service.home, "ask", QUESTION, "--json", CITEWELL_EMBEDDER="/no/such/model")
    assert ran.returncode == 0, ran.stderr  # in process that embedder could not be loaded
    assert json.loads(ran.stdout)["kind"] == "answer"


def test_a_port_in_use_is_one_line_and_exit_2(service: Service, tmp_path: Path) -> None:
    ran = citewell(tmp_path, "serve", "--port", str(service.port))
    assert ran.returncode == 2
    assert f"port {service.port}" in ran.stderr
    assert "--port" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_second_service_of_the_same_home_refuses(service: Service) -> None:
    ran = citewell(service.home, "serve", "--port", str(free_port()))
    assert ran.returncode == 2
    assert service.url in ran.stderr


def test_no_log_line_holds_a_question(service: Service) -> None:
    service.post("/v1/questions", {"question": "Quixotrin Weatherby, dose?"})
    service.get("/v1/passages/Quixotrin?name=Weatherby")
    log = service.log.read_text()
    assert '"method": "POST", "route": "/v1/questions", "status": 200' in log
    assert "Quixotrin" not in log
    assert "Weatherby" not in log


def test_a_new_generation_is_swapped_in_without_failing_a_request(service: Service) -> None:
    statuses: list[int] = []
    stopping = threading.Event()

    def ask_on() -> None:
        while not stopping.is_set():
            statuses.append(service.post("/v1/questions", {"question": QUESTION}).status_code)

    threads = [threading.Thread(target=ask_on) for _ in range(3)]
    before = service.get("/readyz").json()["generation"]
    for thread in threads:
        thread.start()
    try:
        made = publish(service.home, [document(LATER, DOSE, POTASSIUM)])
        time.sleep(0.5)
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
    assert set(statuses) == {200}
    assert made != before
    assert service.get("/readyz").json()["generation"] == made
    found = service.post("/v1/search", {"query": "drug C at night"}).json()
    assert found["passages"][0]["text"] == LATER


def test_told_to_stop_it_finishes_what_it_began(home: Path, service: Service) -> None:
    """Last of this module: it stops the shared service."""
    broken: list[str] = []
    answered = threading.Event()

    def ask_on() -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            while True:
                try:
                    reply = client.post(
                        f"{service.url}/v1/questions", json={"question": QUESTION}, headers=headers
                    )
                    if reply.status_code != 200:
                        broken.append(reply.text)
                    answered.set()
                except httpx.ConnectError:
                    return
                except httpx.RemoteProtocolError as error:
                    # The kept-alive connection was closed between two questions.
                    if "without sending a response" not in str(error):
                        broken.append(str(error))
                    return
                except httpx.ReadError:
                    return

    thread = threading.Thread(target=ask_on)
    thread.start()
    assert answered.wait(30)
    assert service.stop(signal.SIGTERM) == 0
    thread.join()
    assert broken == []
    assert not (home / running.NAME).exists()
    assert "Stopped" in service.log.read_text()


def test_a_killed_service_leaves_the_command_line_working(home: Path) -> None:
    service = Service(home, "--dev", CITEWELL_TOKEN="").ready()
    try:
        assert service.post("/v1/questions", {"question": QUESTION}, token="").status_code == 200
        assert "DEVELOPMENT MODE" in service.log.read_text()
    finally:
        service.stop(signal.SIGKILL)
    assert (home / running.NAME).exists()
    ran = citewell(home, "ask", QUESTION, "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["kind"] == "answer"


def test_without_an_index_it_starts_and_says_it_is_not_ready(tmp_path: Path) -> None:
    service = Service(tmp_path).ready()
    try:
        assert service.get("/healthz").status_code == 200
        reply = service.get("/readyz")
        assert reply.status_code == 503
        assert reply.json()["type"] == "urn:citewell:problem:index-unavailable"
        assert service.post("/v1/questions", {"question": QUESTION}).status_code == 503
        ran = citewell(tmp_path, "ask", QUESTION)
        assert ran.returncode == 3
        assert ran.stderr.count("\n") == 1
    finally:
        assert service.stop(signal.SIGINT) == 0
    assert not (tmp_path / running.NAME).exists()


def test_a_host_that_is_not_this_machines_is_refused(tmp_path: Path) -> None:
    ran = citewell(tmp_path, "serve", "--host", "192.0.2.1", "--port", str(free_port()))
    assert ran.returncode == 2
    assert "192.0.2.1" in ran.stderr


def test_answers_are_left_off_the_record_in_development_alone(tmp_path: Path) -> None:
    refused = citewell(tmp_path, "serve", "--no-audit", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "--dev" in refused.stderr
    publish(tmp_path, [document(DOSE, POTASSIUM)])
    for audited, rows in ((False, 0), (True, 1)):
        parts = build_parts(Settings(home=tmp_path), audited=audited)
        try:
            parts.answering.answer(Question.asked(QUESTION), Caller(name="t", access=EVERYTHING))
            assert parts.audit is not None
            assert len(parts.audit.entries()) == rows
        finally:
            parts.close()
