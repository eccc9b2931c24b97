"""A drawing of matplotlib's as a piece of a page: it takes the page's colours and font."""

import re
from typing import Final

INK: Final = "#000001"
GRID: Final = "#000002"
SERIES: Final = ("#000011", "#000012", "#000013", "#000014", "#000015", "#000016")
"""Placeholders that a drawing uses for colours; `inline` exchanges them for the page's own."""

_PROLOGUE: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_STYLE: Final = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_OPENING: Final = re.compile(r"<svg[^>]*>")
_VIEW: Final = re.compile(r'viewBox="([^"]*)"')
_FONTS: Final = re.compile(r"'DejaVu Sans'[^;\"]*")
_ID: Final = re.compile(r'(?<=\bid=")|(?<=href="#)|(?<=url\(#)')
_COLOURS: Final = {
    INK: "currentColor",
    GRID: "var(--grid)",
    **{colour: f"var(--series-{number})" for number, colour in enumerate(SERIES, start=1)},
}
_COLOUR: Final = re.compile("|".join(_COLOURS))


def inline(document: str, prefix: str, label: str) -> str:
    """`<svg>` with no declaration, no size of its own and no address in it.

    Args:
        prefix: put before every id, so that several drawings can stand in one page.
        label: what a screen reader says, already escaped.
    """
    view = _VIEW.search(document)
    opening = f'<svg role="img" aria-label="{label}" viewBox="{view[1] if view else ""}">'
    body = _STYLE.sub("", _METADATA.sub("", _PROLOGUE.sub("", document)))
    body = _ID.sub(f"{prefix}-", _OPENING.sub(lambda _: opening, body, count=1))
    body = body.replace("xlink:href", "href")
    return _COLOUR.sub(lambda found: _COLOURS[found[0]], _FONTS.sub("var(--font)", body)).strip()
