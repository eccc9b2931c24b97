"""What a passage's point carries and what a selection asks of it, as plain data.

Both engines, the embedded one and the server, translate this into their own words, so that they
hold the same and filter the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from app.domain.corpus import Provenance
from app.domain.ports.index import IndexEntry
from app.domain.ranking import Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENSE: Final = "dense"
LEXICAL: Final = "bm25"
EVERYONE: Final = "everyone"
"""Stands in the tags of a passage that its whole audience may read; real tags carry a prefix, so
that no tag can be mistaken for it."""

KEYWORDS: Final = ("document", "source", "audience", "jurisdiction", "status", "tags")
INTEGERS: Final = ("published",)
"""The keys of a point that filters look at, by the kind of index they have."""

EXACT_UP_TO: Final = 250_000
"""Passages below which no graph is built. On two cores exact search, both legs, takes 16 ms over
100,000; a graph for 100,000 took 140 s of the processor, as much as all else of the ingest without
its model, and twice the memory of the engine's process."""
Payload = dict[str, str | int | list[str]]


@dataclass(frozen=True)
class AnyOf:
    """The point's value of `key`, or one of them, is among `values` (sorted)."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """The point has a number under `key`, and it lies within both ends, inclusive."""

    key: str
    least: int | None = None
    most: int | None = None


Condition = AnyOf | Between


def payload(entry: IndexEntry) -> Payload:
    """What is kept with a passage's vectors: all that a selection can ask for."""
    stated: Provenance = entry.provenance
    kept: Payload = {
        "document": entry.passage.document_id,
        "source": stated.source,
        "audience": stated.audience.value,
        "status": stated.status.value,
        "tags": sorted(map(_tag, stated.access_tags)) or [EVERYONE],
    }
    if stated.jurisdiction is not None:
        kept["jurisdiction"] = stated.jurisdiction
    if stated.published is not None:
        kept["published"] = stated.published.toordinal()
    return kept


def conditions(selection: Selection) -> list[Condition]:
    """All of them must hold; one without values holds for no passage.

    Raises ValueError: the selection names grades; who retrieves turns them into documents.
    """
    access, filters = selection.access, selection.filters
    if filters.grades:
        raise ValueError("an index knows no grades: ask it for documents")
    asked: list[Condition] = [
        _any_of("audience", (audience.value for audience in access.audiences)),
        _any_of("status", (status.value for status in selection.statuses)),
    ]
    if access.tags is not None:
        asked.append(_any_of("tags", (*map(_tag, access.tags), EVERYONE)))
    for key, values in (
        ("source", filters.sources),
        ("jurisdiction", filters.jurisdictions),
        ("document", filters.document_ids),
    ):
        if values:
            asked.append(_any_of(key, values))
    if filters.published_from or filters.published_to:
        asked.append(Between("published", _day(filters.published_from), _day(filters.published_to)))
    return asked


def check_vectors(vectors: "NDArray[np.float32]", shape: tuple[int, ...]) -> None:
    """Refuse what an engine would take in silently and then never find.

    Raises:
        ValueError: another shape, or a value that is not finite.
    """
    if vectors.shape != shape:
        raise ValueError(f"vectors of shape {vectors.shape} where {shape} is expected")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds a value that is not finite")


def kilobytes(passages: int, dimension: int) -> int:
    """So many passages as both engines count them: in kilobytes of dense vectors."""
    return passages * dimension * 4 // 1024


def _any_of(key: str, values: Iterable[str]) -> AnyOf:
    return AnyOf(key, tuple(sorted(values)))


def _tag(tag: str) -> str:
    return f"tag:{tag}"


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
