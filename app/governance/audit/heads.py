"""Where the log had come to, signed, in a file outside the database: rows that are cut off at its
end, or an old copy of the database in its place, show by it.

One JSON object a line, appended and never rewritten, so that it can lie on storage that only
appends. Several processes may write it.
"""

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock, Timer
from typing import Annotated, Final, NamedTuple

from pydantic import Field, ValidationError

from app.domain.audit import KeyedHash, Name
from app.domain.frozen import Frozen
from app.governance.audit import signing
from app.governance.audit.chain import Row, place
from app.governance.keys import Key

NAME: Final = "audit-heads.jsonl"
EVERY_ROWS: Final = 256
EVERY_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


class Head(Frozen):
    """The log reached row `sequence`, sealed with `mac`."""

    sequence: int = Field(ge=1)
    mac: KeyedHash
    at: Annotated[str, Field(pattern=r"^[0-9T:.+-]{19,40}$")]
    key: Name
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]

    def content(self) -> bytes:
        """What is signed."""
        return f"citewell audit head 1\n{self.sequence}\n{self.mac}\n{self.at}\n{self.key}".encode()


class Line(NamedTuple):
    """A line of the file, counted from 1; `head` None: it is none."""

    number: int
    head: Head | None
    whole: bool
    """False: the file ends within it, as where its writer was killed."""


class Heads:
    """Signs a head at the first row of a process, then every `rows` rows or `seconds` seconds in
    which there was one, and at `close`.

    A file that cannot be written stops no answer: the reason is logged and `failing`, and the next
    head covers what this one would have.
    """

    def __init__(self, file: Path, rows: int = EVERY_ROWS, seconds: float = EVERY_SECONDS) -> None:
        self.file = file
        self.failing: str | None = None
        self._rows = rows
        self._seconds = seconds
        self._lock = Lock()
        self._latest: tuple[Row, Key] | None = None
        self._written = 0
        self._since = float("-inf")
        self._timer: Timer | None = None

    def reached(self, row: Row, key: Key) -> None:
        """A row that is durably in the log."""
        with self._lock:
            self._latest = row, key
            late = time.monotonic() - self._since >= self._seconds
            if late or row.sequence - self._written >= self._rows:
                self._write()
            elif self._timer is None:
                self._timer = Timer(self._seconds, self._timed)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._write()

    def _timed(self) -> None:
        with self._lock:
            self._write()

    def _write(self) -> None:
        """Needs the lock."""
        self._timer = None
        if self._latest is None or self._latest[0].sequence <= self._written:
            return
        row, key = self._latest
        try:
            _append(self.file, head_of(row, key))
        except OSError as error:
            self.failing = f"{self.file} cannot be written ({type(error).__name__})"
            _log.error("No head of the audit log could be kept: %s", self.failing)
            return
        self.failing = None
        self._written, self._since = row.sequence, time.monotonic()


def head_of(row: Row, key: Key) -> Head:
    sequence, at = place(row)
    head = Head(
        sequence=sequence, mac=row.mac.decode(), at=at.isoformat(), key=key.id, signature="0" * 128
    )
    return head.model_copy(update={"signature": signing.sign(key, head.content())})


def lines(file: Path) -> Iterator[Line]:
    """Of the file; none where there is no file. Raises OSError."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        if not line.strip():
            continue
        try:
            head = Head.model_validate_json(line)
        except ValidationError:
            head = None
        yield Line(number, head, line.endswith(b"\n"))


def _append(file: Path, head: Head) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    to = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(to, fcntl.LOCK_EX)
        line = json.dumps(head.model_dump(), separators=(",", ":")).encode() + b"\n"
        size = os.fstat(to).st_size
        if size and os.pread(to, 1, size - 1) != b"\n":
            line = b"\n" + line
        if os.write(to, line) != len(line):
            raise OSError("no space left")
        os.fsync(to)
    finally:
        os.close(to)
