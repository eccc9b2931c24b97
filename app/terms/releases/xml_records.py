"""The records of a flat XML file, one at a time, with the line that each begins in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from app.domain.errors import ConfigurationError
from app.terms.releases.names import Told

_BLOCK: Final = 256 * 1024
LONGEST_VALUE: Final = 65_536
MOST_FIELDS: Final = 200


def records(file: Path, element: str, told: Told) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, field -> text) of every `element`; of a field that occurs twice the first counts.

    Raises:
        ConfigurationError: it is no well-formed XML, or declares entities, which no release does;
            with file and line.
    """
    reader = _Reader(file, element)
    total = file.stat().st_size
    done = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            reader.feed(block, last=False)
            done += len(block)
            told(done, total)
            yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


class _Reader:
    def __init__(self, file: Path, element: str) -> None:
        self._file = file
        self._element = element
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._records: list[tuple[int, dict[str, str]]] = []
        self._record: dict[str, str] | None = None
        self._line = 0
        self._field: list[str] | None = None

    def feed(self, block: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            why = expat.errors.messages.get(error.code, "it is no XML")
            raise self._wrong(why, error.lineno) from None

    def taken(self) -> list[tuple[int, dict[str, str]]]:
        taken, self._records = self._records, []
        return taken

    def _start(self, name: str, _: dict[str, str]) -> None:
        if name == self._element:
            self._record, self._line = {}, self._parser.CurrentLineNumber
        elif self._record is not None:
            if len(self._record) >= MOST_FIELDS:
                raise self._wrong(f"a {self._element} has more than {MOST_FIELDS} fields")
            self._field = []

    def _text(self, text: str) -> None:
        if self._field is not None:
            self._field.append(text)
            if sum(map(len, self._field)) > LONGEST_VALUE:
                raise self._wrong(f"a value is longer than {LONGEST_VALUE:,} characters")

    def _end(self, name: str) -> None:
        if name == self._element and self._record is not None:
            self._records.append((self._line, self._record))
            self._record = None
        elif self._record is not None and self._field is not None:
            self._record.setdefault(name, "".join(self._field).strip())
            self._field = None

    def _doctype(self, *_: object) -> None:
        raise self._wrong("it declares a document type, which no release does")

    def _wrong(self, why: str, line: int | None = None) -> ConfigurationError:
        at = self._parser.CurrentLineNumber if line is None else line
        return ConfigurationError(
            f"{self._file}, line {at}: {why}. Is this the release's own file?"
        )
