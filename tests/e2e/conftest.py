import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import running
from tests.e2e.terminal import CITEWELL, ROOT, SAMPLE, citewell, environment


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the sample corpus was ingested."""
    home = tmp_path_factory.mktemp("home")
    done = citewell(home, "ingest", str(SAMPLE), "--json")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def own_home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of it that no service serves and nobody asked."""
    return Path(
        shutil.copytree(
            sample_home,
            tmp_path / "own home",
            ignore=shutil.ignore_patterns(running.NAME, "governance*", "audit*"),
        )
    )


@pytest.fixture(scope="session")
def server(sample_home: Path) -> Iterator[str]:
    """A served sample corpus; the value is its URL."""
    port = free_port()
    process = subprocess.Popen(
        [str(CITEWELL), "serve", "--dev", "--port", str(port)],
        cwd=ROOT,
        env=environment(sample_home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        assert process.wait(30) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    _wait_for(f"{url}/readyz", process)


def wait_until_alive(url: str, process: subprocess.Popen[bytes]) -> None:
    """It answers, though it may have no library."""
    _wait_for(f"{url}/healthz", process)


def _wait_for(place: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            if httpx.get(place, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass  # not listening yet
        time.sleep(0.1)
    raise AssertionError("the server did not become ready in a minute")
