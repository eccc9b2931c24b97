"""With the network cut, everything works and nothing even tries to reach out.

Two guards at once: an audit hook in every Python process notes each look-up and connection to
anything but loopback, and, where the system lets us, the process runs in a network namespace
that has no way out, so that native code is held too.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.generation.chat_server import says, serving
from tests.e2e.terminal import CITEWELL, ROOT, SAMPLE, environment

GUARD = """
import os, sys

def _watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[:2]
    else:
        return
    if isinstance(address, (str, bytes)):
        return  # a unix socket
    host = address[0]
    host = host.decode() if isinstance(host, bytes) else host
    if host is None or host in ("localhost", "::1") or host.startswith("127."):
        return
    with open(os.environ["EGRESS_LOG"], "a") as log:
        log.write(f"{event} {address!r}\\n")

sys.addaudithook(_watch)
"""


def namespace() -> list[str]:
    """The prefix that cuts a command off, with loopback up; empty where the system forbids it."""
    prefix = ["unshare", "--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "cut"]
    if not shutil.which("unshare") or not shutil.which("ip"):
        return []
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else []


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    log = tmp_path / "egress.log"
    log.touch()
    path = os.pathsep.join(filter(None, (str(guard), os.environ.get("PYTHONPATH"))))
    return environment(tmp_path / "home", PYTHONPATH=path, EGRESS_LOG=str(log))


def attempts(guarded: dict[str, str]) -> str:
    return Path(guarded["EGRESS_LOG"]).read_text()


def test_the_guard_sees_an_attempt(guarded: dict[str, str]) -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=0.2)"
    subprocess.run(
        [*namespace(), sys.executable, "-c", reach], env=guarded, capture_output=True, check=False
    )
    assert "192.0.2.1" in attempts(guarded)


def test_ingest_ask_and_doctor_work_and_attempt_no_connection(guarded: dict[str, str]) -> None:
    for arguments in (
        ["ingest", str(SAMPLE)],
        ["ask", "What is the maximum daily dose of paracetamol for an adult?"],
        ["search", "apixaban"],
        ["doctor"],
        ["models", "list"],
        ["models", "verify"],
    ):
        done = subprocess.run(
            [*namespace(), str(CITEWELL), *arguments],
            cwd=ROOT,
            env=guarded,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert attempts(guarded) == ""


@pytest.mark.slow
def test_the_sample_passes_its_gates_and_evaluating_attempts_no_connection(
    guarded: dict[str, str], tmp_path: Path
) -> None:
    run, report = str(tmp_path / "run"), tmp_path / "report.html"
    for arguments in (
        ["run", "citations", "--data", str(SAMPLE), "--out", run],
        ["gate", run],
        ["compare", run, run],
        ["report", run, "--out", str(report)],
    ):
        done = subprocess.run(
            [*namespace(), str(CITEWELL), "eval", *arguments],
            cwd=ROOT,
            env=guarded,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert "citations" in report.read_text(encoding="utf-8")
    assert attempts(guarded) == ""


def test_serve_answers_and_attempts_no_connection(
    guarded: dict[str, str], sample_home: Path
) -> None:
    """The server and its client both live in the cut-off namespace."""
    port = "18431"
    client = (
        "import sys, time, urllib.request as r, json\n"
        "url = 'http://127.0.0.1:' + sys.argv[1]\n"
        "for _ in range(600):\n"
        "    try: r.urlopen(url + '/readyz').read(); break\n"
        "    except OSError: time.sleep(0.1)\n"
        "ask = r.Request(url + '/v1/questions', data=json.dumps({'question': 'apixaban dose in"
        " severe renal impairment'}).encode(), headers={'content-type': 'application/json'})\n"
        "print(json.load(r.urlopen(ask))['kind'])\n"
        "assert r.urlopen(url + '/docs').status == 200\n"
    )
    script = (
        f'"{CITEWELL}" serve --dev --port {port} >"$SERVER_LOG" 2>&1 & server=$!; '
        f'"{sys.executable}" -c "$CLIENT" {port}; code=$?; kill $server; wait $server; exit $code'
    )
    done = subprocess.run(
        [*namespace(), "sh", "-c", script],
        env={**guarded, "CITEWELL_HOME": str(sample_home), "CLIENT": client,
             "SERVER_LOG": str(Path(guarded["EGRESS_LOG"]).with_name("server.log"))},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )  # fmt: skip
    log = Path(guarded["EGRESS_LOG"]).with_name("server.log").read_text()
    assert done.returncode == 0, (done.stdout, done.stderr, log)
    assert done.stdout.strip() in {"answer", "abstention"}
    assert attempts(guarded) == ""


def test_of_a_question_to_a_chat_server_nobody_else_is_told(
    guarded: dict[str, str], own_home: Path
) -> None:
    """Whatever the environment asks for: tracing, a proxy, another address, a log of every word."""
    outside = {
        "CITEWELL_HOME": str(own_home),
        "CITEWELL_GENERATOR": "remote",
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_TRACING_V2": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "key",
        "LANGSMITH_ENDPOINT": "http://192.0.2.1",
        "OPENAI_BASE_URL": "http://192.0.2.1/v1",
        "OPENAI_LOG": "debug",
        "HTTP_PROXY": "http://192.0.2.1:3128",
        "HTTPS_PROXY": "http://192.0.2.1:3128",
        "ALL_PROXY": "http://192.0.2.1:3128",
    }
    asked = "What dose of apixaban with an eGFR of 22?"
    with serving(says('{"answered":false,"claims":[]}')) as server:
        done = subprocess.run(
            [str(CITEWELL), "ask", asked, "--json"],
            cwd=ROOT,
            env={**guarded, **outside, "CITEWELL_REMOTE_URL": server.url},
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert done.returncode == 0, done.stderr
    assert len(server.asked) == 1
    assert attempts(guarded) == ""
    assert "apixaban" not in done.stderr
