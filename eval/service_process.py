"""`citewell serve` in a process of its own: started, waited for, ended."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx

from eval.suite import UnusableSet

HOST: Final = "127.0.0.1"
COMMAND: Final = (sys.executable, "-c", "from app.cli import main; main()")
"""`citewell`, of this environment."""
STARTS_WITHIN: Final = 600.0
"""Seconds; loading the models takes most of them, ten where the machine is free."""
ENDS_WITHIN: Final = 60.0


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class ServiceProcess:
    """
    Args:
        options: behind `citewell serve --port PORT`.
        environment: all of it.
        logs: a folder for `stdout` and `stderr`.
    """

    def __init__(
        self, port: int, options: Sequence[str], environment: Mapping[str, str], logs: Path
    ) -> None:
        self._url = f"http://{HOST}:{port}/readyz"
        self._logs = logs
        logs.mkdir(exist_ok=True)
        with (logs / "stdout").open("wb") as out, (logs / "stderr").open("wb") as error:
            self._process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(port), *options],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=error,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait(self) -> None:
        """Until it is ready; where it is not in time, it is ended.

        Raises:
            UnusableSet: it does not start.
        """
        try:
            self._wait()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """As an operator stops it; by force where that is not enough."""
        if self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self._process.poll() is not None:
                said = (self._logs / "stderr").read_text(encoding="utf-8", errors="replace")
                raise UnusableSet(
                    f"The service ended with {self._process.returncode} before it served: "
                    f"{said.strip().rpartition(chr(10))[2]}"
                )
            try:
                if httpx.get(self._url, trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            time.sleep(0.1)
        raise UnusableSet(f"The service was not ready within {STARTS_WITHIN:.0f} s.")
