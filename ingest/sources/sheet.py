"""A sheet of cells as a document: its title lines, its header, its rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from app.domain.formulary import FormularyRow
from ingest.reading import Block, BlockKind, ReadDocument, Table
from ingest.sources.formulary import FormularyColumns, known_columns, known_names

SEARCHED = 30
"""Rows in which the header is looked for."""
_FILLED = 0.5
"""Part of the widest row's cells that a header fills at least."""
_LONGEST_LABEL = 80
Row = tuple[str, ...]


def read_sheet(
    rows: Iterable[Row], columns: dict[str, str], record: str | None = None
) -> ReadDocument | None:
    """The sheet as a document; None where it is empty.

    A single cell above the header is the title, further lines there are prose. A row with its
    first cell alone, in a table of three columns or more, heads the rows below it. Where a column
    names drugs, rows are typed records; rows without a drug stand in a table of their own.

    Raises:
        UnreadableDocument: the column map does not fit the header.
    """
    filled = (row for row in (_trimmed(row) for row in rows) if row)
    first = list(islice(filled, SEARCHED))
    if not first:
        return None
    at = _header_at(first, columns)
    above = first[:at] if at is not None else []
    title = next((row for row in above if _is_title(row)), ())
    header = tuple(" ".join(name.split()) for name in first[at]) if at is not None else ()
    known = known_columns(header, columns) if header else None
    body = chain(first[at + 1 if at is not None else 0 :], filled)
    lines = (_joined(row) for row in above if row is not title)
    blocks = [Block(kind=BlockKind.PROSE, text=text) for text in lines]
    blocks.extend(_headed(_blocks(body, header, known)))
    return ReadDocument(title=_joined(title) or None, blocks=tuple(blocks), record=record)


def has_columns(rows: Iterable[Row], columns: dict[str, str]) -> bool:
    """Whether some row near the top names every column of the map."""
    wanted = {name.casefold().strip() for name in columns.values()}
    return any(wanted <= {cell.casefold().strip() for cell in row} for row in rows)


def _header_at(rows: list[Row], columns: dict[str, str]) -> int | None:
    """Which row names the columns: the mapped names, known names, else the first full one."""
    if columns:
        for at, row in enumerate(rows):
            if has_columns([row], columns):
                return at
    for at, row in enumerate(rows[:-1] or rows):
        if known_names(row) >= 2:
            return at
    width = max(sum(bool(cell) for cell in row) for row in rows)
    for at, row in enumerate(rows[:-1]):
        names = [cell for cell in row if cell]
        if len(names) >= max(2, _FILLED * width):
            return at if 2 * sum(map(_names_a_column, names)) > len(names) else None
    return None


def _is_title(row: Row) -> bool:
    """One cell, and no sentence: a title's words cannot be quoted."""
    return len(set(filter(None, row))) == 1 and len(_joined(row)) <= 2 * _LONGEST_LABEL


def _names_a_column(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and len(text) <= 2 * _LONGEST_LABEL


def _joined(row: Row) -> str:
    return " ".join(dict.fromkeys(filter(None, row)))


def _headed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a heading that no rows follow, as a note below the table, is prose."""
    waiting: Block | None = None
    for block in blocks:
        if waiting:
            heads = block.kind is BlockKind.TABLE
            yield waiting if heads else waiting.model_copy(update={"kind": BlockKind.PROSE})
        waiting = block if block.kind is BlockKind.HEADING else None
        if not waiting:
            yield block
    if waiting:
        yield waiting.model_copy(update={"kind": BlockKind.PROSE})


def _blocks(rows: Iterable[Row], header: Row, known: FormularyColumns | None) -> Iterator[Block]:
    together: list[Row] = []
    records: list[FormularyRow] = []
    for row in rows:
        cells = (*row, *("" for _ in header[len(row) :]))
        label = _label(cells)
        record = known.row(cells[: len(header)]) if known and not label else None
        if label or (bool(records) != (record is not None)):
            yield from _table(together, header, records)
            together, records = [], []
        if label:
            heads = len(label) <= _LONGEST_LABEL and not label.endswith(".")
            yield Block(kind=BlockKind.HEADING if heads else BlockKind.PROSE, text=label)
            continue
        together.append(cells)
        if record:
            records.append(record)
    yield from _table(together, header, records)


def _table(rows: list[Row], header: Row, records: Sequence[FormularyRow]) -> Iterator[Block]:
    if rows:
        width = max(len(header), *(len(row) for row in rows))
        names = (*header, *("" for _ in range(width - len(header)))) if header else ()
        even = tuple((*row, *("" for _ in range(width - len(row)))) for row in rows)
        table = Table(header=names, rows=even, records=tuple(records))
        yield Block(kind=BlockKind.TABLE, table=table)


def _label(cells: Row) -> str:
    """The words of a row that has only its first cell, as a group's name has."""
    return cells[0] if len(cells) > 2 and cells[0] and not any(cells[1:]) else ""


def _trimmed(row: Row) -> Row:
    """The row with spaces and line breaks evened out and without the empty cells at its end."""
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
