"""Whether a sentence advises a drug or advises against it."""

from collections.abc import Sequence

from app.grounding.conflicts.named import DrugNamed
from app.terms.advice import AGAINST, FAVOUR, HEDGED, OF_OTHERS, PARTED


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
        rest = AGAINST.sub(" ", part)
        favour = FAVOUR.search(rest)
        if HEDGED.search(part) or (against is None) == (favour is None):
            continue
        if against is not None:
            return -1, against.group()
        if favour is not None:
            return 1, favour.group().strip(" .:;")
    return 0, ""


def _part(text: str, at: int) -> tuple[int, int]:
    """The part of a sentence, between `but` and the like, that a place stands in."""
    start = max((one.end() for one in PARTED.finditer(text) if one.end() <= at), default=0)
    end = min(
        (one.start() for one in PARTED.finditer(text) if one.start() >= at), default=len(text)
    )
    return start, end
