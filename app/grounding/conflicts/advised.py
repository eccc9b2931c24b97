"""Whether a sentence advises a drug or advises against it."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.conflicts.named import DrugNamed
from app.terms.advice import AGAINST, DENIED, FAVOUR, HEDGED, OF_OTHERS, PARTED
from app.terms.regimens import WATCHED

BEFORE: Final = 5
"""Words between advice and the drug that follows it."""
BEHIND: Final = 12
"""Words between a drug and the advice that follows it."""
_BREAK: Final = re.compile(r"[,:]")


def advised(text: str, mentioned: Sequence[DrugNamed]) -> tuple[int, str]:
    """+1 or -1 and the words that say so; 0 where the sentence says neither plainly, both, or says
    it of another drug.

    Args:
        mentioned: where the sentence names the drug.
    """
    for drug in mentioned:
        if OF_OTHERS.search(text[: drug.start]):
            continue
        start, end = _part(text, drug.start)
        part = text[start:end]
        against = AGAINST.search(part)
        favour = FAVOUR.search(AGAINST.sub(_blank, part))
        found = against or favour
        if found is None or HEDGED.search(part) or (against is not None and favour is not None):
            continue
        if DENIED.search(part[: found.start()]) or (against is None and WATCHED.search(part)):
            continue
        if _near(part, found.span(), drug.start - start, drug.end - start):
            return (-1 if against else 1), found.group().strip(" .:;")
    return 0, ""


def refused(text: str, at: int) -> bool:
    """Whether the part of a sentence that a place stands in advises against something: what is
    dosed there is a dose that should not be given."""
    start, end = _part(text, at)
    return AGAINST.search(text[start:end]) is not None


def _near(part: str, said: tuple[int, int], start: int, end: int) -> bool:
    """Whether advice is said of a drug: soon before it, or behind it in the same breath."""
    if start >= said[1]:
        between = part[said[1] : start]
        return len(between.split()) <= BEFORE and not _BREAK.search(between)
    return len(part[end : said[0]].split()) <= BEHIND


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _part(text: str, at: int) -> tuple[int, int]:
    """The part of a sentence, between `but` and the like, that a place stands in."""
    parted = list(PARTED.finditer(text))
    start = max((one.end() for one in parted if one.end() <= at), default=0)
    end = min((one.start() for one in parted if one.start() >= at), default=len(text))
    return start, end
