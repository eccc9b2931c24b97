"""The sizes and hashes of a generation's files, because damage to some of them goes unnoticed when
the engine loads."""

import hashlib
from pathlib import Path
from typing import Final

from pydantic import Field, TypeAdapter, ValidationError

from app.domain.frozen import Frozen
from app.index.files import CHUNK, HOLE, regular_files

INVENTORY: Final = "files.json"


class Entry(Frozen):
    """One file of a generation, by its path inside."""

    path: str
    size: int = Field(ge=0)
    digest: str
    """SHA-256 of the content, each mebibyte of zeros left out (the size tells of those)."""


_ENTRIES: Final = TypeAdapter(tuple[Entry, ...])


def write_inventory(folder: Path) -> None:
    entries = tuple(
        Entry(
            path=file.relative_to(folder).as_posix(),
            size=file.stat().st_size,
            digest=_digest(file),
        )
        for file in sorted(regular_files(folder))
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


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if chunk != HOLE:
                digest.update(chunk)
    return digest.hexdigest()
