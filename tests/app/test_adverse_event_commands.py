"""`citewell adverse-events`."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from app.compose_governance import governance_store
from app.compose_people import adverse_events
from app.settings import Settings
from tests.app.test_cli import CommandLine, citewell
from tests.contracts.test_adverse_events import REPORT

__all__ = ["citewell"]


def filed(home: Path) -> str:
    with closing(governance_store(Settings(home=home))) as store:
        return adverse_events(store).add(REPORT).id


def test_nothing_is_made_by_looking(citewell: CommandLine, tmp_path: Path) -> None:
    told = json.loads(citewell("adverse-events", "list", "--json").out)
    assert told == {"reports": 0, "by_report": []}
    assert citewell("adverse-events", "show", "a" * 32).code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_list_holds_no_word_and_one_report_all(citewell: CommandLine, tmp_path: Path) -> None:
    event = filed(tmp_path)
    told = citewell("adverse-events", "list", "--json").out
    assert json.loads(told)["by_report"][0]["id"] == event
    assert "rash" not in told + citewell("adverse-events", "list").out
    assert "rash" in citewell("adverse-events", "show", event).out
    file = tmp_path / "out.jsonl"
    assert citewell("adverse-events", "export", str(file)).code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["report"] == REPORT.model_dump(mode="json")
    (told,) = json.loads(citewell("audit", "list", "--kind", "adverse_event", "--json").out)
    assert (told["entry"]["action"], told["entry"]["subject"]) == ("exported", "reports:1")


def test_nothing_is_sent_unless_it_is_configured(
    citewell: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = citewell("adverse-events", "send")
    assert (ran.code, "CITEWELL_WEBHOOK_URL" in ran.err) == (2, True)
    monkeypatch.setenv("CITEWELL_WEBHOOK_URL", "https://safety.example/x")
    ran = citewell("adverse-events", "send")
    assert (ran.code, "CITEWELL_WEBHOOK_SECRET" in ran.err) == (2, True)
    monkeypatch.setenv("CITEWELL_WEBHOOK_SECRET", "s" * 32)
    ran = citewell("adverse-events", "send")
    assert (ran.code, "CITEWELL_WEBHOOK_HOSTS" in ran.err) == (2, True)
    monkeypatch.setenv("CITEWELL_WEBHOOK_HOSTS", "safety.example")
    ran = citewell("adverse-events", "send")
    assert (ran.code, ran.out) == (0, "Told: 0. Still to tell: 0.\n")
