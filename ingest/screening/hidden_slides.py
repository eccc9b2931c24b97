"""Words that a slide holds and does not show: in the colour of their ground, unpainted, or tiny.

Only what a run itself says of its letters is looked at. Where anything that is painted in an
unknown or another colour may lie behind them, they count as seen: decks set white letters on
pictures every day.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest.screening.hidden import Hidden
from ingest.screening.hidden_drawn import Box
from ingest.screening.hidden_markup import alike
from ingest.screening.slide_colours import A, Colour, P, Paint, SlideColours

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

SMALLEST: Final = 200
"""Hundredths of a point: letters of two points or less cannot be read on a slide."""
CLEAREST: Final = 5_000
"""Thousandths of a percent of a letter's colour that are not seen."""
_NO_COLOUR: Final = "by letters in the colour of their ground"
_PICTURE: Final = f"{P}pic"
_GROUP: Final = f"{P}grpSp"
_FRAME: Final = f"{P}graphicFrame"
_LINE: Final = f"{P}cxnSp"


def words_in(element: "_Element") -> str:
    """The words inside the element, its paragraphs apart."""
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{A}t")) for p in element.iter(f"{A}p"))
    return "\n".join(filter(str.strip, paragraphs))


def put_away(how: str, elements: Iterable["_Element"], page: int) -> tuple[Hidden, ...]:
    """The words of shapes or slides that are not read, as text that is put away every day."""
    words = "\n".join(filter(None, map(words_in, elements)))
    return (Hidden(how=how, text=words, page=page, everyday=True),) if words else ()


def hidden_on(slide: "Slide", theme: "_Element | None", page: int) -> tuple[Hidden, ...]:
    """The runs of the slide's shapes and tables that nobody sees, neighbours joined."""
    found = _Letters(slide, theme).hidden(slide.shapes)
    return tuple(
        Hidden(how=how, text=words, page=page, deliberate=True) for how, words in found if words
    )


class _Letters:
    def __init__(self, slide: "Slide", theme: "_Element | None") -> None:
        self._colours = SlideColours(slide, theme)
        layout = slide.slide_layout
        behind = (*layout.shapes, *layout.slide_master.shapes)
        self._around = [*slide.shapes, *(one for one in behind if not one.is_placeholder)]

    def hidden(self, shapes: Iterable["BaseShape"]) -> Iterator[tuple[str, str]]:
        for shape in shapes:
            yield from self._of_shape(shape)

    def _of_shape(self, shape: "BaseShape") -> Iterator[tuple[str, str]]:
        """A group's shapes have the grounds of the whole group, and one another's."""
        grounds: list[Paint] | None = None

        def behind(own: Paint | None) -> list[Paint]:
            nonlocal grounds
            if own is not None:
                return [own]
            if grounds is None:
                grounds = self._behind(shape)
            return grounds

        for body, own in self._bodies(shape._element, shape):
            for paragraph in body.iterfind(f"{A}p"):
                runs = [run for run in paragraph if run.tag in (f"{A}r", f"{A}fld")]
                for how, same in groupby(runs, key=lambda run: self._how(run, own, behind)):
                    if how:
                        yield how, "".join(run.findtext(f"{A}t") or "" for run in same).strip()

    def _bodies(
        self, element: "_Element", shape: "BaseShape | None"
    ) -> Iterator[tuple["_Element", Paint | None]]:
        """The texts inside, each with what its own shape or cell is painted with."""
        if element.tag == _GROUP:
            for inside in element:
                yield from self._bodies(inside, None)
        elif element.tag == _FRAME:
            styled = next(element.iter(f"{A}tableStyleId"), None) is not None
            for cell in element.iter(f"{A}tc"):
                paint = self._colours.paint(cell.find(f"{A}tcPr"))
                body = cell.find(f"{A}txBody")
                if body is not None:
                    yield body, paint or (Paint(None) if styled else None)
        else:
            body = element.find(f"{P}txBody")
            if body is not None:
                yield body, self._painted(element, shape)

    def _painted(self, element: "_Element", shape: "BaseShape | None") -> Paint | None:
        """What a shape is painted with, as the placeholders that it follows are too."""
        paint = self._colours.paint(element.find(f"{P}spPr"), element.find(f"{P}style"))
        follows = getattr(shape, "_base_placeholder", None)
        unsaid = element.find(f"{P}spPr/{A}noFill") is None
        if paint is not None or follows is None or not unsaid:
            return paint
        return self._painted(follows._element, follows)

    def _behind(self, shape: "BaseShape") -> list[Paint]:
        """The slide's ground, and whatever is painted where the shape stands."""
        box, grounds = _box(shape), [self._colours.ground()]
        for other in self._around:
            theirs = _box(other)
            apart = box is not None and theirs is not None and box.misses(theirs)
            if not apart:
                grounds += self._paints(other._element, other, other.shape_id != shape.shape_id)
        return grounds

    def _paints(
        self, element: "_Element", shape: "BaseShape | None", is_other: bool
    ) -> Iterator[Paint]:
        if element.tag == _GROUP:
            for inside in element:
                yield from self._paints(inside, None, True)
        elif element.tag in (_PICTURE, _FRAME):
            if is_other:
                yield Paint(None)
        elif element.tag != _LINE and is_other:
            paint = self._painted(element, shape)
            if paint is not None:
                yield paint

    def _how(
        self, run: "_Element", own: Paint | None, behind: Callable[[Paint | None], list[Paint]]
    ) -> str:
        told = run.find(f"{A}rPr")
        if told is None:
            return ""
        size = told.get("sz", "")
        if size.isdecimal() and int(size) <= SMALLEST:
            return "by letters of no size"
        if told.find(f"{A}noFill") is not None and told.find(f"{A}ln") is None:
            return "by letters that are not painted"
        fill = told.find(f"{A}solidFill")
        if fill is not None and any(_is_clear(one) for one in fill.iter(f"{A}alpha")):
            return "by letters that are not painted"
        colour = self._colours.colour(fill) if fill is not None else None
        if colour is None or told.find(f"{A}highlight") is not None:
            return ""
        return _NO_COLOUR if all(_same(colour, one) for one in behind(own)) else ""


def _is_clear(alpha: "_Element") -> bool:
    value = alpha.get("val", "")
    return value.isdecimal() and int(value) <= CLEAREST


def _same(colour: Colour, ground: Paint) -> bool:
    return ground.colour is not None and alike(colour, ground.colour)


def _box(shape: "BaseShape") -> Box | None:
    """Where the shape stands, in EMU from the slide's upper left corner."""
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    left, top, width, height = (int(side or 0) for side in sides)
    return Box(left, top, left + width, top + height)
