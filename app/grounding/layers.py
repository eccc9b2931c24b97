"""What says whom and what a quotation is about, from its own words up to the document's title."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple, TypeVar

from app.domain.answer import Evidence

LONGEST_LEAD: Final = 80
"""Characters of a line that may stand above others as their heading."""
LONGEST: Final = 4_000
"""Characters of one text that are read: the longest question; passages are shorter."""

Read = TypeVar("Read", bound=Collection[object])


class Layer(NamedTuple):
    """Words that a reader takes a quotation to be about; `heading` where they stand above it."""

    text: str
    heading: bool


def layers_of(quote: str, evidence: Evidence) -> tuple[Layer, ...]:
    """From near to far: the quote, the sentences it stands in, a line that leads it in, the
    headings from the last one up, and the title."""
    passage = evidence.passage
    found = [Layer(quote[:LONGEST], heading=False)]
    at = passage.text.find(quote)
    if at >= 0:
        start, end = _widened(at, at + len(quote), evidence)
        if end - start > len(quote):
            found.append(Layer(passage.text[start:end][:LONGEST], heading=False))
        lead = _lead(passage.text[max(0, start - LONGEST) : start])
        if lead:
            found.append(Layer(lead, heading=True))
    headings = list(reversed(passage.path))
    if evidence.document.title not in headings:
        headings.append(evidence.document.title)
    found.extend(Layer(one[:LONGEST], heading=True) for one in headings if one.strip())
    return tuple(found)


def nearest(read: Callable[[Layer], Read], layers: Sequence[Layer]) -> Read | None:
    """What the nearest layer says that says anything at all."""
    return next((said for said in map(read, layers) if said), None)


def _widened(start: int, end: int, evidence: Evidence) -> tuple[int, int]:
    """The place in the passage, widened to the whole sentences that it touches."""
    origin = evidence.passage.span.start
    touched = [
        (one.start - origin, one.end - origin)
        for one in evidence.passage.sentences
        if one.start - origin < end and start < one.end - origin
    ]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


def _lead(before: str) -> str:
    """The last line before, where it is short and reads as a heading."""
    line = before.rstrip().rsplit("\n", 1)[-1].strip()
    if not line or len(line) > LONGEST_LEAD or re.search(r"[.;!?,]$", line):
        return ""
    return line
