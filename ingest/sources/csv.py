"""CSV and TSV: formularies and other tables in plain text, whatever the delimiter and encoding."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument, SourceFile
from ingest.sources.sheet import file_stem, read_sheet
from ingest.sources.vocabularies import is_term_list

LONGEST_LINE: Final = 1_048_576
"""Characters of a line; a table has none that long, and a line is held whole."""
MOST_CELLS: Final = 5_000_000
"""Cells of the table, every row counted as wide as the widest, as it becomes."""
_SAMPLE = 65_536
_DELIMITERS = ",;\t|"
_TOLD: Final = re.compile(r"\"?sep=([,;\t|])\"?[ ,;\t|]*(?:[\r\n]|$)", re.IGNORECASE)
"""A first line that tells Excel the delimiter."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class CsvReader:
    """Reads `.csv` and `.tsv`; one document a file, a formulary's rows as typed records."""

    name = "csv"
    version = 5

    def accepts(self, file: SourceFile) -> bool:
        named = file.path.suffix.lower() in {".csv", ".tsv", ".tab"}
        return named and not is_term_list(file.path)

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        encoding = _encoding(file.path)
        document = read_sheet(_rows(file.path, encoding), columns)
        if document is None:
            raise UnreadableDocument("The file is empty; there is nothing in it to ingest.")
        # A table's first group or row must not become the name of the whole.
        yield document.model_copy(update={"title": document.title or file_stem(file.origin)})


def _rows(path: Path, encoding: str) -> Iterator[tuple[str, ...]]:
    with path.open(encoding=encoding, errors="replace", newline="") as opened:
        sample = opened.read(_SAMPLE)
        told = _TOLD.match(sample)
        opened.seek(0)
        lines = _lines(opened)
        if told:
            next(lines)
        delimiter = told[1] if told else _delimiter(sample)
        rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")
        widest = 0
        try:
            for count, row in enumerate(rows, 1):
                widest = max(widest, len(row))
                if count * widest > MOST_CELLS:
                    raise UnreadableDocument(
                        f"The table has more than {MOST_CELLS:,} cells at line {rows.line_num}; "
                        "split it."
                    )
                yield tuple(row)
        except csv.Error as error:
            raise UnreadableDocument(
                f"The table breaks off at line {rows.line_num} ({error}); "
                "look there for a quotation mark that is never closed."
            ) from None


def _lines(opened: TextIO) -> Iterator[str]:
    """The file's lines; none is read further than a line of a table can be long."""
    number = 1
    while line := opened.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise UnreadableDocument(
                f"Line {number} has more than {LONGEST_LINE:,} characters; the file is no table, "
                "or its lines do not end."
            )
        yield line
        number += 1


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is; otherwise Windows-1252, which Excel writes."""
    with path.open("rb") as opened:
        start = opened.read(4)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        opened.seek(0)
        if b"\x00" in opened.read(_SAMPLE):
            raise UnreadableDocument(
                "The file is not text, whatever its name says; export it as CSV."
            )
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(sample: str) -> str:
    """The delimiter that gives the most rows of one and the same width, at least two columns."""
    lines = _LINE_END.split(sample)
    whole = lines[:-1] if len(sample) == _SAMPLE else lines
    best, delimiter = 0, ","
    for candidate in _DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(whole, delimiter=candidate) if len(row) > 1)
        score = widths.most_common(1)[0][1] if widths else 0
        if score > best:
            best, delimiter = score, candidate
    return delimiter
