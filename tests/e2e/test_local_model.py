"""The real program with a model of this machine, whose words mean nothing and whose engine dies."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.e2e.conftest import free_port, wait_until_ready
from tests.e2e.terminal import CITEWELL, ROOT, citewell, environment
from tests.gguf_models import BABBLE, chained

ASKED = "What dose of apixaban with an eGFR of 22?"
LONG = 65_536
"""Tokens that no machine writes in the time it has."""


def local(model: Path, folder: Path) -> dict[str, str]:
    return {
        "CITEWELL_GENERATOR": "local",
        "CITEWELL_LOCAL_MODEL": str(model),
        "CITEWELL_MODELS": str(folder),
        "CITEWELL_EMBEDDER_BACKEND": "torch-float32",
    }


def test_words_that_no_source_carries_are_withheld_and_the_sources_quoted(
    own_home: Path, tmp_path: Path
) -> None:
    told = local(chained(tmp_path), tmp_path / "models")
    done = citewell(own_home, "ask", ASKED, "--json", cwd=ROOT, timeout=240, **told)
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert (outcome["kind"], outcome["drafted_by"]) == ("answer", "quotations")
    assert len(outcome["withheld"]) == 1
    assert "passed its checks" in outcome["notes"][0]
    assert outcome["trace"]["generator"].startswith("llama-1:")
    assert "ba be bi" not in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "GGUF"), (b"<html>not a model</html>" * 100, "GGUF"), (None, "CITEWELL_LOCAL_MODEL")],
)
def test_a_service_whose_model_cannot_run_does_not_start(
    own_home: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    told = local(tmp_path / "model.gguf", tmp_path / "models")
    if content is None:
        del told["CITEWELL_LOCAL_MODEL"]
    else:
        (tmp_path / "model.gguf").write_bytes(content)
    done = citewell(
        own_home, "serve", "--dev", "--port", str(free_port()), cwd=ROOT, timeout=120, **told
    )
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def service(own_home: Path, tmp_path: Path) -> Iterator[tuple[str, psutil.Process]]:
    """One whose model begins a sentence and writes at it until its time is over, as it would on a
    machine ten times as fast."""
    port = free_port()
    told = local(chained(tmp_path, BABBLE, context=LONG), tmp_path / "models")
    told |= {"CITEWELL_LOCAL_CONTEXT": str(LONG), "CITEWELL_LOCAL_ANSWER": str(LONG - 4096)}
    told |= {"CITEWELL_LOCAL_SECONDS": "10", "CITEWELL_THREADS": "1"}
    process = subprocess.Popen(
        [str(CITEWELL), "serve", "--dev", "--port", str(port)],
        cwd=ROOT,
        env=environment(own_home, **told),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process)
        yield url, psutil.Process(process.pid)
    finally:
        process.terminate()
        assert process.wait(30) == 0


def engine(service: psutil.Process) -> psutil.Process | None:
    for each in service.children():
        if "app.generation.llama" in " ".join(each.cmdline()):
            return each
    return None


@pytest.mark.slow
def test_an_engine_that_is_killed_leaves_quotations_and_the_next_question_is_answered(
    service: tuple[str, psutil.Process],
) -> None:
    url, process = service
    outcomes: list[dict[str, Any]] = []

    def ask() -> None:
        reply = httpx.post(
            f"{url}/v1/questions", json={"question": ASKED}, trust_env=False, timeout=120
        )
        assert reply.status_code == 200, reply.text
        outcomes.append(reply.json())

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = time.monotonic() + 60
    while (running := engine(process)) is None or running.cpu_times().user < 1.0:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.kill()
    asking.join()
    ask()
    for outcome in outcomes:
        assert (outcome["kind"], outcome["drafted_by"]) == ("answer", "quotations")
        assert len(outcome["notes"]) == 1
        assert outcome["claims"]
    again = engine(process)
    assert again is not None
    assert again.pid != running.pid


@pytest.mark.slow
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_hangs_up_frees_the_engine_for_the_next(
    service: tuple[str, psutil.Process], accept: str
) -> None:
    url, process = service
    for _ in range(2):  # the first loads the model
        with (
            httpx.Client(trust_env=False, timeout=1) as client,
            pytest.raises(httpx.ReadTimeout),
            client.stream(
                "POST", f"{url}/v1/questions", json={"question": ASKED}, headers={"Accept": accept}
            ) as reply,
        ):
            reply.read()
    running = engine(process)
    assert running is not None
    deadline = time.monotonic() + 6
    while busy(running):  # two drafts, had nobody told it
        assert time.monotonic() < deadline, "the engine goes on for nobody"


def busy(process: psutil.Process) -> bool:
    before = process.cpu_times().user
    time.sleep(0.5)
    return bool(process.cpu_times().user - before > 0.1)
