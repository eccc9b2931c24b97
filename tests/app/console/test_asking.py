"""The command line asks the running service, and copes when it is gone."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import uvicorn

from app import running
from app.console import asking
from app.console.bundles import Bundle
from app.domain import errors
from app.domain.answer import Answer
from app.domain.question import Question
from app.settings import Settings
from tests.app.http.conftest import DOSE, LARGEST_RECORD, TOKEN, World


@pytest.fixture
def world() -> World:
    return World()


def told(url: str, pid: int, token: str = TOKEN) -> running.Running:
    return running.Running(url=url, pid=pid, token=token, started=datetime.now(UTC))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(world: World) -> Iterator[str]:
    port = free_port()
    config = uvicorn.Config(world.service, port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def test_an_answer_comes_from_the_service_whole(tmp_path: Path, world: World) -> None:
    notes: list[str] = []
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        settings = Settings(home=tmp_path)
        outcome = asking.ask(settings, Question.asked("dose of drug A"), notes.append)
        found = asking.find(settings, Question.asked("drug A"), 2, notes.append)
    assert isinstance(outcome, Answer)
    assert outcome.claims[0].citations[0].quote == DOSE
    assert len(found.passages) == 2
    assert notes == []


RECORD = (
    '{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "1"}}]}'
)


def test_a_record_goes_with_the_question_to_the_service(tmp_path: Path, world: World) -> None:
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        bundle = Bundle(RECORD, date(2025, 12, 31))
        question = Question.asked("dose of drug A")
        asking.ask(Settings(home=tmp_path), question, pytest.fail, bundle)
        made = asking.summarise(Settings(home=tmp_path), bundle, pytest.fail)
    record = world.answering.asked[-1][0].record
    assert record is not None
    assert (record.patient, record.as_of) == ("Patient/1", date(2025, 12, 31))
    assert (made.patient, made.as_of) == ("Patient/1", date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"resourceType": "Bundle"}', "Bundle.entry"),
        ("[]", "Bundle"),
        (f'{{"x": "{"x" * (LARGEST_RECORD + 2_000_000)}"}}', "Bundle"),
    ],
)
def test_a_record_that_the_service_refuses_is_refused_here(
    tmp_path: Path, world: World, text: str, path: str
) -> None:
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        with pytest.raises(errors.UnusableRecord) as raised:
            asking.summarise(Settings(home=tmp_path), Bundle(text), pytest.fail)
    assert raised.value.path == path


def test_a_proxy_in_the_environment_never_sees_a_question(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        outcome = asking.ask(Settings(home=tmp_path), Question.asked("drug A"), pytest.fail)
    assert isinstance(outcome, Answer)


@pytest.mark.parametrize(
    "error",
    [
        errors.IndexUnavailable("Nothing was ingested yet. Run citewell ingest PATH."),
        errors.IndexMismatch("Another embedder. Run citewell index rebuild."),
        errors.GenerationTimeout("Too slow. Ask again."),
    ],
)
def test_an_error_of_the_service_is_told_as_if_it_happened_here(
    tmp_path: Path, world: World, error: errors.CitewellError
) -> None:
    world.answering.broken = error
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        with pytest.raises(type(error), match=str(error)[:20]):
            asking.ask(Settings(home=tmp_path), Question.asked("dose"), pytest.fail)


def test_a_token_of_another_service_is_refused(tmp_path: Path, world: World) -> None:
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid(), token="another"))
        with pytest.raises(errors.Unauthenticated):
            asking.ask(Settings(home=tmp_path), Question.asked("dose"), pytest.fail)


def test_something_else_on_the_port_is_no_service(tmp_path: Path, world: World) -> None:
    async def other(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"<html>"})  # type: ignore[operator]

    world.service = other  # type: ignore[assignment]
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        with pytest.raises(errors.CitewellError, match="no Citewell service"):
            asking.ask(Settings(home=tmp_path), Question.asked("dose"), pytest.fail)


def test_the_announcement_is_its_owners_alone(tmp_path: Path) -> None:
    running.announce(tmp_path / "new", told("http://127.0.0.1:1", os.getpid()))
    assert (tmp_path / "new" / running.NAME).stat().st_mode & 0o777 == 0o600
    assert [each.name for each in (tmp_path / "new").iterdir()] == [running.NAME]


def test_a_stale_announcement_is_not_believed(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    running.announce(tmp_path, told("http://127.0.0.1:1", gone.pid))
    assert running.find(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"{}", b"[1]"])
def test_a_torn_announcement_is_not_believed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / running.NAME).write_bytes(content)
    assert running.find(tmp_path) is None


def test_only_its_own_announcement_is_withdrawn(tmp_path: Path) -> None:
    running.announce(tmp_path, told("http://127.0.0.1:1", os.getpid()))
    running.withdraw(tmp_path, os.getpid() + 1)
    assert running.find(tmp_path) is not None
    running.withdraw(tmp_path, os.getpid())
    assert running.find(tmp_path) is None
    assert not running.answers(f"http://127.0.0.1:{free_port()}")
