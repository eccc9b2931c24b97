"""Two guidelines of two countries that disagree, through the real program.

The guidelines are ours and illustrative.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import ROOT, citewell

QUESTION = "What dose of flucloxacillin is given for cellulitis in adults?"
CORPUS = """
name = "two-countries"
licence = "CC0-1.0"

[[document]]
path = "one.md"
publisher = "One"
jurisdiction = "US"
published = 2024-03-01

[[document]]
path = "two.md"
publisher = "Two"
jurisdiction = "NG"
published = 2012-05-01
review_due = 2017-05-01
"""
ONE = """# Skin infections

## Cellulitis

Adults with cellulitis are given flucloxacillin 500 mg by mouth four times daily. Illustrative.
"""
TWO = """# Regional treatment manual

## Cellulitis

In adults with cellulitis the dose of flucloxacillin is 1 g orally four times daily. Illustrative.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two countries")
    for name, text in (("corpus.toml", CORPUS), ("one.md", ONE), ("two.md", TWO)):
        (folder / name).write_text(text)
    home = tmp_path_factory.mktemp("home")
    done = citewell(home, "ingest", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    return home


def asked(home: Path, jurisdiction: str | None) -> dict[str, Any]:
    local = {"CITEWELL_JURISDICTION": jurisdiction} if jurisdiction else {}
    done = citewell(home, "ask", QUESTION, "--json", cwd=ROOT, timeout=240, **local)
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


@pytest.mark.parametrize(
    ("jurisdiction", "rule", "preferred"),
    [(None, "newer", "500 mg"), ("NG", "local", "1 g")],
)
def test_both_are_shown_and_a_rule_prefers_one(
    home: Path, jurisdiction: str | None, rule: str, preferred: str
) -> None:
    outcome = asked(home, jurisdiction)
    (found,) = outcome["conflicts"]
    assert found["about"] == "dose"
    assert found["preference"]["rule"] == rule
    side = found["sides"][found["preference"]["side"]]
    assert side["says"].startswith(preferred)
    labels = {each["label"] for each in outcome["evidence"]}
    assert {each["citation"]["label"] for each in found["sides"]} <= labels
    assert any("2017-05-01" in note for note in outcome["notes"])


def test_a_person_reads_both_with_date_and_place(home: Path) -> None:
    done = citewell(home, "ask", QUESTION, COLUMNS="1000")
    assert "Sources disagree on the dose of flucloxacillin" in done.stdout
    assert "One, US, 2024-03-01" in done.stdout
    assert "Two, NG, 2012-05-01" in done.stdout
    assert "(preferred)" in done.stdout
