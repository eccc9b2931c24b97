"""What an HTML page holds and does not show: comments, and elements that their own style hides.

Only what stands in the page itself is looked at: attributes and inline styles, no style sheets.
Pages hide menus and notes of their editors every day; letters of no size, or in the colour of their
ground, have no such use.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.screening.hidden import Hidden

if TYPE_CHECKING:
    from lxml import etree, html

_STYLED: Final = "descendant-or-self::*[@style or @hidden or @color or @aria-hidden='true']"
_SHEETS: Final = ".//style | .//link[contains(@rel, 'stylesheet')] | .//*[@class or @bgcolor]"
_DECLARATION: Final = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_UNSHOWN: Final = re.compile(
    r"\bdisplay:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0\d*)?(?:;|$)"
    r"|(?:left|top|right|text-indent|margin-left|margin-top):-\d{3,}|clip:rect\((?:0|1px)"
)
"""In a style without blanks."""
_NO_SIZE: Final = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?(?=px|pt))(?:px|pt|em|rem|%|ex)?$|0\.?\d*$")
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})$")
_RGB: Final = re.compile(r"rgba?\((\d+),(\d+),(\d+)")
_NAMED: Final = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}
_NO_COLOUR: Final = frozenset({"none", "transparent", "inherit", "initial", "unset"})
ALIKE: Final = 24
"""Of 255, in each of red, green and blue: closer colours are not told apart at a glance."""
_WHITE: Final = (255, 255, 255)


def hidden_in(page: "html.HtmlElement") -> tuple[Hidden, ...]:
    """What is hidden in the page, in its order; `page` is left as it is."""
    comments = (
        Hidden(how="in a comment", text=node.text or "") for node in page.xpath("//comment()")
    )
    return tuple(one for one in comments if one.text.strip()) + styled_in(page)


def styled_in(tree: "etree._Element") -> tuple[Hidden, ...]:
    """What the styles of elements hide in `tree`, of a page or of XML with styles like its."""
    return tuple(one for one in _elements(tree) if one.text.strip())


def _elements(page: "etree._Element") -> Iterator[Hidden]:
    plain = not page.xpath(_SHEETS)
    inside: set[etree._Element] = set()
    for element in page.xpath(_STYLED):
        if element in inside:
            continue
        found = _how(element, plain=plain)
        if found is not None:
            inside.update(element.iterdescendants())
            how, deliberate = found
            yield Hidden(how=how, text="".join(element.itertext()), deliberate=deliberate)


def _how(element: "etree._Element", *, plain: bool) -> tuple[str, bool] | None:
    """How the element is hidden, and whether that is deliberate; None where it is shown.

    Args:
        plain: no style sheet and no class can colour the ground.
    """
    style = _style(element)
    size = style.get("font-size", "")
    if _NO_SIZE.fullmatch(size) and "font-size" not in "".join(element.xpath(".//*/@style")):
        return "by letters of no size", True
    colour = _colour(style.get("color") or element.get("color") or "")
    if colour is not None:
        declared = _ground(element)
        ground = _colour(declared) if declared else _WHITE
        if ground is not None and alike(colour, ground):
            if declared or plain:
                return "by letters in the colour of their ground", True
            return "by white letters, as far as the page itself tells", False
    told = ";".join(f"{name}:{value}" for name, value in style.items())
    if _UNSHOWN.search(told) or element.get("hidden") is not None:
        return "by the page's style", False
    return ("from readers aloud", False) if element.get("aria-hidden") == "true" else None


def _style(element: "etree._Element") -> dict[str, str]:
    """Its inline style, in small letters and without blanks or `!important`."""
    told = element.get("style", "").casefold().replace("!important", "")
    return {name: re.sub(r"\s+", "", value) for name, value in _DECLARATION.findall(told)}


def _ground(element: "etree._Element") -> str:
    """What the nearest of it and what is around it declares for the ground; "" for nothing."""
    for one in (element, *element.iterancestors()):
        style = _style(one)
        for told in (style.get("background-color"), style.get("background"), one.get("bgcolor")):
            if told and told.casefold() not in _NO_COLOUR:
                return told
    return ""


def _colour(told: str) -> tuple[int, int, int] | None:
    told = told.strip().casefold()
    if (hexadecimal := _HEX.match(told)) is not None:
        digits = (
            hexadecimal[1] if len(hexadecimal[1]) == 6 else "".join(2 * c for c in hexadecimal[1])
        )
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if (parts := _RGB.match(told)) is not None:
        return int(parts[1]), int(parts[2]), int(parts[3])
    return _NAMED.get(told)


def alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether two colours are not told apart at a glance."""
    return all(abs(a - b) <= ALIKE for a, b in zip(one, other, strict=True))
