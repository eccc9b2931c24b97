"""The words of a source at a place, for looking up what rules point at.

`at` by kind of file: CSV `row 21` (counted from 1, the header among them) or nothing; a `.tar.gz`
the end of a member's path; XLSX the first words of a row; PDF `page 12`; anything else nothing.
"""

import csv
import gzip
import html
import io
import re
import tarfile
from functools import lru_cache
from pathlib import Path

import openpyxl
import pypdfium2  # type: ignore[import-untyped]

DATA = Path(__file__).parents[3].parent / "shared" / "data"


def folded(text: str) -> str:
    """Lower case, one blank between words, characters of HTML read, marks of joining left out."""
    plain = html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,300}>", " ", text))
    return " ".join(plain.casefold().replace("\u00ad", "").replace("\ufffe", "").split())


def places(finds: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand in the folded text; `...` stands for at most 200 characters."""
    parts = [re.escape(folded(part)) for part in finds.split("...")]
    return tuple(found.span() for found in re.finditer(".{0,200}?".join(parts), text))


def stands(finds: str, text: str) -> bool:
    """Whether the words stand in the folded text."""
    return places(finds, text) != ()


def words_at(file: str, at: str) -> str:
    """The folded text of `file` at the place; raises LookupError where there is no such place."""
    path = DATA / file
    if file.endswith(".csv"):
        return _row(path, at)
    if file.endswith(".tar.gz"):
        return _member(path, at)
    if file.endswith(".xlsx"):
        return _sheet_row(path, at)
    if file.endswith(".pdf"):
        return _page(path, at)
    return folded(_whole(path))


@lru_cache(maxsize=8)
def _rows(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return [folded(" | ".join(row)) for row in csv.reader(io.StringIO(text))]


def _row(path: Path, at: str) -> str:
    rows = _rows(path)
    if not at:
        return " ".join(rows)
    number = re.fullmatch(r"rows? (\d+)(?:-(\d+))?", at)
    if number is None or int(number[1]) > len(rows):
        raise LookupError(f"{path.name} has no {at}")
    return " ".join(rows[int(number[1]) - 1 : int(number[2] or number[1])])


@lru_cache(maxsize=4)
def _members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {
            one.name: stream.read()
            for one in archive
            if one.isfile() and (stream := archive.extractfile(one)) is not None
        }


@lru_cache(maxsize=512)
def _member(path: Path, at: str) -> str:
    found = [name for name in _members(path) if name.endswith(at)] if at else []
    if len(found) != 1:
        raise LookupError(f"{path.name} has {len(found)} members that end in {at!r}")
    return folded(_members(path)[found[0]].decode("utf-8", "replace"))


@lru_cache(maxsize=4)
def _sheets(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return [
        folded(" | ".join(str(cell) for cell in row if cell is not None))
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]


def _sheet_row(path: Path, at: str) -> str:
    found = [row for row in _sheets(path) if row.startswith(folded(at))]
    if not found:
        raise LookupError(f"{path.name} has no row that begins with {at!r}")
    return " ".join(found)


@lru_cache(maxsize=64)
def _page(path: Path, at: str) -> str:
    number = re.fullmatch(r"page (\d+)", at)
    if number is None:
        raise LookupError(f"{at!r} is no page")
    pdf = pypdfium2.PdfDocument(path)
    try:
        return folded(pdf[int(number[1]) - 1].get_textpage().get_text_range())
    finally:
        pdf.close()


@lru_cache(maxsize=8)
def _whole(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8", "replace")
