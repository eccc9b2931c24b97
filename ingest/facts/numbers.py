"""Numbers of doses as they are written: `2.5`, `0\u00b75`, `.5`, `1,000`, `1\u00bd`.

Only what is sure becomes a number. `1.000` may be one or a thousand; `05` is most likely `0.5` that
has lost its point; `1/2 tablets` may be one or two; `2 500 mg` may be two of 500 mg. All of these
are left out.
"""

import re
from decimal import Decimal
from typing import Final

_POINTS: Final = ".\u00b7\u2219\u22c5\u2027"
"""The full stop, and the raised dots that stand for a decimal point in British print."""
_HALVES: Final = {"\u00bd": Decimal("0.5"), "\u00bc": Decimal("0.25"), "\u00be": Decimal("0.75")}
NUMBER: Final = (
    rf"(?:\d+(?:,\d+)*(?:[{_POINTS}]\d+)?(?:\s?[{''.join(_HALVES)}])?|\.\d+|[{''.join(_HALVES)}])"
)
"""A pattern for what may be a number; `number` says whether it surely is one."""
FIGURE: Final = rf"(?:\d|\.\d|[{''.join(_HALVES)}])"
"""A pattern for how a number begins."""
DASH: Final = r"[\u2010-\u2015\u2212-]"
"""A pattern for the signs that are printed between the ends of a range, the minus sign among
them."""

_PARTS: Final = re.compile(
    rf"(?P<whole>\d+(?:,\d+)*)?(?:(?P<point>[{_POINTS}])(?P<decimals>\d+))?"
    rf"(?:\s?(?P<part>[{''.join(_HALVES)}]))?"
)
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_COMMA_DECIMALS: Final = re.compile(r"(?:[1-9]\d*|0),\d{1,2}|0,\d+")
_IN_THREES: Final = 3


def number(written: str, language: str = "en") -> Decimal | None:
    """The number; None where it may be read in two ways.

    A comma before three digits is read as thousands in English alone, any other comma as decimal
    where the language writes decimals so. A full stop before three digits is a decimal point in
    English alone, and there only where no thousand ends so.
    """
    english = language.split("-")[0] == "en"
    parts = _PARTS.fullmatch(written)
    if parts is None or not written:
        return None
    whole, decimals = parts["whole"] or "", parts["decimals"] or ""
    if "," in whole:
        if not english and _COMMA_DECIMALS.fullmatch(whole) and not decimals and not parts["part"]:
            return Decimal(whole.replace(",", "."))
        if not english or not _THOUSANDS.fullmatch(whole):
            return None
        whole = whole.replace(",", "")
    elif len(whole) > 1 and whole.startswith("0"):
        return None
    if decimals and (parts["part"] or not _is_decimal(parts, english)):
        return None
    part = _HALVES[parts["part"]] if parts["part"] else Decimal(0)
    return Decimal(f"{whole or '0'}.{decimals}" if decimals else whole or "0") + part


def _is_decimal(parts: re.Match[str], english: bool) -> bool:
    """Whether the point is one of decimals, and neither one of thousands nor a bullet."""
    whole, decimals = parts["whole"], parts["decimals"]
    if whole is None:
        return parts["point"] == "."
    if parts["point"] != ".":
        return True
    in_threes = len(decimals) == _IN_THREES and whole != "0" and len(whole) <= _IN_THREES
    return not in_threes or (english and not decimals.endswith("0"))
