"""Telling a full disk from every other failure to write."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import DiskFull

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def full_disk_named(what: str) -> Iterator[None]:
    """Run the body; where it fails for want of space, say so with what was being written.

    Raises:
        DiskFull: from the operating system's or SQLite's word that no space is left.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(_message(what)) from error
        raise
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise DiskFull(_message(what)) from error
        raise


def _message(what: str) -> str:
    return (
        f"No space is left on the device while writing {what}. The published index is untouched; "
        "free some space and run the same command again."
    )
