from pathlib import Path

import pytest

from eval.bench.from_files import sample
from eval.bench.peak_memory import run_measured
from eval.sets import RetrievalSet, SetDocument, SetQuestion
from eval.suite import UnusableSet

SET = RetrievalSet(
    name="made-up",
    split="test",
    documents=tuple(SetDocument(id=f"d{n}", title="", text=f"Text {n}") for n in range(40)),
    questions=tuple(SetQuestion(id=f"q{n}", text=f"Question {n}") for n in range(10)),
    qrels={f"q{n}": {f"d{n}": 1, f"d{n + 10}": 0} for n in range(10)},
)


def test_a_sample_holds_all_that_its_questions_need() -> None:
    some = sample(SET, 12)
    held = {one.id for one in some.documents}
    assert len(held) == 12
    assert 6 <= len(some.questions) < 10
    assert all(f"d{question.id[1:]}" in held for question in some.questions)
    assert set(some.qrels) == {question.id for question in some.questions}


def test_a_sample_is_the_same_every_time() -> None:
    assert sample(SET, 12) == sample(SET, 12)


def test_a_sample_of_everything_is_everything() -> None:
    assert sample(SET, 1000) == SET


def test_a_sample_too_small_for_any_question_is_refused() -> None:
    needy = SET.model_copy(update={"qrels": {"q0": {f"d{n}": 1 for n in range(30)}}})
    with pytest.raises(UnusableSet, match="take more"):
        sample(needy, 5)


def test_memory_of_a_child_and_of_its_children_is_counted() -> None:
    pytest.importorskip("psutil")
    held = "import time; held = bytearray(60_000_000); time.sleep(0.4)"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])"
    assert run_measured(["python3", "-c", nested]).peak_bytes > 60_000_000


def test_the_processor_is_counted_for_processes_that_nobody_waits_for() -> None:
    pytest.importorskip("psutil")
    busy = "import time\nwhile time.process_time() < 0.6: pass\ntime.sleep(20)"
    nested = (
        "import os, subprocess, sys, time;"
        f"p = subprocess.Popen([sys.executable, '-c', {busy!r}]); time.sleep(4);"
        "p.kill(); os._exit(0)"
    )
    assert run_measured(["python3", "-c", nested]).cpu_seconds > 0.5


def test_a_child_that_fails_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    pytest.importorskip("psutil")
    with pytest.raises(UnusableSet, match="ValueError: no such thing"):
        run_measured(["python3", "-c", "raise ValueError('no such thing')"])
    assert not list(tmp_path.iterdir())
