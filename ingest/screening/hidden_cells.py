"""Cells of a workbook whose words nobody sees: in the colour of their ground, of no size, or under
a format that shows nothing.

Only what a cell itself says is looked at; where a table or a condition may colour it, it is shown.
"""

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.screening.hidden_markup import alike

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles.colors import Color

SMALLEST: Final = 2
"""Points; the smallest that Excel offers by itself is 8."""
_NOTHING: Final = re.compile(r"\s*;\s*;\s*;\s*")
"""The format with four empty parts: for numbers above, below and at zero, and for words."""
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
_THEME: Final = {0: _WHITE, 1: _BLACK}
"""The first two colours of a theme are those of the window and its text."""
_INDEXED: Final = {0: _BLACK, 1: _WHITE, 8: _BLACK, 9: _WHITE, 64: _BLACK, 65: _WHITE}
_Colour = tuple[int, int, int]


class Told(NamedTuple):
    how: str = ""
    """As it completes "hidden ..."; "" where the cell is shown."""
    by_colour: bool = False
    """Whether a table's style or a condition might still show it."""


class HiddenCells:
    """Tells how cells hide; each style of the workbook is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, Told] = {}
        self._struck: dict[int, bool] = {}

    def how(self, cell: "Cell | MergedCell") -> Told:
        style: int = cell._style_id  # type: ignore[union-attr] # openpyxl's key of the style
        if style not in self._known:
            self._known[style] = _told(cell)
        return self._known[style]

    def struck(self, cell: "Cell | MergedCell") -> bool:
        """Whether all of the cell is struck through: it is shown, and no longer holds."""
        style: int = cell._style_id  # type: ignore[union-attr]
        if style not in self._struck:
            self._struck[style] = bool(cell.font and cell.font.strike)
        return self._struck[style]


def _told(cell: "Cell | MergedCell") -> Told:
    if _NOTHING.fullmatch(cell.number_format or ""):
        return Told("by a format that shows nothing")
    size = cell.font.sz
    if size is not None and size <= SMALLEST:
        return Told("by letters of no size")
    letters, ground = _colour(cell.font.color), _ground(cell)
    if letters is None or ground is None:
        return Told()
    if not alike(letters, ground):
        return Told()
    return Told("by letters in the colour of their ground", by_colour=True)


def _ground(cell: "Cell | MergedCell") -> _Colour | None:
    kind = cell.fill.fill_type
    if kind is None:
        return _WHITE
    return _colour(cell.fill.fgColor) if kind == "solid" else None


def _colour(told: "Color | None") -> _Colour | None:
    """None where the workbook does not say it in figures."""
    if told is None or told.tint:
        return None
    if told.type == "rgb" and isinstance(told.rgb, str) and len(told.rgb) >= 6:
        digits = told.rgb[-6:]
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if told.type == "theme":
        return _THEME.get(told.theme)
    return _INDEXED.get(told.indexed) if told.type == "indexed" else None
