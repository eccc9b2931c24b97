"""Files that survive a crash: copying, making durable, replacing at once, and an inventory.

The engine's files are mostly holes (151 MB for 1.2 MB of data in a small index), so copying keeps
holes; and damage to some of them goes unnoticed when the engine loads, so a generation carries an
inventory of sizes and hashes.
"""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import Field, TypeAdapter, ValidationError

from app.domain.errors import DiskFull
from app.domain.frozen import Frozen

INVENTORY: Final = "files.json"
_CHUNK: Final = 2**20
_HOLE: Final = bytes(_CHUNK)


class Entry(Frozen):
    """One file of a generation, by its path inside."""

    path: str
    size: int = Field(ge=0)
    digest: str
    """SHA-256 of the content, each mebibyte of zeros left out (the size tells of those)."""


_ENTRIES: Final = TypeAdapter(tuple[Entry, ...])


def copy_tree(source: Path, target: Path) -> None:
    """Copy a file, or a folder with all it holds; runs of zeros become holes.

    Raises:
        DiskFull: no space is left for the copy.
    """
    try:
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            for child in source.iterdir():
                copy_tree(child, target / child.name)
        else:
            _copy_file(source, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise no_space(target) from error
        raise


def bytes_on_disk(folder: Path) -> int:
    """What the files take, holes left out."""
    return sum(file.stat().st_blocks * 512 for file in _files(folder))


def require_space(folder: Path, needed: int) -> None:
    """Raises DiskFull: fewer than `needed` bytes are free on the disk that holds `folder`."""
    if shutil.disk_usage(folder).free < needed:
        raise no_space(folder)


def no_space(folder: Path) -> DiskFull:
    return DiskFull(
        f"No space is left on the disk that holds {folder}. Free some and run the ingest again; "
        "the published generation is untouched."
    )


def make_durable(folder: Path) -> None:
    """Flush every file and folder inside, and `folder` itself, to the disk."""
    for path in (*folder.rglob("*"), folder):
        sync(path)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(file: Path, text: str) -> None:
    """Give `file` new words at once: a reader sees the old or the new ones, whatever crashes."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.write_text(text, encoding="utf-8")
    sync(aside)
    aside.replace(file)
    sync(file.parent)


def write_inventory(folder: Path) -> None:
    entries = tuple(
        Entry(
            path=file.relative_to(folder).as_posix(),
            size=file.stat().st_size,
            digest=_digest(file),
        )
        for file in sorted(_files(folder))
    )
    (folder / INVENTORY).write_bytes(_ENTRIES.dump_json(entries))


def damage(folder: Path, *, thorough: bool = False) -> str | None:
    """What differs from the inventory in one sentence; None where nothing does.

    Sizes only, about a millisecond; `thorough` reads and hashes every file.
    """
    try:
        entries = _ENTRIES.validate_json((folder / INVENTORY).read_bytes())
    except (OSError, ValidationError) as error:
        return f"its {INVENTORY} cannot be read ({str(error).splitlines()[0]})"
    for entry in entries:
        file = folder / entry.path
        try:
            size = file.stat().st_size
        except OSError as error:
            return f"{entry.path} cannot be read ({error.strerror})"
        if size != entry.size:
            return f"{entry.path} has {size:,} bytes instead of {entry.size:,}"
        if thorough and _digest(file) != entry.digest:
            return f"{entry.path} is not what was published"
    return None


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if stat.S_ISREG(path.lstat().st_mode))


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(_CHUNK):
            if chunk == _HOLE:
                writing.seek(_CHUNK, os.SEEK_CUR)
            else:
                writing.write(chunk)
        writing.truncate(reading.tell())


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if chunk != _HOLE:
                digest.update(chunk)
    return digest.hexdigest()
