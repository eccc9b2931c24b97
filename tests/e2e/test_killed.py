"""`kill -9` at any instant of an ingest leaves the last good index, and the next run completes."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from app.compose import build_parts
from app.domain.corpus import Audience
from app.domain.question import Caller, Question
from app.domain.ranking import Access
from app.settings import read_settings
from tests.e2e.terminal import CITEWELL, ROOT, SAMPLE, citewell, environment

KILLS = 20
OPERATOR = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_kill_at_any_instant_leaves_the_last_good_index(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / "note.md").write_text(
        "# Zebrafen\n\nIllustrative, not for clinical use.\n\n"
        "## Dose\n\nThe usual dose of zebrafen in adults is 12 mg once daily.\n"
    )
    base = tmp_path / "base"
    ingested = citewell(base, "ingest", str(first), "--licence-unstated", "--json")
    assert ingested.returncode == 0, ingested.stderr

    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    began = time.monotonic()
    assert citewell(whole, "ingest", str(SAMPLE), "--json").returncode == 0
    duration = time.monotonic() - began

    dice = random.Random(20)
    interrupted = 0
    for kill in range(KILLS):
        home = tmp_path / f"home-{kill}"
        shutil.copytree(base, home)
        process = subprocess.Popen(
            [str(CITEWELL), "ingest", str(SAMPLE), "--json"],
            cwd=ROOT,
            env=environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.0, duration))
        if kill % 2:  # the parent alone: its engine process must end by itself
            os.kill(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        interrupted += process.wait() == -signal.SIGKILL

        parts = build_parts(read_settings(home=home))
        outcome = parts.answering.answer(Question.asked("What is the dose of zebrafen?"), OPERATOR)
        parts.close()
        assert outcome.kind == "answer", kill
        assert "12 mg once daily" in outcome.claims[0].text

        if kill % 5 == 0:
            again = citewell(home, "ingest", str(SAMPLE), "--json")
            assert again.returncode == 0, again.stderr
            assert citewell(home, "index", "verify").returncode == 0
            with_sample = json.loads(citewell(home, "index", "list", "--json").stdout)
            assert with_sample["kept"][0]["counts"]["documents"] > 10
        leftovers = list(home.glob("building-*")) if kill % 5 == 0 else []
        assert leftovers == []
        shutil.rmtree(home)
    assert interrupted >= KILLS // 2
