"""The engine's process, seen from the service: start it, give orders, wait no longer than allowed.

llama.cpp ends its whole process where weights are damaged or memory runs out, and can hang; the
service must outlive that. Orders and replies go over one socket; either side ends with the other.
"""

import os
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socketpair
from typing import Final

import app
from app.generation.llama.orders import Order, Reply

WAIT: Final = "PASSIVE"
"""Idle threads of the engine sleep. By default they spin: on two cores with other work on them, 60
tokens on two threads then took 9 to 38 seconds instead of 1.9. A site's own choice stays."""


class EngineEnded(Exception):
    """The engine's process is gone, or of no use: why, in words for an operator."""


class EngineProcess:
    """A child that carries out orders. One thread gives them; `Stop` may come from any."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child is
        self._sending = threading.Lock()
        ours, theirs = socketpair()
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "app.generation.llama.serving", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                env={"OMP_WAIT_POLICY": WAIT} | _environment() | {"PYTHONPATH": _import_path()},
                start_new_session=True,  # an interrupt at the terminal is the parent's to handle
            )
        self._line = Connection(ours.detach())
        self.spoilt: str | None = None
        """Why it is of no use any more."""

    @property
    def process_id(self) -> int:
        return self._child.pid

    def give(self, order: Order) -> None:
        """Raises EngineEnded."""
        try:
            with self._sending:
                self._line.send(order)
        except OSError as error:
            raise self._ended() from error

    def reply(self, seconds: float) -> Reply | None:
        """The next reply; None where none came within so many seconds.

        Raises:
            EngineEnded: the process ended.
        """
        try:
            if not self._line.poll(max(0.0, seconds)):
                return None
            reply: Reply = self._line.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        return reply

    @property
    def alive(self) -> bool:
        """Whether it still runs, as far as the system knows."""
        return self._child.poll() is None

    def bury(self) -> str:
        """Why it ended, once it did."""
        return str(self._ended())

    def spoil(self, why: str) -> EngineEnded:
        """It cannot be relied upon: end it."""
        self.spoilt = self.spoilt or why
        self.end()
        return EngineEnded(self.spoilt)

    def end(self) -> None:
        """Kill it; may be called again."""
        self._child.kill()
        self._child.wait()
        with self._sending:
            self._line.close()
        self._log.close()

    def _ended(self) -> EngineEnded:
        """What is known of its end: its status, and the last line that it wrote."""
        self._child.kill()
        status = self._child.wait()
        said = ""
        if not self._log.closed:
            self._log.seek(0)
            lines = self._log.read().decode(errors="replace").strip().splitlines()
            # the grammar's own errors end with the words that it was given
            said = f": {lines[-1].partition('piece: ')[0][:300]}" if lines else ""
        return self.spoil(f"the engine's process ended with status {status}{said}")


def _environment() -> dict[str, str]:
    """Without settings and keys of ours: the engine reads a file that others made."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CITEWELL_") and name != "HF_TOKEN"
    }


def _import_path() -> str:
    """Where the child finds this very package, installed or not."""
    root = str(Path(app.__file__ or "").parents[1])
    return os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
