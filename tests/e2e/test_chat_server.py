"""The real program with a language model on another machine, which lies, hangs or is gone."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.app.generation.chat_server import Handler, Reply, Server, hangs, says, serving, status
from tests.e2e.terminal import CITEWELL, ROOT, environment

ASKED = "What dose of apixaban with an eGFR of 22?"


def ask(home: Path, server: Server, **settings: str) -> dict[str, Any]:
    """The outcome of `citewell ask`, which ended well and said nothing beside it."""
    told = {
        "CITEWELL_GENERATOR": "remote",
        "CITEWELL_REMOTE_URL": server.url,
        "CITEWELL_REMOTE_RETRIES": "0",
        **settings,
    }
    done = subprocess.run(
        [str(CITEWELL), "ask", ASKED, "--json"],
        cwd=ROOT,
        env={**environment(home), **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    assert outcome["kind"] == "answer", outcome
    return outcome


def evidence_of(to: Handler) -> list[tuple[int, str]]:
    """Labels and first lines of what the prompt shows."""
    site: Server = to.server  # type: ignore[assignment]
    shown = site.asked[-1]["messages"][1]["content"].split("\n\nQuestion:")[0]
    blocks = re.findall(r"^\[(\d+)\] .*\n((?:(?!\[\d+\] ).*\n?)*)", shown, re.MULTILINE)
    return [(int(label), text.strip().splitlines()[0]) for label, text in blocks]


def drafts(*texts: str) -> Reply:
    """Claims on the first evidence on apixaban; `{line}` is what it says."""

    def reply(to: Handler) -> None:
        label, line = next(
            (label, line) for label, line in evidence_of(to) if "apixaban" in line.lower()
        )
        claims = [{"cite": [label], "text": text.replace("{line}", line)} for text in texts]
        says(json.dumps({"answered": True, "claims": claims}))(to)

    return reply


def test_a_sentence_that_its_evidence_carries_is_shown_as_the_models(own_home: Path) -> None:
    with serving(drafts("{line}")) as server:
        outcome = ask(own_home, server)
    assert outcome["drafted_by"] == "model"
    assert outcome["notes"] == []
    assert len(server.asked) == 1
    for claim in outcome["claims"]:
        assert claim["text"] in [citation["quote"] for citation in claim["citations"]]


@pytest.mark.parametrize(
    "reply",
    [status(500), hangs("", 3)],
    ids=["broken", "hangs"],
)
def test_a_model_that_gives_out_leaves_quotations_and_a_note(own_home: Path, reply: Reply) -> None:
    with serving(reply) as server:
        outcome = ask(own_home, server, CITEWELL_REMOTE_IDLE="0.5")
    assert outcome["drafted_by"] == "quotations"
    assert len(outcome["notes"]) == 1
    for claim in outcome["claims"]:
        assert claim["text"] == claim["citations"][0]["quote"]


def test_a_host_that_is_not_listed_ends_the_program_before_anything_is_sent(
    own_home: Path,
) -> None:
    with serving(says("")) as server:
        done = subprocess.run(
            [str(CITEWELL), "ask", ASKED],
            cwd=ROOT,
            env={
                **environment(own_home),
                "CITEWELL_GENERATOR": "remote",
                "CITEWELL_REMOTE_URL": server.url,
                "CITEWELL_REMOTE_HOSTS": "llm.ward.local",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert server.asked == []
    assert done.returncode == 2
    assert "CITEWELL_REMOTE_HOSTS" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 4
