"""A sheet of cells as a document: its title lines, its header, its rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from app.domain.formulary import FormularyRow
from ingest.reading import Block, BlockKind, ReadDocument, Table
from ingest.sources.cell_kinds import are_alike, are_units, is_name, with_units
from ingest.sources.formulary import FormularyColumns, known_columns, known_names
from ingest.sources.sheet_tables import Figures, Row, gaps_even, names_anew, side_by_side

SEARCHED = 30
"""Rows in which the header is looked for."""
_FILLED = 0.5
"""Part of the widest row's cells that a header fills at least."""
_LONGEST_LABEL = 80
LONGEST_ROW = 1200
"""Characters. A longer row does not fit into one passage, and its later parts would not say what
they are about."""
_HEADING_CELLS = 3
_ROW_LEVEL = 2
_FURTHER = Block(kind=BlockKind.HEADING, text="Further rows", level=_ROW_LEVEL)


def read_sheet(
    rows: Iterable[Row], columns: dict[str, str], record: str | None = None
) -> ReadDocument | None:
    """The sheet as a document; None where it is empty.

    A single cell above the header is the title, further lines there are prose. A row with its
    first cell alone, in a table of three columns or more, heads the rows below it. Where a column
    names drugs, rows are typed records; rows without a drug stand in a table of their own. A row
    that is longer than a passage is a section under its own short cells. Tables side by side, with
    an empty column between them, follow one another; below a row of other names the cells go by
    these. Behind empty rows a row of words, where the column had figures in every row, begins a
    table of its own; its names count where they are known.

    Raises:
        UnreadableDocument: the column map does not fit the header.
    """
    filled = gaps_even(_trimmed(row) for row in rows)
    first = list(islice(filled, SEARCHED))
    if not any(first):
        return None
    at = _header_at(first, columns)
    above = first[:at] if at is not None else []
    title = next((row for row in above if _is_title(row)), ())
    header = tuple(" ".join(name.split()) for name in first[at]) if at is not None else ()
    begun = at + 1 if at is not None else 0
    if header and begun < len(first) and are_units(first[begun], header):
        header = with_units(header, first[begun])
        begun += 1
    body = chain(first[begun:], filled)
    lines = (_joined(row) for row in above if row and row is not title)
    blocks = [Block(kind=BlockKind.PROSE, text=text) for text in lines]
    starts = side_by_side(header)
    if len(starts) == 1:
        blocks.extend(_headed(_blocks(body, header, columns)))
    else:
        held = [header, *body]
        for start, end in pairwise([*starts, None]):
            names, *rows = (_trimmed(row[start:end]) for row in held)
            fits = columns if has_columns([names], columns) else {}
            blocks.extend(_headed(_blocks((row for row in rows if row), names, fits)))
    return ReadDocument(title=_joined(title) or None, blocks=tuple(blocks), record=record)


def file_stem(origin: str) -> str:
    """`a.tar.gz!/b/table.csv` -> `table`: the name of a sheet that has no title."""
    return re.split(r"[/\\!#]", origin)[-1].rsplit(".", 1)[0] or origin


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
            named = 2 * sum(map(is_name, names)) > len(names)
            return at if named and not _is_one_of(row, rows[at + 1 :]) else None
    return None


def _is_title(row: Row) -> bool:
    """One cell, and no sentence: a title's words cannot be quoted."""
    return len(set(filter(None, row))) == 1 and len(_joined(row)) <= 2 * _LONGEST_LABEL


def _is_one_of(row: Row, below: Sequence[Row]) -> bool:
    """Whether the row has a figure as every row below has in that column: it names nothing."""
    return any(
        are_alike(cell, [other[at] for other in below if at < len(other) and other[at]])
        for at, cell in enumerate(row)
    )


def _joined(row: Row) -> str:
    return " ".join(dict.fromkeys(filter(None, row)))


def _headed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a heading that no rows follow, as a note below the table, is prose."""
    waiting: Block | None = None
    for block in blocks:
        if waiting:
            heads = block.kind is BlockKind.TABLE or block.level == _ROW_LEVEL
            yield waiting if heads else waiting.model_copy(update={"kind": BlockKind.PROSE})
        lone = block.kind is BlockKind.HEADING and block.level != _ROW_LEVEL
        waiting = block if lone else None
        if not waiting:
            yield block
    if waiting:
        yield waiting.model_copy(update={"kind": BlockKind.PROSE})


def _known(header: Row, columns: dict[str, str]) -> FormularyColumns | None:
    return known_columns(header, columns) if header else None


def _blocks(rows: Iterable[Row], header: Row, columns: dict[str, str]) -> Iterator[Block]:
    known = _known(header, columns)
    together: list[Row] = []
    records: list[FormularyRow] = []
    apart = gap = False
    """Whether a section of one row, and whether an empty row, is the last."""
    figures = Figures()
    for number, row in enumerate(rows, 1):
        if not row:
            gap = True
            continue
        ends = gap and bool(header) and figures.ends_at(row)
        gap = False
        if ends or names_anew(row, header):
            yield from _table(together, header, records, apart=apart)
            apart, together, records = False, [], []
            named = not ends or known_names(row) > 0
            header = row if named else ()
            known = _known(header, columns if has_columns([header], columns) else {})
            figures = Figures()
            if named:
                continue
        figures.note(row)
        cells = (*row, *("" for _ in header[len(row) :]))
        label = _label(cells)
        record = known.row(cells[: len(header)]) if known and not label else None
        long = sum(map(len, cells)) > LONGEST_ROW and not (record and record.dose)
        if long or label or (bool(records) != (record is not None)):
            yield from _table(together, header, records, apart=apart)
            apart, together, records = apart and not together, [], []
        if long:
            yield from _section(number, cells, header)
            apart = True
        elif label:
            heads = len(label) <= _LONGEST_LABEL and not label.endswith(".")
            if apart and not heads:
                yield _FURTHER
            yield Block(kind=BlockKind.HEADING if heads else BlockKind.PROSE, text=label)
            apart = False
        else:
            together.append(cells)
            if record:
                records.append(record)
    yield from _table(together, header, records, apart=apart)


def _section(number: int, cells: Row, header: Row) -> Iterator[Block]:
    """One row under a heading of its own, its long cells as prose, which ends in sentences."""
    short = [cell for cell in cells if cell and len(cell) <= _LONGEST_LABEL][:_HEADING_CELLS]
    heading = " - ".join(dict.fromkeys(short)) or f"Row {number}"
    yield Block(kind=BlockKind.HEADING, text=heading, level=_ROW_LEVEL)
    names = (*header, *("" for _ in cells[len(header) :]))
    named = [(name, cell) for name, cell in zip(names, cells, strict=True) if cell]
    long = [(name, cell) for name, cell in named if cell not in short]
    for name, cell in long:
        alone = len(long) == 1 or not name
        yield Block(kind=BlockKind.PROSE, text=cell if alone else f"{name}: {cell}")


def _table(
    rows: list[Row], header: Row, records: Sequence[FormularyRow], *, apart: bool
) -> Iterator[Block]:
    """`apart`: it follows a section that it does not belong to."""
    if rows:
        if apart:
            yield _FURTHER
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
