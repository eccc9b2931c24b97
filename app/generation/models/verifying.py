"""Reads every recorded model again and compares it with its record and with the catalogue."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from app.domain.errors import ModelChanged, NotFound
from app.domain.frozen import Frozen
from app.generation.models.catalogue import known
from app.generation.models.folder import ModelsFolder
from app.generation.models.hashing import Progress, sha256_of, silent
from app.generation.models.records import Record, read_record


class State(StrEnum):
    OK = "ok"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNRECORDED = "unrecorded"
    """It lies here and was never used: its checksum is recorded at first use."""
    NOT_AS_CATALOGUED = "not as catalogued"
    """As recorded, and the catalogue has another checksum for a file of that name."""


class Verified(Frozen):
    name: str
    """The model's name; the path of a file that lies elsewhere."""
    path: Path
    state: State
    sha256: str | None
    """As recorded."""
    found: str = ""
    """What was found, where it is not as recorded."""


def verify(
    folder: ModelsFolder, name: str | None = None, progress: Progress = silent
) -> Iterator[Verified]:
    """One line a file, as each is read.

    Args:
        name: a model's name; None: every file.

    Raises:
        NotFound: nothing of that name is here.
    """
    wanted = name.casefold() if name else None
    none = True
    for record_file, file in folder.recorded():
        label = file.parent.name if folder.holds(file) else str(file)
        if wanted in {None, label}:
            none = False
            yield _one(label, file, record_file, progress)
    for file in folder.unrecorded():
        if wanted in {None, file.parent.name}:
            none = False
            yield Verified(name=file.parent.name, path=file, state=State.UNRECORDED, sha256=None)
    if none and name is not None:
        raise NotFound(f"No model {name!r} is in {folder.path}. citewell models list shows all.")


def _one(label: str, file: Path, record_file: Path, progress: Progress) -> Verified:
    try:
        record = read_record(record_file)
        if record is None:
            raise ModelChanged(f"The record {record_file} is gone.")
    except ModelChanged as error:
        return Verified(
            name=label, path=file, state=State.UNREADABLE, sha256=None, found=str(error)
        )
    state, found = _compared(file, record, progress)
    return Verified(name=label, path=file, state=state, sha256=record.sha256, found=found)


def _compared(file: Path, record: Record, progress: Progress) -> tuple[State, str]:
    try:
        found = sha256_of(file, progress)
    except FileNotFoundError:
        return State.MISSING, "the file is gone"
    except OSError as error:
        return State.UNREADABLE, error.strerror or str(error)
    if found != record.sha256:
        return State.CHANGED, f"SHA-256 {found}"
    entry = known(record.model) if record.model else None
    gguf = entry.gguf if entry else None
    if gguf is not None and gguf.file == file.name and gguf.sha256 not in {None, found}:
        return State.NOT_AS_CATALOGUED, f"the catalogue has SHA-256 {gguf.sha256}"
    return State.OK, ""
