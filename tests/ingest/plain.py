"""A reader for tests: a format in which every fault can be written down."""

from collections.abc import Iterator

from app.domain.corpus import Status
from app.domain.errors import UnreadableDocument
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated


class PlainReader:
    """`.txt` files: a title line, then a paragraph a line; `%%` between the records of a file.

    Lines that begin with `!` command: `!licence X` and `!retracted` state something, `!unreadable`
    and `!bug` fail there, after the records before them were yielded.
    """

    name = "plain"

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.read_files: list[str] = []

    def accepts(self, file: SourceFile) -> bool:
        with file.path.open("rb") as opened:
            return opened.read(1) != b"\x00" and file.origin.endswith(".txt")

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        self.read_files.append(file.origin)
        text = file.path.read_text(encoding="utf-8")
        if not text:
            raise UnreadableDocument(f"{file.origin} is empty.")
        records = text.split("%%\n")
        for record in records:
            title, *lines = record.splitlines()
            yield self._document(title, lines, title if len(records) > 1 else None)

    def _document(self, title: str, lines: list[str], record: str | None) -> ReadDocument:
        stated = Stated()
        blocks = []
        for line in lines:
            match line.split(maxsplit=1):
                case ["!licence", licence]:
                    stated = stated.model_copy(update={"licence": licence})
                case ["!retracted"]:
                    stated = stated.model_copy(update={"status": Status.RETRACTED})
                case ["!unreadable"]:
                    raise UnreadableDocument("The file ends in the middle of a record.")
                case ["!bug"]:
                    raise KeyError("a parser's own mistake")
                case []:
                    continue
                case _:
                    blocks.append(Block(kind=BlockKind.PROSE, text=line))
        return ReadDocument(title=title, blocks=tuple(blocks), record=record, stated=stated)
