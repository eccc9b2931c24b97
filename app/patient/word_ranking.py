"""BM25 over a few passages in memory; the one file of the room that enters rank-bm25."""

from rank_bm25 import BM25Plus as BM25Plus  # type: ignore[import-untyped]
