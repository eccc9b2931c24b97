"""What stands beside a slide instead of on it, where nobody sees it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.shapes.base import BaseShape
    from pptx.shapes.group import GroupShape


_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class _Scale(NamedTuple):
    """From places as shapes of a group have them to places on the slide, along one side."""

    factor: float = 1.0
    shift: float = 0.0

    def of(self, place: float) -> float:
        return self.factor * place + self.shift

    def inside(self, at: int, long: int, inner_at: int, inner_long: int) -> "_Scale":
        factor = long / inner_long if inner_long else 1.0
        return _Scale(self.factor * factor, self.of(at - factor * inner_at))


def take_off(
    shapes: Iterable["BaseShape"], size: tuple[int, int], keep: "BaseShape | None"
) -> tuple["_Element", ...]:
    """Takes shapes out of which no part is on the slide, those in groups too; returns them.

    Args:
        size: the slide's width and height.
        keep: stays wherever it is, as a title is pushed off a slide to be heard and not seen.
    """
    gone = tuple(_beside(shapes, size, keep, (_Scale(), _Scale())))
    for element in gone:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return gone


def _beside(
    shapes: Iterable["BaseShape"],
    size: tuple[int, int],
    keep: "BaseShape | None",
    scales: tuple[_Scale, _Scale],
) -> Iterator["_Element"]:
    from pptx.shapes.group import GroupShape

    for shape in shapes:
        if keep is not None and shape.shape_id == keep.shape_id:
            continue
        if not _is_on(shape, size, scales):
            yield shape._element
        elif isinstance(shape, GroupShape):
            yield from _beside(shape.shapes, size, keep, _inside(shape, scales))


def _is_on(shape: "BaseShape", size: tuple[int, int], scales: tuple[_Scale, _Scale]) -> bool:
    """Whether any part of the shape is on the slide; one that says not where it stands is."""
    sides = ((shape.left, shape.width), (shape.top, shape.height))
    for (at, long), most, scale in zip(sides, size, scales, strict=True):
        if at is None or long is None:  # python-pptx does not say that it gives this too
            return True  # type: ignore[unreachable]
        if scale.of(at) >= most or scale.of(at + long) < 0:
            return False
    return True


def _inside(group: "GroupShape", scales: tuple[_Scale, _Scale]) -> tuple[_Scale, _Scale]:
    across, down = scales
    at, long = (group._element.find(f".//{_A}{name}") for name in ("chOff", "chExt"))
    if at is None or long is None:
        return scales
    return (
        across.inside(group.left, group.width, int(at.get("x", "0")), int(long.get("cx", "0"))),
        down.inside(group.top, group.height, int(at.get("y", "0")), int(long.get("cy", "0"))),
    )
