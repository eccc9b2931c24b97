"""A real `citewell serve` in a process of its own, over a copy of a home."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.bench.closed_loop import Tally, Target
from eval.service_process import COMMAND, HOST, ServiceProcess, free_port
from eval.suite import UnusableSet

DEV: Final = "--dev"
_KEY: Final = ("--role", "clinician", "--name", "bench", "--rate", "1000000/second")
_BURST: Final = ("--burst", "100000")


class Looked(NamedTuple):
    """`resident`: bytes, when so many `replies` had come."""

    replies: int
    resident: int


@contextmanager
def looking(served: "Served", tally: Tally) -> Iterator[list[Looked]]:
    """At its memory, twice a second as long as the context lasts, at the beginning and the end."""
    seen = [Looked(tally.replies, served.memory)]
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            seen.append(Looked(tally.replies, served.memory))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
        seen.append(Looked(tally.replies, served.memory))


class Served:
    """Started on entering, ready then, and stopped on leaving.

    It is asked with an API key that is made for it; with `--dev` among the options with none.

    Args:
        scratch: a folder that is used for nothing else.
        settings: environment variables beside those of this process.
        options: of `citewell serve`.

    Raises:
        UnusableSet: no key can be made.
    """

    def __init__(
        self,
        home: Path,
        scratch: Path,
        settings: Mapping[str, str],
        options: Sequence[str] = (),
    ) -> None:
        self.logs = scratch / "log"
        copy = shutil.copytree(home, scratch / "home")
        self._environment = {
            **os.environ,
            "CITEWELL_HOME": str(copy),
            "CITEWELL_GENERATOR": "quotations",
            **settings,
        }
        key = "" if DEV in options else _key(self._environment)
        self.target = Target(HOST, free_port(), key)
        self._options = tuple(options)
        self._process: ServiceProcess | None = None

    def __enter__(self) -> Self:
        """Raises UnusableSet: it does not start."""
        self._process = ServiceProcess(
            self.target.port, self._options, self._environment, self.logs
        )
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


class _Issued(BaseModel):
    model_config = ConfigDict(extra="ignore")
    key: str


def _key(environment: Mapping[str, str]) -> str:
    """A key that no rate holds up."""
    made = subprocess.run(
        [*COMMAND, "keys", "create", *_KEY, *_BURST, "--json"],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    try:
        return _Issued.model_validate_json(made.stdout).key
    except ValidationError:
        said = made.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UnusableSet(f"No key could be made for the service: {said}") from None
