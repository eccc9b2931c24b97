"""`server.json` in the home: how the command line finds the service that owns the index.

It holds the local token, so it is readable by its owner alone; it is replaced in one rename and
removed when the service ends. One that a killed process left behind names a process that is gone.
"""

import os
import socket
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from app.domain.frozen import Frozen

NAME: Final = "server.json"


class Running(Frozen):
    """A service that said it serves this home."""

    url: str
    pid: int
    token: str
    started: datetime


def announce(home: Path, running: Running) -> None:
    """Write the file, mode 0600, whole or not at all."""
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"{NAME}.{running.pid}"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(running.model_dump_json())
    fresh.replace(home / NAME)


def withdraw(home: Path, pid: int) -> None:
    """Remove the file where it is this process's own; another's stays."""
    told = _read(home)
    if told is not None and told.pid == pid:
        (home / NAME).unlink(missing_ok=True)


def find(home: Path) -> Running | None:
    """The service whose process is alive; None where there is none, or the file is stale."""
    told = _read(home)
    return told if told is not None and _alive(told.pid) else None


def answers(url: str) -> bool:
    """Whether something listens where `url` points."""
    host, _, port = url.rpartition("//")[2].rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=1.0).close()
    except OSError:
        return False
    return True


def _read(home: Path) -> Running | None:
    try:
        return Running.model_validate_json((home / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError, PermissionError, ValidationError):
        return None  # no service, another user's, or a torn file: ask in process


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
