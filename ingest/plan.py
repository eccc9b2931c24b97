"""What a run has to do, found out before it does anything: new, changed, unchanged, gone.

An unchanged file costs its hash. What decides is `Made`: the bytes, the reader and the splitter,
and what is declared of the file.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from app.domain.corpus import content_id
from app.domain.errors import ConfigurationError, UnreadableDocument
from app.domain.frozen import Frozen
from ingest.archives import Refused
from ingest.declaration import DECLARATION
from ingest.declared import Declarations, Declared
from ingest.isolation import reading_one_file
from ingest.ledger import Ledger, Made
from ingest.lineage import Succession
from ingest.place import Place, place_of
from ingest.reading import Reader, SourceFile
from ingest.report import FileOutcome, FileReport
from ingest.retractions import faults, read_list
from ingest.unread import why_unread

Walk = Callable[[Sequence[Path]], Iterator[SourceFile | Refused]]
"""The files under the named paths, archives opened, in an order that is always the same."""

SPLITTER_VERSION: Final = 2
"""Goes up when `clean`, `assemble`, `sentences` or `split` would make other passages of a file."""

LAST_GOOD: Final = " What was read from it before stays in the index."


class Found(Frozen):
    """A file that a reader accepts."""

    place: Place
    origin: str
    path: Path | None
    """None for an archive's member, whose unpacked copy lives only while the archive is walked."""
    made: Made
    declared: Declared
    superseded_by: str | None = None
    """Origin of the succeeding edition, where one is declared."""


class Plan(Frozen):
    """Everything to do under the named paths; `to_read` and `gone` empty: nothing changed."""

    to_read: tuple[Found, ...]
    unchanged: tuple[str, ...]
    """Places."""
    gone: tuple[str, ...]
    """Places the ledger knows under a named path, where there is no file any more."""
    left_out: tuple[FileReport, ...]
    """Files that no reader accepts, and what could not be opened."""
    successions: tuple[Succession, ...]
    warnings: tuple[str, ...]

    @property
    def files(self) -> int:
        return len(self.to_read) + len(self.unchanged) + len(self.left_out)


class Planner:
    """Looks at files, and at what the ledger knows of them. For one run."""

    def __init__(
        self,
        ledger: Ledger,
        readers: Sequence[Reader],
        walk: Walk,
        looking_at: Callable[[str], None],
        *,
        licence_unstated: bool,
    ) -> None:
        self._ledger = ledger
        self._readers = readers
        self._walk = walk
        self._looking_at = looking_at
        self._licence_unstated = licence_unstated
        self._declarations = Declarations()
        self._found: dict[str, Found] = {}
        self._left_out: dict[str, FileReport] = {}
        self._declared_out: list[Place] = []
        """What a declaration says is not to be read."""

    def plan(self, paths: Sequence[Path]) -> Plan:
        """The plan for the files, folders and archives that `paths` name.

        Raises:
            ConfigurationError: a path does not exist, a declaration is wrong, a list of retractions
                cannot be read, or a file has no licence declared or stated and none is excused.
        """
        roots = [self._root(path) for path in paths]
        for root in roots:
            for item in self._walk([root]):
                self._look(item, root)
        found = {place: self._succeeded(one) for place, one in self._found.items()}
        gone = self._gone(roots)
        to_read = {place for place, one in found.items() if self._ledger.made(place) != one.made}
        to_read |= self._twins([*gone, *to_read]) & found.keys()
        return Plan(
            to_read=tuple(one for place, one in found.items() if place in to_read),
            unchanged=tuple(place for place in found if place not in to_read),
            gone=gone,
            left_out=tuple(self._left_out.values()),
            successions=tuple(
                _succession(one) for one in found.values() if one.declared.superseded_by
            ),
            warnings=(
                *self._declarations.idle_entries(
                    roots, [*(one.place for one in found.values()), *self._declared_out]
                ),
                *self._retractions(),
            ),
        )

    def _retractions(self) -> Iterator[str]:
        """What is wrong with the lists of retractions that the declarations name."""
        for file in self._declarations.retractions():
            yield from faults(file, read_list(file))

    def _root(self, path: Path) -> Path:
        root = path.expanduser().resolve()
        if root.exists():
            return root
        known = sum(1 for _ in self._ledger.places_within(str(root)))
        kept = (
            f" The documents of {known} files that were there are kept; to remove them, name the "
            "folder above it."
            if known
            else ""
        )
        raise ConfigurationError(f"There is no file or folder {path}.{kept}")

    def _look(self, item: SourceFile | Refused, root: Path) -> None:
        place = place_of(item, root)
        key = str(place)
        if key in self._found or key in self._left_out or place.file.name == DECLARATION:
            return
        origin = self._declarations.origin(place, root)
        if not place.member and place.file in self._declarations.retractions():
            return
        self._looking_at(origin)
        if isinstance(item, Refused):
            self._quarantine(key, origin, item.reason)
            return
        file = SourceFile(path=item.path, origin=origin)
        declared = self._declarations.of(place, undeclared=_named(root))
        if declared.document.leave_out is not None:
            self._declared_out.append(place)
            why = f"{DECLARATION} leaves it out: {declared.document.leave_out}"
            self._leave_out(key, origin, FileOutcome.SKIPPED, why)
            return
        try:
            reader = self._reader(file, declared)
            sha256 = _sha256(item.path)
        except OSError as error:
            self._quarantine(key, origin, f"It cannot be opened: {error.strerror}.")
            return
        if reader is None:
            self._nobody_reads(key, origin, item.path)
            return
        excused = self._licence_unstated and declared.licence is None
        found = Found(
            place=place,
            origin=origin,
            path=None if place.member else item.path,
            declared=declared,
            made=Made(
                sha256=sha256,
                reader=reader.name,
                reader_version=reader.version,
                splitter_version=SPLITTER_VERSION,
                declared=declared.fingerprint,
                licence_unstated=excused,
            ),
        )
        self._found[key] = found
        if declared.licence is None and not excused:
            self._ask_for_licence(found, file, reader)

    def _reader(self, file: SourceFile, declared: Declared) -> Reader | None:
        return next(
            (
                one
                for one in self._readers
                if (one.name == declared.reader if declared.reader else one.accepts(file))
            ),
            None,
        )

    def _ask_for_licence(self, found: Found, file: SourceFile, reader: Reader) -> None:
        """Refuse the run, before anything is written, for a file whose licence nobody states."""
        known = self._ledger.made(str(found.place))
        if known is not None and not known.licence_unstated and known.sha256 == found.made.sha256:
            return
        try:
            with reading_one_file(reader):
                first = next(reader.read(file, dict(found.declared.columns)), None)
        except UnreadableDocument:
            return
        if first is not None and first.stated.licence is None:
            raise ConfigurationError(
                f"No licence is declared for {found.origin}, and the file states none. Declare it "
                f'in {found.place.file.parent / DECLARATION} (name = "...", licence = "..."), or '
                "run again with --licence-unstated to take such documents in. Nothing was changed."
            )

    def _nobody_reads(self, key: str, origin: str, path: Path) -> None:
        if self._ledger.made(key) is not None:
            self._quarantine(key, origin, "It was readable before and is of no known format now.")
        else:
            self._leave_out(key, origin, FileOutcome.SKIPPED, why_unread(path))

    def _quarantine(self, key: str, origin: str, reason: str) -> None:
        if next(self._ledger.places_within(key), None) is not None:
            reason += LAST_GOOD
        self._leave_out(key, origin, FileOutcome.QUARANTINED, reason)

    def _leave_out(self, key: str, origin: str, outcome: FileOutcome, reason: str) -> None:
        self._left_out[key] = FileReport(origin=origin, outcome=outcome, reason=reason)

    def _succeeded(self, found: Found) -> Found:
        """With the successor's origin, once every file is known; it decides what is written too."""
        successor = found.declared.superseded_by
        if successor is None:
            return found
        known = self._found.get(successor) or self._ledger.entry(successor)
        if known is None:
            return found
        declared = content_id(found.made.declared, known.origin)
        return found.model_copy(
            update={
                "superseded_by": known.origin,
                "made": found.made.model_copy(update={"declared": declared}),
            }
        )

    def _gone(self, roots: Iterable[Path]) -> tuple[str, ...]:
        """What the ledger knows there and nobody met; below what could not be opened, all stays."""
        gone = {place for root in roots for place in self._ledger.places_within(str(root))}
        gone -= self._found.keys()
        for closed, one in self._left_out.items():
            if one.outcome is FileOutcome.QUARANTINED:
                gone -= set(self._ledger.places_within(closed))
        return tuple(sorted(gone))

    def _twins(self, leaving: Iterable[str]) -> set[str]:
        """Files whose document a changed or gone file gives too: it may have to name them now."""
        ids = {
            given.document_id
            for place in leaving
            if (entry := self._ledger.entry(place)) is not None
            for given in entry.documents
        }
        return {giver for one in ids for giver in self._ledger.givers(one)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(root: Path) -> str:
    """The source's name where none is declared: `cdc_std2010.tar.gz` -> `cdc_std2010`."""
    return root.name.split(".")[0] or root.name or "root"


def _succession(one: Found) -> Succession:
    return Succession(
        place=str(one.place),
        origin=one.origin,
        successor=one.declared.superseded_by or "",
        declared=one.declared.document.superseded_by or "",
    )
