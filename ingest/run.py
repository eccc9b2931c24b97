"""One run: every file of a plan read whole or not at all, and a line about each."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

from app.domain.corpus import DocumentCard, Provenance, SplitDocument
from app.domain.errors import UnreadableDocument
from ingest import lineage
from ingest.archives import Refused
from ingest.ledger import Entry, Given, LeftOut, Screened
from ingest.parsing import NO_TEXT, Asked, Parsed, Parsing
from ingest.place import place_of
from ingest.plan import LAST_GOOD, Found, Plan, Walk
from ingest.progress import Progress
from ingest.report import FileOutcome, FileReport
from ingest.screening.gate import Gate, Held
from ingest.writing import Writing

HELD = "It may not be taken in as it is now."


class Run:
    """One run over one plan, and what it has to report."""

    def __init__(
        self,
        plan: Plan,
        writing: Writing,
        parsing: Parsing,
        walk: Walk,
        progress: Progress,
        gate: Gate,
    ) -> None:
        self.files: list[FileReport] = []
        self.warnings: list[str] = []
        self._plan = plan
        self._writing = writing
        self._parsing = parsing
        self._walk = walk
        self._progress = progress
        self._gate = gate
        self._standing: set[str] = set()
        """Ids of the documents of unchanged files, and of those that stay from before."""
        self._written: dict[str, tuple[str, bytes]] = {}
        """Ids of the documents written in this run, with the first file's origin and the hashes of
        what is declared and stated there: a provenance itself is kilobytes for each document."""

    @property
    def read_anything(self) -> bool:
        return bool(self._standing or self._written)

    def count(self, outcome: FileOutcome) -> int:
        """Documents for what was written, kept or removed; files and records for the rest."""
        mine = [one for one in self.files if one.outcome is outcome]
        if outcome in (FileOutcome.SKIPPED, FileOutcome.QUARANTINED):
            return len(mine)
        return sum(one.documents for one in mine)

    def read(self) -> None:
        self.files.extend(self._plan.left_out)
        for place in self._plan.unchanged:
            entry = self._writing.ledger.entry(place)
            if entry is not None:
                self._keep(entry)
        self._progress.planned(len(self._plan.to_read))
        to_read = {str(found.place): found for found in self._plan.to_read}
        with closing(self._parsing.over(self._opened())) as files:
            for asked, parsed in files:
                given = self._read(to_read[asked.place], parsed)
                self._progress.read(asked.origin, given)

    def take_out(self) -> None:
        """What is gone, once everything that is there has been read: a moved file is not lost."""
        for place in self._plan.gone:
            entry = self._writing.ledger.entry(place)
            removed = self._writing.drop(place)
            self._gate.passed(place, ())
            self.files.append(
                FileReport(
                    origin=entry.origin if entry else place,
                    outcome=FileOutcome.REMOVED,
                    reason="" if removed else "Its documents are read from another file too.",
                    documents=len(removed),
                )
            )

    def lineage(self) -> tuple[str, ...]:
        ledger = self._writing.ledger
        return lineage.warnings(
            self._plan.successions, lambda place: ledger.made(place) is not None
        )

    def _opened(self) -> Iterator[Asked]:
        """The files to read; an archive is walked once for all of its members."""
        for archive, group in groupby(
            self._plan.to_read, key=lambda one: one.place.file if one.path is None else None
        ):
            if archive is None:
                for found in group:
                    yield _asked(found, found.path or found.place.file)
                continue
            wanted = {str(found.place): found for found in group}
            for item in self._walk([archive]):
                member = wanted.pop(str(place_of(item, archive)), None)
                if member is not None and not isinstance(item, Refused):
                    yield _asked(member, item.path)
            for found in wanted.values():
                yield _asked(found, None)

    def _read(self, found: Found, parsed: Iterator[Parsed | LeftOut]) -> int:
        """One file whole, or not at all; how many passages it gave to write."""
        place, reader = str(found.place), found.made.reader
        before = self._writing.ledger.entry(place)
        given: dict[str, Given] = {}
        left_out: list[LeftOut] = []
        screened: list[Screened] = []
        added: list[str] = []
        kept: list[str] = []
        passages = characters = 0
        try:
            for one in self._judged(place, parsed, screened):
                if isinstance(one, Held):
                    earlier = one.earlier(before, found.origin, found.made)
                    if earlier is not None:
                        given[earlier.document_id] = earlier
                        kept.append(earlier.document_id)
                    left_out.append(one.left_out(stays=earlier is not None))
                    continue
                if isinstance(one, LeftOut):
                    left_out.append(one)
                    continue
                card = one.document.card
                fresh = card.id not in given and self._is_first(card)
                given[card.id] = Given(origin=card.origin, document_id=card.id)
                if fresh:
                    self._writing.add(one)
                    added.append(card.id)
                    passages += len(one.passages)
                    characters += len(one.document.text)
        except UnreadableDocument as error:
            self._writing.withdraw(added)
            for document_id in added:
                del self._written[document_id]
            known = self._writing.ledger.made(place) is not None
            self.files.append(
                FileReport(
                    origin=found.origin,
                    outcome=FileOutcome.QUARANTINED,
                    reason=_without_name(str(error), found.origin) + (LAST_GOOD if known else ""),
                    reader=reader,
                )
            )
            return 0
        self._gate.passed(place, screened)
        self._standing.update(kept)
        entry = Entry(
            place=place,
            origin=found.origin,
            made=found.made,
            documents=tuple(given.values()),
            left_out=tuple(left_out),
            screened=tuple(screened),
        )
        if given:
            self.files.append(
                FileReport(
                    origin=found.origin,
                    outcome=FileOutcome.WRITTEN if added else FileOutcome.UNCHANGED,
                    reason="" if added or kept else self._twin(given),
                    reader=reader,
                    documents=len(added or kept),
                    passages=passages,
                    characters=characters,
                )
            )
        self._report_left_out(entry)
        removed = self._writing.record(entry)
        if before is not None:
            self._report_vanished(before, entry, removed)
        return passages

    def _is_first(self, card: DocumentCard) -> bool:
        """Whether this run has not met the document yet; the first file it is met in counts."""
        if card.id in self._standing:
            return False
        if card.id not in self._written:
            self._written[card.id] = (card.origin, _stated(card.provenance))
            return True
        origin, stated = self._written[card.id]
        if stated != _stated(card.provenance):
            other = _differing(stated, _stated(card.provenance))
            self.warnings.append(
                f"{card.origin} holds the same words as {origin} and differs in {', '.join(other)};"
                f" what {origin} has there is kept."
            )
        return False

    def _twin(self, documents: Iterable[str]) -> str:
        """Why a file gave nothing of its own; a file that was not read in this run has no name."""
        first = next((self._written[one][0] for one in documents if one in self._written), None)
        return f"{first or 'Another file'} holds the same documents."

    def _keep(self, entry: Entry) -> None:
        """An unchanged file, reported as it was when it was read."""
        ids = {one.document_id for one in entry.documents} - self._standing
        self._standing |= ids
        if entry.documents:
            self.files.append(
                FileReport(
                    origin=entry.origin,
                    outcome=FileOutcome.UNCHANGED,
                    reader=entry.made.reader,
                    documents=len(ids),
                )
            )
        self._report_left_out(entry)

    def _report_left_out(self, entry: Entry) -> None:
        left_out = entry.left_out
        if not entry.documents and not left_out:
            left_out = (LeftOut(origin=entry.origin, reason=NO_TEXT),)
        self.files.extend(
            FileReport(
                origin=one.origin,
                outcome=FileOutcome.QUARANTINED if one.refused else FileOutcome.SKIPPED,
                reason=one.reason,
                reader=entry.made.reader,
            )
            for one in left_out
        )

    def _report_vanished(self, before: Entry, now: Entry, removed: Sequence[str]) -> None:
        """Records that a changed file no longer has; a rewritten one has only changed its id."""
        here = {one.origin.removeprefix(now.origin) for one in now.documents}
        held = {one.origin for one in now.left_out}
        gone = set(removed)
        self.files.extend(
            FileReport(
                origin=one.origin,
                outcome=FileOutcome.REMOVED,
                reason=HELD if one.origin in held else "The file no longer holds it.",
                documents=1,
            )
            for one in before.documents
            if one.document_id in gone and one.origin.removeprefix(before.origin) not in here
        )

    def _judged(
        self, place: str, parsed: Iterator[Parsed | LeftOut], screened: list[Screened]
    ) -> Iterator[SplitDocument | Held | LeftOut]:
        """The file's documents, those held back that may not go in.

        Args:
            screened: is given what the screen found something in, admitted or not.
        """
        for one in parsed:
            if isinstance(one, LeftOut):
                yield one
            elif one.looked is None:
                yield one.document
            else:
                met = self._gate.judge(one.looked, one.document.document.card, place)
                screened.append(met.screened)
                yield one.document if met.admitted else met


def _stated(provenance: Provenance) -> bytes:
    """What is known of a document besides its words, in eight bytes a field: enough to compare."""
    return array("q", (hash(value) for _, value in provenance)).tobytes()


def _differing(one: bytes, other: bytes) -> list[str]:
    """The names of the fields in which two differ."""
    pairs = zip(Provenance.model_fields, array("q", one), array("q", other), strict=True)
    return [name for name, mine, its in pairs if mine != its]


def _without_name(reason: str, origin: str) -> str:
    """A reader's reason may begin with the file's name; the report already shows it."""
    return f"It {reason.removeprefix(f'{origin} ')}" if reason.startswith(f"{origin} ") else reason


def _asked(found: Found, path: Path | None) -> Asked:
    return Asked(
        place=str(found.place),
        origin=found.origin,
        path=path,
        lent=found.path is None,
        reader=found.made.reader,
        declared=found.declared,
        superseded_by=found.superseded_by,
        licence_unstated=found.made.licence_unstated,
    )
