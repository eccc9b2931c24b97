"""From what an engine finds to both legs, in an order that no engine and no processor changes.

Equal passages may get scores that differ in the last digits: a processor adds up in another order
than the next one, and a library in another than the engine. Scores that close are one score here,
and passages with one score are ordered by their id.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from app.domain.ranking import LegHit, Legs

TIE_MARGIN: Final = 16
"""Hits asked for beyond k, so that the passages that tie at the cut are chosen by their id."""
SAME: Final = 1e-6
"""Scores whose distance is at most this share of them (or this, below 1) are one score. Float32
has seven digits; two engines gave one passage cosines up to 1e-7 apart."""

P = TypeVar("P")

Found = tuple[float, str, P]
"""A passage as an engine found it: its score, negative so that tuples sort best first, its id, and
the engine's own id of its point."""
Ask = Callable[
    [frozenset[P] | None, frozenset[P] | None, int], tuple[list[Found[P]], list[Found[P]]]
]
"""Both legs in one round trip: the points to look among in either leg (None: all that the selection
admits), and how many are wanted."""


def both_legs(ask: Ask[P], documents: Mapping[str, str], k: int) -> Legs:
    """The best `k` of either leg, and what each gives to those that only the other ranked.

    Args:
        ask: it is called twice.
        documents: the document of every passage that `ask` has given.
    """
    dense, lexical = (_levelled(found)[:k] for found in ask(None, None, k + TIE_MARGIN))
    in_dense = frozenset(point for *_, point in dense)
    in_lexical = frozenset(point for *_, point in lexical)
    dense_missed, lexical_missed = ask(
        in_lexical - in_dense, in_dense - in_lexical, len(in_dense | in_lexical)
    )

    def split(
        found: Sequence[Found[P]], ranked: frozenset[P]
    ) -> tuple[tuple[LegHit, ...], tuple[LegHit, ...]]:
        hits: tuple[list[LegHit], list[LegHit]] = ([], [])
        for negative, passage, point in found:
            hit = LegHit(passage_id=passage, document_id=documents[passage], score=-negative)
            hits[point not in ranked].append(hit)
        return tuple(hits[0]), tuple(hits[1])

    near, near_missed = split(_levelled([*dense, *dense_missed]), in_dense)
    worded, worded_missed = split(_levelled([*lexical, *lexical_missed]), in_lexical)
    return Legs(dense=near, lexical=worded, dense_missed=near_missed, lexical_missed=worded_missed)


def _levelled(found: Sequence[Found[P]]) -> list[Found[P]]:
    """Best first; scores that follow each other within `SAME` become the best of them."""
    levelled: list[Found[P]] = []
    level = before = float("-inf")
    for negative, passage, point in sorted(found):
        if negative - before > SAME * max(1.0, abs(negative)):
            level = negative
        before = negative
        levelled.append((level, passage, point))
    return sorted(levelled)
