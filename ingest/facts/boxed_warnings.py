"""Boxed warnings of labels, a fact for each passage.

What a label codes as a boxed warning without the word WARNING in it is taken for a box drawn around
something else, and left out. That rule is unproven: it held on the six labels it was tried on, no
regulation was looked up for it, and a missing fact here never means that a drug has no such
warning.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.corpus import Passage, SplitDocument
from app.domain.facts import BoxedWarningFact
from ingest.facts.label import Label
from ingest.facts.standing import standing

HEADING: Final = "boxed warning"
_WARNING: Final = "WARNING"


def boxed_warning_facts(document: SplitDocument, label: Label) -> Iterator[BoxedWarningFact]:
    """A passage that holds the word WARNING and nothing else is heading enough, and no fact."""
    boxed = [passage for passage in document.passages if _is_boxed(passage)]
    said = [passage for passage in boxed if passage.text.strip(" :*.").upper() != _WARNING]
    if not any(_WARNING in "\n".join((*one.path[2:], one.text)).upper() for one in boxed):
        return
    for part, passage in enumerate(said, start=1):
        yield BoxedWarningFact(
            **standing(document, passage, passage.span, label.ingredients),
            part=part,
            parts=len(said),
        )


def _is_boxed(passage: Passage) -> bool:
    """By the first heading below the title, which the readers set by the section's code."""
    if len(passage.path) < 2 or passage.record is not None:
        return False
    first = passage.path[1].casefold()
    return HEADING in first and "change" not in first
