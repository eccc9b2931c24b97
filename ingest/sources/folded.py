"""Tabs and accordions of a page, opened: each panel shown, under the words of what opens it.

The panels of a page lie folded until a reader clicks, often hidden by the page's own style, and
their names stand in buttons apart from them. Left so, "2 mg twice daily" loses that it is for
children.

Source: W3C, "ARIA Authoring Practices Guide", patterns for tabs, accordion and disclosure.
"""

import re
from typing import Final

from lxml import html

from ingest.clean import clean

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PRECEDING: Final = " | ".join(f"preceding::{name}" for name in sorted(_HEADINGS))
_OUTERMOST: Final = 2
_DEEPEST: Final = 6
_UNSHOWN: Final = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)[^;]*;?", re.IGNORECASE
)
_OPENERS: Final = (
    "//button[@aria-controls or @aria-expanded] | //*[@role='tab'] | //*[@role='button']"
    "[@aria-controls or @aria-expanded]"
)


def open_folded(page: html.HtmlElement) -> None:
    """Opens what the page's tabs and buttons control, in place.

    A button inside a heading becomes its words. Any other that controls a panel of the page becomes
    the heading of that panel, one level below the heading above it; where the page goes on behind
    the panel without a heading, the one above is written once more. A list of tabs is taken out.
    """
    by_id = {element.get("id"): element for element in page.xpath("//*[@id]")}
    labelled = {
        element.get("aria-labelledby"): element
        for element in page.xpath("//*[@role='tabpanel'][@aria-labelledby]")
    }
    opened: list[html.HtmlElement] = []
    for opener in page.xpath(_OPENERS):
        name = opener.get("aria-controls") or opener.get("href", "").removeprefix("#")
        panel = by_id.get(name) if name else None
        if panel is None:
            panel = labelled.get(opener.get("id"))
        heading = next(iter(opener.iterancestors(*_HEADINGS)), None)
        if panel is not None and not _holds(panel, opener):
            _show(panel)
            if heading is None and _heads(panel, clean(opener.text_content())):
                opened.append(panel)
                if opener.get("role") != "tab":
                    opener.drop_tree()
        if heading is not None and opener.tag == "button":
            opener.tag = "span"
    for tabs in page.xpath("//*[@role='tablist']"):
        if opened and not tabs.xpath(".//*[@role='tabpanel']"):
            tabs.drop_tree()
    for panel in opened:
        _go_on_behind(panel)


def _holds(panel: html.HtmlElement, opener: html.HtmlElement) -> bool:
    return (
        panel is opener or panel in opener.iterancestors() or panel.tag in ("nav", "body", "html")
    )


def _show(panel: html.HtmlElement) -> None:
    panel.attrib.pop("hidden", None)
    if panel.get("aria-hidden") == "true":
        del panel.attrib["aria-hidden"]
    if style := panel.get("style"):
        panel.set("style", _UNSHOWN.sub("", style))


def _heads(panel: html.HtmlElement, words: str) -> bool:
    """Sets the words over the panel's own as a heading, unless it begins with them itself."""
    inside = clean(panel.text_content())
    if not words or not inside or inside.casefold().startswith(words.casefold()):
        return False
    above = _above(panel)
    level = _OUTERMOST if above is None else min(int(str(above.tag)[1]) + 1, _DEEPEST)
    heading = html.Element(f"h{level}")
    heading.text, heading.tail = words, panel.text
    panel.text = None
    panel.insert(0, heading)
    panel.set("data-headed", str(level))
    return True


def _above(panel: html.HtmlElement) -> html.HtmlElement | None:
    """The heading that the panel stands under; those of other panels are none."""
    headings: list[html.HtmlElement] = panel.xpath(_PRECEDING)
    for found in reversed(headings):
        if not any(one.get("data-headed") for one in found.iterancestors()):
            return found
    return None


def _go_on_behind(panel: html.HtmlElement) -> None:
    """Writes the heading above once more behind a panel that words without a heading follow."""
    following = panel.getnext()
    tail = (panel.tail or "").strip()
    if not tail and (
        following is None
        or following.get("data-headed")
        or following.tag in _HEADINGS
        or not following.text_content().strip()
        or following.xpath(".//*[@data-headed]")
    ):
        return
    above = _above(panel)
    if above is not None:
        again = html.Element(above.tag)
        again.text, again.tail = above.text_content(), panel.tail
        panel.tail = None
        panel.addnext(again)
