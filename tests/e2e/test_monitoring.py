"""What is asked of the real program, and reviewed, is what it tells of itself."""

import json
from pathlib import Path

import pytest

from tests.e2e.terminal import citewell

QUESTION = "What dose of apixaban with an eGFR of 22?"
BY = ("--by", "A. Examplo, pharmacist")


@pytest.mark.slow
def test_a_question_and_its_review_are_monitored(own_home: Path) -> None:
    asked = citewell(own_home, "ask", QUESTION, "--json", CITEWELL_REVIEW_SAMPLE="1")
    outcome = json.loads(asked.stdout)
    (task,) = json.loads(citewell(own_home, "reviews", "list", "--json").stdout)["by_task"]
    assert task["trace_id"] == outcome["trace"]["trace_id"]
    for step in ("claim", "approve"):
        assert citewell(own_home, "reviews", step, str(task["id"]), *BY).returncode == 0
    page = own_home / "page.html"
    done = citewell(own_home, "monitor", "--json", "--html", str(page), "--fail-on-signal")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [each["approved"] for each in told["sample"]["estimates"][:1]] == [1]
    assert dict(told["topics"]["latest"]).keys() >= {"anticoagulation"}
    assert told["groups"][0]["by_period"][-1]["outcomes"] == 1
    assert told["latency"][-1]["p50"] > 0
    for text in (done.stdout, page.read_text()):
        assert "apixaban" not in text.casefold()
        assert "eGFR" not in text
