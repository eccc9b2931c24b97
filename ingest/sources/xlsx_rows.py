"""The rows of a workbook's sheet that a person sees, and what it holds besides."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from openpyxl.utils.escape import unescape

from app.domain.errors import UnreadableDocument
from ingest.screening.hidden import Hidden
from ingest.screening.hidden_cells import HiddenCells
from ingest.sources.header_rows import one_header
from ingest.sources.number_formats import shown_number
from ingest.sources.sheet import SEARCHED
from ingest.sources.sheet_layout import Range, SheetLayout, layout_of
from ingest.sources.sheet_tables import Row

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS: Final = 5_000_000
"""Of a sheet, empty ones between the first and the last column included: as a table every row has
as many as the widest."""
MOST_ROWS: Final = 1_048_576
"""As a sheet of Excel has; a row can claim any number."""
LONGEST_UNSEEN: Final = 200_000
"""Characters of hidden rows and columns, which are not read, that are screened."""


class Shown(NamedTuple):
    """What a sheet shows, and what it holds and does not show."""

    rows: list[Row]
    hidden: tuple[Hidden, ...]


def rows_shown(sheet: "Worksheet", styles: HiddenCells, mapped: frozenset[str]) -> Shown:
    """The rows that have words of their own; a merged cell stands in each row it reaches down to,
    and the rows of a header are one.

    Args:
        mapped: names of columns that are read though they are hidden, in small letters.

    Raises:
        UnreadableDocument: the sheet has too many cells to be held.
    """
    layout = layout_of(sheet)
    cells = _Cells(layout, styles)
    reaching: dict[int, tuple[str, int]] = {}
    kept: list[Row] = []
    wide: dict[int, list[tuple[int, int]]] = {}
    unseen: list[str] = []
    widest = 0
    gap = False
    for down, row in enumerate(sheet.iter_rows(), 1):
        texts = cells.texts(row, down)
        begun = layout.merged.pop(down, ())
        _move_into_view(texts, begun, layout.hidden_columns)
        gap = gap or (not texts and bool(kept))
        if texts and down in layout.hidden_rows:
            unseen.append(" ".join(filter(None, texts)))
        elif texts:
            reaching = {column: one for column, one in reaching.items() if one[1] >= down}
            reached = {column: text for column, (text, _) in reaching.items() if text}
            texts += [""] * (max(reached, default=0) - len(texts))
            for column, text in reached.items():
                texts[column - 1] = text
            if gap:
                kept.append(())
                gap = False
            across = _across(begun, layout.hidden_columns)
            if down <= SEARCHED:
                wide[len(kept)] = across
            kept.append(_spread(texts, across))
            widest = max(widest, len(texts))
        for one in begun:
            if one.bottom > down:
                column = _in_view(one, layout.hidden_columns)
                reaching[column] = (texts[column - 1] if column <= len(texts) else "", one.bottom)
        if down > MOST_ROWS or len(kept) * widest > MOST_CELLS:
            raise UnreadableDocument(
                f"The sheet {sheet.title!r} spreads over more than {MOST_CELLS:,} cells. Delete "
                "what stands far away from the table, or split it."
            )
    joined = one_header(kept, wide, mapped)
    rows, away = _without_columns(joined, layout.hidden_columns, mapped)
    told = " ".join((*unseen, *away))[:LONGEST_UNSEEN]
    put_away = [Hidden(how="in hidden rows or columns", text=told, everyday=True)] if told else []
    return Shown(rows, (*cells.hidden, *put_away))


def _spread(texts: list[str], across: Iterable[tuple[int, int]]) -> Row:
    """The row with merged cells in every column they cover, but for one that stands alone: a name
    of the rows below it."""
    for left, right in across:
        if any(texts[:left]) or any(texts[right + 1 :]):
            texts += [""] * (right + 1 - len(texts))
            texts[left : right + 1] = [texts[left]] * (right + 1 - left)
    return tuple(texts)


class _Cells:
    """The words of a sheet's cells, row by row; those that nobody sees are kept apart."""

    def __init__(self, layout: SheetLayout, styles: HiddenCells) -> None:
        self.hidden: list[Hidden] = []
        self._layout = layout
        self._styles = styles
        self._above: dict[int, str] = {}
        """Column -> the last words seen in it: often they are repeated in white, as if merged."""

    def texts(self, row: "Iterable[Cell | MergedCell]", down: int) -> list[str]:
        """The words of each cell up to the last that has any."""
        texts = []
        for column, cell in enumerate(row, 1):
            text = _text(cell)
            if text and self._styles.struck(cell):
                text = ""
            if text:
                told = self._styles.how(cell)
                by_style = told.by_colour and self._layout.is_styled(column, down)
                if told.how and not by_style and self._above.get(column) != text:
                    self.hidden.append(Hidden(how=told.how, text=text, deliberate=True))
                    text = ""
                else:
                    self._above[column] = text
            texts.append(text)
        while texts and not texts[-1]:
            texts.pop()
        return texts


def _in_view(merged: Range, hidden: frozenset[int]) -> int:
    """The column in which a merged cell's words are seen: the first that is not hidden."""
    columns = range(merged.left, merged.right + 1)
    return next((column for column in columns if column not in hidden), merged.left)


def _across(merged: Iterable[Range], hidden: frozenset[int]) -> list[tuple[int, int]]:
    """Those merged over several columns: the column that has the words and the last, from 0."""
    seen = ((_in_view(one, hidden), one.right) for one in merged)
    return [(left - 1, right - 1) for left, right in seen if right > left]


def _move_into_view(texts: list[str], merged: Iterable[Range], hidden: frozenset[int]) -> None:
    for one in merged:
        column = _in_view(one, hidden)
        if column != one.left and one.left <= len(texts):
            texts += [""] * (column - len(texts))
            texts[column - 1], texts[one.left - 1] = texts[one.left - 1], ""


def _without_columns(
    rows: list[Row], hidden: frozenset[int], mapped: frozenset[str]
) -> tuple[list[Row], list[str]]:
    """The rows without hidden columns, and the words of these."""
    named = {
        at
        for row in rows[:SEARCHED]
        for at, cell in enumerate(row, 1)
        if at in hidden and cell.casefold().strip() in mapped
    }
    gone = hidden - named
    if not gone:
        return rows, []
    away = [cell for row in rows for at, cell in enumerate(row, 1) if at in gone and cell]
    left = (tuple(c for at, c in enumerate(row, 1) if at not in gone) for row in rows)
    return [row for row in left if any(row) or not row], away


def _text(cell: "Cell | MergedCell") -> str:
    """The cell's value as a person reads it: 0.5, 5 for 5.0, 2021-03-04, 5%, 5 mg by its format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return unescape(str(value))  # `_x000D_`, the end of a line
