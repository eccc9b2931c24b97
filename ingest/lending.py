"""Copies of files that are lent: an archive's member is there only until the walk goes on."""

import os
import shutil
from pathlib import Path

from ingest.disk import full_disk_named
from ingest.parsing import Asked


def kept(asked: Asked, folder: Path, number: int) -> tuple[Asked, int]:
    """The file as it may be read later, in `folder` where it was lent, and its bytes.

    Args:
        number: another one for each file of the folder.

    Raises:
        DiskFull: no space for a copy.
    """
    if asked.path is None:
        return asked, 0
    path = asked.path
    if asked.lent:
        path = folder / f"{number}-{path.name}"  # a reader may look at its suffix
        with full_disk_named("an unpacked file"):
            _link(asked.path, path)
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # whoever reads it will say why it cannot
    return asked.model_copy(update={"path": path, "lent": False}), size


def _link(source: Path, target: Path) -> None:
    """A second name for the same bytes, or a copy on a disk that knows no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
