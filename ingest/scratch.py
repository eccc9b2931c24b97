"""Temporary folders that a killed process does not leave behind for good.

Each is locked for as long as its process lives. The lock ends with the process, however that ends,
so the next process that needs such a folder tells rubble from a folder in use, and removes it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from multiprocessing.util import Finalize, get_temp_dir
from pathlib import Path
from typing import Final

from ingest.disk import full_disk_named

PREFIX: Final = "citewell-scratch-"
"""Of the folders' names, in `tempfile.gettempdir()`."""
_LONGEST: Final = 40
"""Characters of the place; a socket's whole path has 107 at most, of which ours take 58."""
_SHORT: Final = "/tmp"  # noqa: S108 - the folder in it is made by mkdtemp
_AFTER_THE_SOCKETS: Final = -200
"""multiprocessing removes them at -100."""
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder, gone with all it holds when the context is left.

    Raises:
        DiskFull: no space left.
    """
    _sweep_once()
    folder, lock = _locked()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(place: Path) -> None:
    """Remove every folder of ours in `place` whose process is gone."""
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):  # in use, someone else's, or removed meanwhile
            lock = os.open(folder, _FOLDER)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(lock)


@cache
def place_sockets() -> None:
    """Have the sockets of this process's servers lie in a folder of ours too, for as long as the
    process lives: in the system's own place where the path of the user's is too long for one."""
    stack = ExitStack()
    Finalize(None, stack.close, exitpriority=_AFTER_THE_SOCKETS)
    before = tempfile.tempdir
    if len(tempfile.gettempdir()) > _LONGEST:
        tempfile.tempdir = _SHORT
    try:
        tempfile.tempdir = str(stack.enter_context(scratch()))
        get_temp_dir()  # multiprocessing makes its own once, where temporary files go
    finally:
        tempfile.tempdir = before


@cache
def _sweep_once() -> None:
    sweep(Path(tempfile.gettempdir()))


def _locked() -> tuple[Path, int]:
    """A new folder and its lock; one that was swept away before it was locked is made anew."""
    while True:
        with full_disk_named("a temporary folder"):
            folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            lock = os.open(folder, _FOLDER)
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return folder, lock
        os.close(lock)
