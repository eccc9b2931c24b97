"""A conversation with a real server process: what the first turn told counts in the last one,
streamed or not; two messages at once; who leaves; deletion and a person who takes over."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.terminal import citewell

GONE = 404
BUSY = 409


class Chat:
    def __init__(self, url: str) -> None:
        self._url = url
        self.id: str | None = None

    def say(self, text: str, *, streamed: bool = False, **more: object) -> Any:
        body = {"message": text, **more}
        if self.id is not None:
            body["conversation_id"] = self.id
        headers = {"Accept": "text/event-stream"} if streamed else {}
        reply = httpx.post(
            f"{self._url}/v1/chat", json=body, headers=headers, timeout=120, trust_env=False
        )
        assert reply.status_code == 200, reply.text
        if streamed:
            _, name, data = reply.text.strip().split("\n\n")[-1].split("\n")
            assert name == "event: done"
            told = json.loads(data.removeprefix("data: "))["reply"]
        else:
            told = reply.json()
        self.id = told["conversation_id"]
        return told


def rules(told: Any) -> set[str]:
    checks = told["outcome"]["checks"]
    return {one["rule"] for one in checks if one["status"] in ("warn", "block")}


@pytest.mark.parametrize("streamed", [False, True])
def test_a_pregnancy_of_the_first_turn_counts_in_the_fourth(server: str, streamed: bool) -> None:
    chat = Chat(server)
    chat.say("I am pregnant.", streamed=streamed)
    chat.say("I have been tired.", streamed=streamed)
    chat.say("It burns when I pee.", streamed=streamed)
    told = chat.say("Which antibiotic can I take, doxycycline?", streamed=streamed)
    assert told["turn"] == 4
    assert "pregnancy/tetracyclines" in rules(told)
    assert "may not be safe for you" in told["text"]
    claims = told["outcome"].get("claims", [])
    assert not [one for one in claims if "doxycycline" in one["text"].lower()]
    other = Chat(server).say("Which antibiotic can I take, doxycycline?", streamed=streamed)
    assert "pregnancy/tetracyclines" not in rules(other)


def test_an_emergency_is_referred_and_the_next_turn_does_not_forget_it(server: str) -> None:
    chat = Chat(server)
    first = chat.say("I have crushing chest pain and sweat.", country="GB")
    assert first["outcome"]["kind"] == "referral"
    assert "999" in first["text"]
    second = chat.say("What can I eat tonight?", country="GB")
    assert second["text"].startswith("I have not forgotten")
    assert "999" in second["text"]
    third = chat.say("A nurse has seen me, it is over now.", country="GB")
    assert third["outcome"]["kind"] != "referral"
    assert third["text"].startswith("You told me before of something that may be an emergency.")


def test_of_two_messages_at_once_none_is_lost_and_none_comes_between(server: str) -> None:
    chat = Chat(server)
    chat.say("I take warfarin.")

    def coming(number: int) -> int:
        body = {"message": f"Is it fine with {number} glasses of milk?", "conversation_id": chat.id}
        return httpx.post(f"{server}/v1/chat", json=body, timeout=120, trust_env=False).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(coming, range(6)))
    assert set(codes) <= {200, BUSY}
    assert 200 in codes
    turns = httpx.get(f"{server}/v1/chat/{chat.id}", trust_env=False).json()["turns"]
    assert len(turns) == 1 + codes.count(200)
    assert all(turn["reply"] for turn in turns)


def test_who_leaves_mid_stream_can_go_on(server: str) -> None:
    chat = Chat(server)
    chat.say("I take warfarin.")
    body = {"message": "How is warfarin monitored?", "conversation_id": chat.id}
    with httpx.Client(base_url=server, timeout=120, trust_env=False) as client:
        with client.stream(
            "POST", "/v1/chat", json=body, headers={"Accept": "text/event-stream"}
        ) as reply:
            assert list(islice(reply.iter_lines(), 2)) == ["id: 1", "event: conversation"]
        for _ in range(100):
            again = client.post("/v1/chat", json=body)
            if again.status_code != BUSY:
                break
    assert again.status_code == 200


def test_what_is_deleted_is_gone_and_no_file_ever_held_it(server: str, sample_home: Path) -> None:
    chat = Chat(server)
    chat.say("My zanzibarian aunt gave me tea, I want to talk to a person.")
    chat.say("The zanzibarian tea is green.")
    assert not holding(sample_home, b"zanzibarian")
    database = sqlite3.connect(sample_home / "governance.sqlite3")
    cells = [cell for (cell,) in database.execute("SELECT words FROM conversation_turns")]
    database.close()
    assert len(cells) >= 2
    assert httpx.delete(f"{server}/v1/chat/{chat.id}", trust_env=False).status_code == 204
    assert httpx.get(f"{server}/v1/chat/{chat.id}", trust_env=False).status_code == GONE
    listed = citewell(sample_home, "audit", "list", "--json")
    assert f"conversation:{chat.id}" in listed.stdout


def holding(home: Path, word: bytes) -> list[Path]:
    return [each for each in home.rglob("*") if each.is_file() and word in each.read_bytes()]


def test_a_person_who_takes_over_reads_a_summary(server: str, sample_home: Path) -> None:
    chat = Chat(server)
    chat.say("I am 12 weeks pregnant and my name is Mrs Ann Examplo.")
    told = chat.say("I want to talk to a person.")
    assert told["hand_off"]["listed"] is True
    assert "Nobody watches this chat live" in told["text"]
    tasks = httpx.get(f"{server}/v1/reviews", trust_env=False).json()["tasks"]
    (task,) = [each for each in tasks if each["trace_id"] == told["hand_off"]["id"]]
    assert task["causes"] == ["hand_off"]
    file = httpx.get(f"{server}/v1/reviews/{task['id']}", trust_env=False).json()
    summary = file["texts"]["question"]
    assert "12 weeks pregnant" in summary
    assert "the person asked to talk to a person" in summary
    assert "Examplo" not in summary
