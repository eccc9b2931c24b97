"""A generation's SQLite files as readers open them."""

import sqlite3
from pathlib import Path


def connect(file: Path) -> sqlite3.Connection:
    """A connection for many threads, if they take turns; nothing is locked or written.

    Raises:
        sqlite3.Error: the file is missing.
    """
    # `immutable`: nobody writes a published generation, so no lock is ever taken
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)
