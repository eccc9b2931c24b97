"""Whether a text speaks to a language model instead of to a reader.

What follows from a sign is for others to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from app.terms.injection_signs import SIGNS, Sign

REACH: Final = 160
"""Characters on either side of a sign's anchor in which the whole sign is looked for."""


class Met(NamedTuple):
    """A sign met in a text, and where its words begin and end."""

    sign: Sign
    start: int
    end: int


def _whole(anchors: Iterable[str]) -> re.Pattern[str]:
    """Any of the anchors as whole words, the longer of two first.

    Written as a tree by first letter: tried one after another at every letter, they would take
    longer than reading the document.
    """
    words: dict[str, list[str]] = defaultdict(list)
    marks = []
    for one in sorted(anchors, reverse=True):
        if one[0].isalnum():
            words[one[0]].append(re.escape(one[1:]))
        else:
            marks.append(re.escape(one))
    tree = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in words.items())
    branches = [rf"(?<!\w)(?:{tree})(?:(?<=\W)|(?!\w))"] if words else []
    return re.compile("|".join([*branches, *marks]))


_ANCHORS: Final = {anchor for sign in SIGNS for anchor in sign.anchors}
_ANCHOR: Final = _whole(_ANCHORS)
_BY_ANCHOR: Final = {
    anchor: tuple(sign for sign in SIGNS if _whole(sign.anchors).search(anchor))
    for anchor in _ANCHORS
}
"""The signs of an anchor, and of the anchors inside it, which are not met by themselves."""


def signs_in(text: str) -> Iterator[Met]:
    """The signs that `text` shows, each once, at the first place where it is met.

    Args:
        text: prepared by `app.terms.unseen.plainly`, a line a paragraph.
    """
    small = text.replace("\u0130", "I").lower()  # of all letters, it alone would grow
    met: set[str] = set()
    for anchor in _ANCHOR.finditer(small):
        near = max(0, anchor.start() - REACH), anchor.end() + REACH
        for sign in _BY_ANCHOR[anchor.group()]:
            if sign.name not in met and (found := sign.pattern.search(text, *near)):
                met.add(sign.name)
                yield Met(sign, found.start(), found.end())
