"""The SHA-256 that tells one model file from another, and a damaged one from a whole one.

Damaged weights load without complaint and then end the engine's process, or say nonsense.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError

STEP: Final = 16 * 2**20
"""Bytes read between two words about how far it has come."""

Told = Callable[[int, int], None]
"""Called with the bytes read so far, and all there are."""

_known: dict[tuple[str, int, int], str] = {}
"""By path, size and time of the last change: a file that did not change is read once a process."""


def sha256_of(path: Path, told: Told = lambda _read, _all: None) -> str:
    """64 hexadecimal digits; 1 to 4 seconds a gigabyte the first time.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    try:
        stat = path.stat()
        key = (str(path.absolute()), stat.st_size, stat.st_mtime_ns)
        if key not in _known:
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while part := file.read(STEP):
                    digest.update(part)
                    told(file.tell(), stat.st_size)
            _known[key] = digest.hexdigest()
        return _known[key]
    except OSError as error:
        raise ConfigurationError(f"The model {path} cannot be read ({error.strerror}).") from None


def check_sha256(path: Path, found: str, recorded: str | None) -> None:
    """Raises ConfigurationError: the file is not the one whose checksum was recorded."""
    if recorded is not None and found != recorded.lower():
        raise ConfigurationError(
            f"The model {path} has SHA-256 {found[:12]}... where {recorded[:12]}... was recorded: "
            "the file is damaged or was replaced. Copy it again, or record the new one on purpose."
        )
