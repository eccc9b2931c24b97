"""Room on the disk: asked for before something is written, and the error where there is none."""

import shutil
import sqlite3
from pathlib import Path
from typing import Final

from app.domain.errors import DiskFull

SPARE: Final = 16 * 2**20
"""Bytes that must be free before anything is written: the engine grows its files by megabytes."""


def require_space(folder: Path, beyond: int = 0) -> None:
    """Raises DiskFull: the disk that holds `folder` lacks `beyond` free bytes and `SPARE` more."""
    if shutil.disk_usage(folder).free < beyond + SPARE:
        raise no_space(folder)


def no_space(folder: Path) -> DiskFull:
    return DiskFull(
        f"No space is left on the disk that holds {folder}. Free some and run the ingest again; "
        "the published generation is untouched."
    )


def sqlite_is_full(error: BaseException | None) -> bool:
    """Whether SQLite says that the disk is."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
