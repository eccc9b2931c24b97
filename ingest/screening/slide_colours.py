"""The colours of a slide: what a theme calls its colours, what shapes are painted in, the ground.

Source: ECMA-376 part 1, 19.3 and 20.1. A colour that is tinted, shaded or half seen through is not
worked out: it counts as unknown, and so does a picture or a gradient.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.slide import Slide

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
WHITE: Final = (255, 255, 255)
_NAMED: Final = {"white": WHITE, "black": (0, 0, 0)}
_FILLS: Final = frozenset(
    f"{A}{name}" for name in ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
)
_PLAIN_GROUND: Final = "1001"
"""The first of a theme's grounds, which is the bare colour in every theme of PowerPoint."""

Colour = tuple[int, int, int]


class Paint(NamedTuple):
    """What something is painted with; a colour of None is not known."""

    colour: Colour | None


class SlideColours:
    """The colours of one slide."""

    def __init__(self, slide: "Slide", theme: "_Element | None") -> None:
        """
        Args:
            theme: the part that the slide's master takes its colours from.
        """
        layout = slide.slide_layout
        master = layout.slide_master
        self._sources = [one._element for one in (slide, layout, master)]
        scheme = theme.find(f"{A}themeElements/{A}clrScheme") if theme is not None else None
        self._theme = (
            {str(one.tag).removeprefix(A): one for one in scheme.iterchildren(f"{A}*")}
            if (scheme is not None)
            else {}
        )
        self._map = _mapped(self._sources)

    def ground(self) -> Paint:
        """What is behind everything on the slide."""
        for source in self._sources:
            told = source.find(f"{P}cSld/{P}bg")
            if told is None:
                continue
            own, named = told.find(f"{P}bgPr"), told.find(f"{P}bgRef")
            if own is not None:
                return self.paint(own) or Paint(None)
            if named is not None and named.get("idx") == _PLAIN_GROUND:
                return Paint(self.colour(named))
            return Paint(None)
        return Paint(WHITE)

    def paint(self, properties: "_Element | None", style: "_Element | None" = None) -> Paint | None:
        """What the properties of a shape, a cell or a ground paint it with; None for nothing.

        Args:
            style: the style beside them, which paints where they say nothing.
        """
        for one in properties if properties is not None else ():
            if one.tag == f"{A}solidFill":
                return Paint(self.colour(one))
            if one.tag in _FILLS:
                return Paint(None)
            if one.tag == f"{A}noFill":
                return None
        named = style.find(f"{A}fillRef") if style is not None else None
        if named is None or named.get("idx", "0") == "0":
            return None
        return Paint(None)

    def colour(self, around: "_Element") -> Colour | None:
        """The colour that stands inside an element; None where it is not plainly one."""
        for one in around:
            if len(one):
                return None
            value = one.get("val", "")
            match one.tag:
                case tag if tag == f"{A}schemeClr":
                    named = self._theme.get(self._map.get(value, value))
                    return self.colour(named) if named is not None else None
                case tag if tag == f"{A}srgbClr":
                    return _figures(value)
                case tag if tag == f"{A}sysClr":
                    return _figures(one.get("lastClr", ""))
                case tag if tag == f"{A}prstClr":
                    return _NAMED.get(value)
        return None


def _mapped(sources: Iterable["_Element"]) -> dict[str, str]:
    """`bg1` -> `lt1`: the nearest of slide, layout and master that says so counts."""
    for source in sources:
        own = source.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        told = own if own is not None else source.find(f"{P}clrMap")
        if told is not None:
            return {str(name): str(value) for name, value in told.attrib.items()}
    return {}


def _figures(written: str) -> Colour | None:
    try:
        red, green, blue = bytes.fromhex(written)
    except ValueError:
        return None
    return red, green, blue
