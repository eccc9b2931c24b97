"""The quantities of a quote, read where it stands in its passage.

A table's cell is understood by its row, a figure by the unit at the end of its list. Only what
stands wholly within the quote counts; a figure that the quote cuts through does not stand in it.
"""

from collections.abc import Sequence
from typing import Final

from app.domain.answer import Evidence, Quote
from app.grounding.quantities.context import Placed, placed
from app.grounding.quantities.reading import Reading, read
from app.grounding.quantities.tokens import plain

LONGEST: Final = 10_000
"""Characters of a quote that are read: several passages, and a second of work at most."""
MOST: Final = 500
"""Quantities of a quote that are compared."""
_BEFORE: Final = 400
_BEHIND: Final = 120


def quoted_quantities(quote: Quote, cited: Sequence[Evidence]) -> tuple[Placed, ...]:
    """Every quantity of the quote, at most `MOST` of them."""
    words = quote.text[:LONGEST]
    if len(plain(words)) > LONGEST:
        words = words[: LONGEST // 4]
    before, behind = _line(quote, cited) if len(words) == len(quote.text) else ("", "")
    start = len(plain(before))
    end = start + len(plain(words))
    reading = read(before + words + behind) if before or behind else read(words)
    within = [
        each
        for each in reading.quantities
        if reading.row[each.start].start >= start and reading.row[each.end - 1].end <= end
    ]
    return placed(Reading(reading.text, reading.row, tuple(within[:MOST])))


def _line(quote: Quote, cited: Sequence[Evidence]) -> tuple[str, str]:
    """What stands before and behind the quote on its line; empty where it does not stand there."""
    for each in cited:
        text = each.passage.text
        at = text.find(quote.text) if each.label == quote.label else -1
        if at < 0:
            continue
        end = at + len(quote.text)
        line = text.rfind("\n", 0, at) + 1
        stop = text.find("\n", end)
        before = text[max(line, at - _BEFORE) : at]
        behind = text[end : min(len(text) if stop < 0 else stop, end + _BEHIND)]
        return before, behind
    return "", ""
