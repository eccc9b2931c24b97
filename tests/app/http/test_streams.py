"""A stream while nothing comes, and one that a client would resume."""

import asyncio
import threading
from collections.abc import Generator

import pytest
from fastapi.testclient import TestClient

from app.http.events import ALIVE, sending
from app.http.leaving import Leaving

STREAM = {"Accept": "text/event-stream"}
QUESTION = {"question": "dose of drug A, mg daily?"}


def slow(until: threading.Event, ended: list[bool]) -> Generator[bytes, None, None]:
    try:
        yield b"first"
        assert until.wait(60)
        yield b"second"
    finally:
        ended.append(True)


def test_a_silent_stream_gives_signs_of_life_and_loses_no_frame() -> None:
    going, ended = threading.Event(), list[bool]()

    async def read() -> list[bytes]:
        seen = []
        async for frame in sending(slow(going, ended), Leaving(), quiet=0.01):
            seen.append(frame)
            if seen.count(ALIVE) == 3:
                going.set()
        return seen

    seen = asyncio.run(read())
    assert [frame for frame in seen if frame != ALIVE] == [b"first", b"second"]
    assert seen.count(ALIVE) >= 3
    assert ended == [True]
    assert ALIVE.startswith(b":"), "a comment is no event"


def test_a_stream_that_keeps_coming_has_no_comment() -> None:
    going, ended = threading.Event(), list[bool]()
    going.set()

    async def read() -> list[bytes]:
        return [frame async for frame in sending(slow(going, ended), Leaving(), quiet=60)]

    assert asyncio.run(read()) == [b"first", b"second"]


def test_a_client_that_leaves_between_two_signs_of_life_ends_the_work() -> None:
    going, ended, leaving = threading.Event(), list[bool](), Leaving()

    async def leave() -> None:
        reading = sending(slow(going, ended), leaving, quiet=0.01)
        async for frame in reading:
            if frame == ALIVE:
                break
        going.set()
        await reading.aclose()  # type: ignore[attr-defined]  # an asynchronous generator has it

    asyncio.run(leave())
    assert leaving()
    assert ended == [True]


def test_a_stream_that_breaks_raises_what_broke_it() -> None:
    def broken() -> Generator[bytes, None, None]:
        yield b"first"
        raise OSError("the disk")

    async def read() -> None:
        async for _ in sending(broken(), Leaving()):
            pass

    with pytest.raises(OSError, match="the disk"):
        asyncio.run(read())


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/questions", QUESTION), ("/v1/chat", {"message": "dose of drug A?"})]
)
def test_to_resume_a_stream_is_refused_and_said_why(
    client: TestClient, path: str, body: dict[str, str]
) -> None:
    asked = client.post(path, json=body, headers={**STREAM, "Last-Event-ID": "2"})
    assert asked.status_code == 422
    (fault,) = asked.json()["errors"]
    assert fault["at"] == "header.last-event-id"
    assert "not resumed" in fault["message"]
    whole = client.post(path, json=body, headers={"Last-Event-ID": "2"})
    assert whole.status_code == 200, "no stream is asked for"
