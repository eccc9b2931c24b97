"""The words around a place in a text, without leaving its sentence."""

import re
from typing import Final

REACH: Final = 100
"""Characters to either side."""
_EDGE: Final = re.compile(r"[.!?;]\s|\n")


def before(text: str, start: int, reach: int = REACH) -> str:
    """What stands before `start` in its sentence, `reach` characters at most."""
    near = text[max(0, start - reach) : start]
    edges = [edge.end() for edge in _EDGE.finditer(near)]
    return near[edges[-1] :] if edges else near


def after(text: str, end: int, reach: int = REACH) -> str:
    """What stands after `end` in its sentence, `reach` characters at most."""
    near = text[end : end + reach]
    edge = _EDGE.search(near)
    return near[: edge.start()] if edge else near


def around(text: str, start: int, end: int) -> str:
    """Both, with a blank in the place of what stands between."""
    return f"{before(text, start)} {after(text, end)}"
