"""From a file to split documents: all that one file needs and that knows nothing of the library.

It is the same whether it happens in the run's own process (`Here`) or in others (`workers.py`).
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from app.domain.errors import UnreadableDocument
from app.domain.facts import DocumentWithFacts
from app.domain.frozen import Frozen
from ingest.assemble import assemble
from ingest.declared import Declared
from ingest.facts.extract import with_facts
from ingest.isolation import reading_one_file
from ingest.ledger import LeftOut
from ingest.notices import notice_in
from ingest.reading import Reader, SourceFile
from ingest.screening.looking import Looked, look
from ingest.split import split

NO_LICENCE = (
    "Its licence is neither declared nor stated: declare it in corpus.toml, or run again with "
    "--licence-unstated."
)
NO_TEXT = "It has no text below its title, so nothing in it could be quoted."


class Asked(Frozen):
    """A file to parse, and what is declared of it."""

    place: str
    origin: str
    path: Path | None
    """None: it left its archive while the archive was read."""
    lent: bool = False
    """Whether `path` is there only until the next file is asked for, as an archive's member is."""
    reader: str
    declared: Declared
    superseded_by: str | None = None
    """Origin of the succeeding edition, where one is declared."""
    licence_unstated: bool = False


class Parsed(Frozen):
    """A document ready to be written, and what the screen found in it."""

    document: DocumentWithFacts
    looked: Looked | None = None


class Parsing(Protocol):
    """Parses the files of a run."""

    def over(
        self, files: Iterable[Asked]
    ) -> Generator[tuple[Asked, Iterator[Parsed | LeftOut]], None, None]:
        """Each file, in the order given, with its documents as `parse` yields and raises them.

        `files` may be asked for some files ahead. Use up a file's documents before the next file;
        close the generator where it is left early.

        Raises:
            DiskFull: no space for what is kept aside.
        """
        ...


class Here:
    """Parses in this very process, one file after another."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = {reader.name: reader for reader in readers}

    def over(
        self, files: Iterable[Asked]
    ) -> Generator[tuple[Asked, Iterator[Parsed | LeftOut]], None, None]:
        for asked in files:
            yield asked, parse(asked, self._readers[asked.reader])


def parse(asked: Asked, reader: Reader) -> Iterator[Parsed | LeftOut]:
    """The file's documents, split; whatever fails in here concerns this one file.

    Raises:
        UnreadableDocument: with the reason; what was yielded before does not count.
        DiskFull: an unpacked copy could not be written.
    """
    if asked.path is None:
        raise UnreadableDocument("It left the archive while the archive was read.")
    declared = asked.declared
    with reading_one_file(reader):
        file = SourceFile(path=asked.path, origin=asked.origin)
        for read in reader.read(file, dict(declared.columns)):
            origin = f"{asked.origin}#{read.record}" if read.record else asked.origin
            if notice := notice_in(origin):
                yield LeftOut(origin=origin, reason=notice.reason)
                continue
            if not (declared.licence or read.stated.licence or asked.licence_unstated):
                yield LeftOut(origin=origin, reason=NO_LICENCE, refused=True)
                continue
            titled = read.model_copy(update={"title": declared.document.title or read.title})
            provenance = declared.provenance(read.stated, asked.superseded_by)
            document = with_facts(split(assemble(titled, asked.origin, provenance)))
            if document.passages:
                yield Parsed(document=document, looked=look(read))
            else:
                yield LeftOut(origin=origin, reason=NO_TEXT)
