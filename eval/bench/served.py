"""A real `citewell serve` in a process of its own, over a copy of a home."""

import os
import secrets
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from eval.bench.closed_loop import Target
from eval.service_process import HOST, ServiceProcess, free_port


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
        self.target = Target(HOST, free_port(), secrets.token_urlsafe(24))
        self.logs = scratch / "log"
        copy = shutil.copytree(home, scratch / "home")
        self._environment = {
            **os.environ,
            "CITEWELL_HOME": str(copy),
            "CITEWELL_TOKEN": self.target.token,
            "CITEWELL_GENERATOR": "quotations",
            **settings,
        }
        self._process: ServiceProcess | None = None

    def __enter__(self) -> Self:
        """Raises UnusableSet: it does not start."""
        self._process = ServiceProcess(self.target.port, (), self._environment, self.logs)
        self._process.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.end()

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
