"""A real `citewell serve` in a process of its own, over a copy of a home."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx

from eval.bench.closed_loop import Target
from eval.suite import UnusableSet

STARTS_WITHIN: Final = 180.0
"""Seconds; loading the models takes most of them."""
ENDS_WITHIN: Final = 60.0
_HOST: Final = "127.0.0.1"


@contextmanager
def looking(served: "Served") -> Iterator[list[int]]:
    """Bytes resident, looked at twice a second as long as the context lasts, once at least."""
    seen = [served.memory]
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            seen.append(served.memory)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
        seen.append(served.memory)


class Served:
    """Started on entering, ready then, and stopped on leaving.

    Args:
        scratch: a folder that is used for nothing else.
        settings: environment variables beside those of this process.
    """

    def __init__(self, home: Path, scratch: Path, settings: Mapping[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind((_HOST, 0))
            port = int(probe.getsockname()[1])
        self.target = Target(_HOST, port, secrets.token_urlsafe(24))
        self.log = scratch / "log"
        copy = shutil.copytree(home, scratch / "home")
        self._environment = {
            **os.environ,
            "CITEWELL_HOME": str(copy),
            "CITEWELL_TOKEN": self.target.token,
            "CITEWELL_GENERATOR": "quotations",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Raises UnusableSet: it does not start."""
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.target.port)],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            self._wait(self._process)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    @property
    def memory(self) -> int:
        """Bytes resident, of it and all below it."""
        import psutil

        if self._process is None:
            return 0
        watched = psutil.Process(self._process.pid)
        family = [watched, *watched.children(recursive=True)]
        return sum(int(one.memory_info().rss) for one in family)

    @property
    def processor(self) -> float:
        """Seconds of the processor that it took so far."""
        import psutil

        if self._process is None:
            return 0.0
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + STARTS_WITHIN
        url = f"http://{_HOST}:{self.target.port}/readyz"
        while time.monotonic() < until:
            if process.poll() is not None:
                said = self.log.read_text(encoding="utf-8", errors="replace").strip()
                raise UnusableSet(f"The service did not start: {said.rpartition(chr(10))[2]}")
            try:
                if httpx.get(url, trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            time.sleep(0.1)
        raise UnusableSet(f"The service was not ready within {STARTS_WITHIN:.0f} s.")

    def _end(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
