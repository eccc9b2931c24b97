"""The words of a SmartArt diagram, which stand in a part of their own beside the slide.

ECMA-376 part 1, 21.4: points hold the texts, connections of the type `parOf` say which point stands
below which, and in what order.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame

_DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORDED: Final = frozenset({"node", "asst"})
"""Points that a person fills in; the others are drawing and transitions."""


def smart_art(frame: "GraphicFrame") -> Iterator[etree._Element]:
    """The text bodies of the diagram in the frame, each above those below it; none for others."""
    named = next(frame._element.iter(f"{_DGM}relIds"), None)
    if named is None:
        return
    blob = frame.part.related_part(named.get(f"{_R}dm", "")).blob
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    model = etree.fromstring(blob, safe)
    points = {p.get("modelId", ""): p for p in model.iterfind(f"{_DGM}ptLst/{_DGM}pt")}
    for name in _from_above(model, points):
        text = points[name].find(f"{_DGM}t")
        if text is not None and points[name].get("type", "node") in _WORDED:
            yield text


def _from_above(model: etree._Element, points: dict[str, etree._Element]) -> Iterator[str]:
    """The points' names, each once: from the diagram itself downwards, then those outside it."""
    below: dict[str, list[tuple[int, str]]] = {}
    for one in model.iterfind(f"{_DGM}cxnLst/{_DGM}cxn"):
        if one.get("type", "parOf") == "parOf":
            order = int(one.get("srcOrd", "0"))
            below.setdefault(one.get("srcId", ""), []).append((order, one.get("destId", "")))
    waiting = [name for name, point in points.items() if point.get("type") == "doc"]
    met: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in met or name not in points:
            continue
        met.add(name)
        yield name
        waiting += [child for _, child in sorted(below.get(name, []), reverse=True)]
    yield from (name for name in points if name not in met)
