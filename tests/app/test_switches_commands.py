"""`citewell switches`."""

import json
from pathlib import Path

import pytest

from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]

WHO = ("--by", "A. Examplo, pharmacist", "--because", "recall of 1 March")


def test_nothing_is_off_and_nothing_is_made_by_looking(
    citewell: CommandLine, tmp_path: Path
) -> None:
    assert json.loads(citewell("switches", "list", "--json").out) == {"off": 0, "by_switch": []}
    assert list(tmp_path.iterdir()) == []


def test_a_drug_goes_off_by_its_identity_and_is_on_record(citewell: CommandLine) -> None:
    made = json.loads(citewell("switches", "off", "drug", "Norvasc", *WHO, "--json").out)
    assert made["subject"] == "amlodipine"
    told = json.loads(citewell("switches", "list", "--json").out)
    assert told["off"] == 1
    assert told["by_switch"][0]["reason"] == "recall of 1 March"
    assert citewell("switches", "on", "drug", "amlodipine", *WHO).code == 0
    assert json.loads(citewell("switches", "list", "--json").out)["off"] == 0
    history = json.loads(citewell("switches", "list", "--history", "--json").out)
    assert [each["off"] for each in history["by_switch"]] == [False, True]
    audited = json.loads(citewell("audit", "list", "--kind", "kill_switch", "--json").out)
    assert [(each["entry"]["action"], each["entry"]["subject"]) for each in audited] == [
        ("on", "drug/amlodipine"),
        ("off", "drug/amlodipine"),
    ]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("off", "topic", "hart"), "Topics:"),
        (("off", "drug", "ACE inhibitors"), "no single medicine"),
        (("off", "drug"), "Which drug"),
        (("off", "everything", "else"), "no parts"),
        (("on", "topic", "heart"), "not switched off"),
    ],
)
def test_what_cannot_be_switched_is_told(
    citewell: CommandLine, given: tuple[str, ...], says: str
) -> None:
    ran = citewell("switches", *given, *WHO)
    assert ran.code == 2
    assert says in ran.err


def test_who_and_why_are_needed(citewell: CommandLine) -> None:
    assert citewell("switches", "off", "everything").code == 2
    short = ("--by", "A. Examplo", "--because", "no")
    assert citewell("switches", "off", "everything", *short).code == 2


def test_a_name_that_nobody_knows_is_switched_by_its_words(citewell: CommandLine) -> None:
    ran = citewell("switches", "off", "drug", "Qwxzolumabtest", *WHO)
    assert ran.code == 0
    assert "these very words" in ran.err
    assert "qwxzolumabtest" in citewell("switches", "list").out
