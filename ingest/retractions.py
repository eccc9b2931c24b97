"""The lists of retracted articles as the job finds them: a site's own, and its corpora's."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError
from app.domain.frozen import Frozen
from app.domain.retractions import DECLARED, RetractionList, own_list, read_retractions
from ingest.declared import Declarations
from ingest.place import INSIDE

APPLIED: Final = "retractions.sha256"
"""A generation's file with the hash of what the lists named when it was built."""


class Lists(Frozen):
    """Every list in force, read."""

    declared: tuple[Path, ...] = ()
    """Lists that the corpora of the library declare, wherever they lie."""
    identifiers: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    """Lines of the site's own list that name nothing, and lists that could not be read."""

    @property
    def fingerprint(self) -> str:
        named = "\n".join([*map(str, self.declared), *sorted(self.identifiers)])
        return hashlib.sha256(named.encode()).hexdigest()

    def applied_in(self, generation: Path) -> bool:
        """Whether that generation was built with the same lists."""
        file = generation / APPLIED
        return file.is_file() and file.read_text(encoding="ascii") == self.fingerprint

    def note_in(self, building: Path) -> None:
        """Leave word in a build of the lists that it heeds."""
        paths = json.dumps([str(one) for one in self.declared])
        (building / DECLARED).write_text(paths, encoding="utf-8")
        (building / APPLIED).write_text(self.fingerprint, encoding="ascii")


def lists_in_force(folder: Path, places: Iterable[str]) -> Lists:
    """The site's own list, and those declared for any of the places that the library holds.

    A list or a declaration that cannot be read is told and holds up nothing: `read_list` refuses
    those of the folders that were named, before anything is written.

    Args:
        folder: of a generation, or of a build.
    """
    declarations = Declarations()
    warnings: list[str] = []
    for held in sorted({Path(place.partition(INSIDE)[0]).parent for place in places}):
        try:
            declarations.governing(held)
        except ConfigurationError as error:
            warnings.append(str(error))
    declared = declarations.retractions()
    identifiers: set[str] = set()
    for file in declared:
        try:
            identifiers |= read_list(file).identifiers
        except ConfigurationError as error:
            warnings.append(str(error))
    own = own_list(folder)
    if own.is_file():
        said = read_list(own)
        warnings += faults(own, said)
        identifiers |= said.identifiers
    return Lists(declared=declared, identifiers=frozenset(identifiers), warnings=tuple(warnings))


def read_list(file: Path) -> RetractionList:
    """What a list says.

    Raises:
        ConfigurationError: it is not there, or cannot be read.
    """
    try:
        return read_retractions(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The list of retractions {file} cannot be read: {error}. Put a UTF-8 text there, or "
            "take the list away."
        ) from None


def faults(file: Path, said: RetractionList) -> list[str]:
    """What is wrong with its lines, one line each."""
    return [f"{file}:{one.line}: {one.why}." for one in said.faults]
