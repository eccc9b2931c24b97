"""SHA-256 of files of many gigabytes, with progress told."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

Stage = Literal["fetching", "copying", "checking", "reading"]
Progress = Callable[[Stage, int, int | None], None]
"""Called with the bytes done and all bytes; None where these are not known."""

BLOCK: Final = 4 * 1024**2


def silent(stage: Stage, done: int, total: int | None) -> None:
    """A progress that nobody watches."""


def sha256_of(file: Path, progress: Progress = silent) -> str:
    """64 hexadecimal digits, over the file as it is now.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with file.open("rb", buffering=0) as stream:
        total = file.stat().st_size
        done = 0
        while block := stream.read(BLOCK):
            digest.update(block)
            done += len(block)
            progress("checking", done, total)
    return digest.hexdigest()
