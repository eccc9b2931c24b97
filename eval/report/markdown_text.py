"""Text of unknown origin in Markdown: it is shown as it is and means nothing there."""

import html
import re
from typing import Final

from eval.report.visible import one_line

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
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(line)), default=0))
    padding = " " if "`" in line else ""
    return f"{fence}{padding}{line}{padding}{fence}" if line else ""
