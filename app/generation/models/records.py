"""What was recorded of a model's file when it came: its checksum, where from, and who accepted.

The record of a file in the models' folder lies beside it (`NAME.gguf.record.json`), so that the
folder can be copied to another machine whole. It finds damage and exchange by accident; someone who
may write the folder can replace both. A site that wants more keeps the checksums elsewhere.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from app.domain.errors import ModelChanged
from app.domain.frozen import Frozen

ENDING: Final = ".record.json"

Against = Literal["catalogue", "given", "server", "nothing"]
"""What the checksum was compared with before it was recorded: the catalogue's, one the user gave,
the one the server told, or nothing (first use)."""


class Record(Frozen):
    """One file, as it was when it came."""

    file: str
    """Its name; the whole path where it lies outside the models' folder."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    mtime_ns: int
    recorded: datetime
    source: str
    against: Against
    model: str | None = None
    """The name it goes by here; None for a file used by its path."""
    licence: str | None = None
    """As the catalogue names it; None where the catalogue does not know the model."""
    accepted_by: str | None = None
    """The user who accepted the licence; None where none asks for it."""
    accepted_at: datetime | None = None


def read_record(file: Path) -> Record | None:
    """The record in `file`; None where there is none.

    Raises:
        ModelChanged: it is there and cannot be read.
    """
    try:
        return Record.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise ModelChanged(
            f"The record {file} cannot be read, so that its model cannot be checked. Delete the "
            "record and the model, and pull it again."
        ) from None


def write_record(file: Path, record: Record) -> None:
    """Whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.fresh")
    fresh.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    fresh.replace(file)
