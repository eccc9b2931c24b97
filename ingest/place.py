"""Where a source file lies, whatever name it was given on the command line."""

import os
from pathlib import Path
from typing import Self

from app.domain.frozen import Frozen
from ingest.archives import Refused
from ingest.reading import SourceFile

INSIDE = "!/"
"""Stands between an archive and its member, here and in a document's origin."""


class Place(Frozen):
    """An absolute file and, inside an archive, the member's path (`a.zip!/b.htm` when nested)."""

    file: Path
    member: str = ""

    @classmethod
    def at(cls, folder: Path, relative: str) -> Self:
        """The place that `relative` names from `folder`; an absolute one stands for itself."""
        file, _, member = relative.partition(INSIDE)
        return cls(file=Path(os.path.abspath(folder / file)), member=member)  # noqa: PTH100 - links stay

    def __str__(self) -> str:
        file = self.file.as_posix()
        return f"{file}{INSIDE}{self.member}" if self.member else file

    def below(self, folder: Path) -> str:
        """The place as seen from `folder`, which holds it, with `/` between the parts."""
        inside = f"{INSIDE}{self.member}" if self.member else ""
        return self.file.relative_to(folder).as_posix() + inside

    def within(self, root: str) -> bool:
        """Whether this is the place `root` names, or lies in that folder or archive."""
        mine = str(self)
        return mine == root or mine.startswith((f"{root.rstrip('/')}/", f"{root}{INSIDE}"))


def place_of(item: SourceFile | Refused, root: Path) -> Place:
    """Where an item of walking the absolute `root` lies; its origin begins with the root's name."""
    whole = root.parent / item.origin
    if isinstance(item, SourceFile) and item.path == whole:
        return Place(file=whole)  # even where a folder's name ends like an archive's mark
    return Place.at(root.parent, item.origin)
