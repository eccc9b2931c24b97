"""How the engine reads words: stemmed, without stop words, weighed by BM25.

The server's points get their terms from here too, so that both engines rank alike.
"""

from typing import NamedTuple

import qdrant_edge as engine

from app.domain.manifest import AnalyzerCard


class Terms(NamedTuple):
    """A text's BM25 vector: the engine's numbers for its words, and their weights."""

    indices: list[int]
    values: list[float]


class Analyzer:
    """The engine's reading of words, for another engine that must rank alike."""

    def __init__(self, card: AnalyzerCard) -> None:
        self._bm25 = bm25(card)

    def passage(self, text: str) -> Terms:
        """Weights by frequency and length; no terms where the text has no word."""
        vector = self._bm25.embed_document(text)
        return Terms(vector.indices, vector.values)

    def question(self, text: str) -> Terms:
        vector = self._bm25.embed_query(text)
        return Terms(vector.indices, vector.values)


def bm25(card: AnalyzerCard) -> engine.Bm25:
    return engine.Bm25(
        engine.Bm25Config(k=card.k, b=card.b, avg_len=card.average_length, language=card.language)
    )
