"""`citewell chat`: each line a message, with the running service."""

import os
import re
from pathlib import Path

import pytest

from app import running
from tests.app.console.test_asking import served, told
from tests.app.http.conftest import DOSE, World
from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]


@pytest.fixture
def world() -> World:
    return World()


def talked(citewell: CommandLine, world: World, home: Path, lines: str) -> tuple[int, str, str]:
    with served(world) as url:
        running.announce(home, told(url, os.getpid()))
        ran = citewell("chat", stdin=lines.encode())
        running.withdraw(home, os.getpid())
    return ran.code, ran.out, ran.err


def test_what_was_said_before_is_asked_with(
    citewell: CommandLine, world: World, tmp_path: Path
) -> None:
    code, out, _ = talked(citewell, world, tmp_path, "dose of drug A?\n\nand potassium?\n")
    assert code == 0
    assert DOSE in out
    second = world.answering.asked[1][0]
    assert second.conversation[0].text == "dose of drug A?"


def test_a_person_can_be_asked_for_and_the_conversation_deleted(
    citewell: CommandLine, world: World, tmp_path: Path
) -> None:
    lines = "dose of drug A?\n/person\n/delete\nand potassium?\n"
    code, out, _ = talked(citewell, world, tmp_path, lines)
    assert code == 0
    assert "Nobody watches this chat live" in out
    assert "It is deleted." in out
    assert len(world.chat.queue.waiting()) == 1
    assert world.answering.asked[1][0].conversation == ()


def test_what_is_no_message_is_told_and_the_next_one_read(
    citewell: CommandLine, world: World, tmp_path: Path
) -> None:
    code, out, err = talked(citewell, world, tmp_path, "?!\ndose of drug A?\n")
    assert code == 0
    assert DOSE in out
    assert re.search("no letter and no digit", err)


def test_a_site_that_keeps_nothing_has_no_chat_at_the_terminal(
    citewell: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_CHAT_DAYS", "0")
    ran = citewell("chat", stdin=b"dose?\n")
    assert ran.code == exits_with_a_fault()
    assert "CITEWELL_CHAT_DAYS" in ran.err


def exits_with_a_fault() -> int:
    from app.console.exits import exit_of
    from app.domain.errors import InvalidQuestion

    return int(exit_of(InvalidQuestion("")))
