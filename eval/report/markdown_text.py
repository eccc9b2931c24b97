"""Text of unknown origin in Markdown: it is shown as it is and means nothing there."""

import html
import re
from typing import Final

from eval.report.visible import one_line, visible

_SPECIAL: Final = re.compile(r"([\\`*_\[\]~|$])")
_LINKED: Final = re.compile(r"(?<!\w)(@|#|https?:|www)(?=[\w/.])")
"""What a forge turns into a link, were it not for a comment after it."""
_TICKS: Final = re.compile("`+")


def plain(text: str) -> str:
    """One line of prose. No mark-up, no link, no mention of anybody."""
    escaped = _SPECIAL.sub(r"\\\1", html.escape(one_line(text), quote=False))
    return _LINKED.sub(r"\1<!-- -->", escaped)


def code(text: str) -> str:
    """One line in a code span, fit for a cell of a table."""
    line = one_line(text).replace("|", "\\|")
    fence = _fence(line, 1)
    padding = " " if "`" in line else ""
    return f"{fence}{padding}{line}{padding}{fence}" if line else ""


def block(text: str) -> str:
    """Lines of code as a block of its own."""
    fence = _fence(text, 3)
    return f"{fence}\n{visible(text)}\n{fence}"


def _fence(text: str, least: int) -> str:
    """More ticks than stand in a row in the text."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)
