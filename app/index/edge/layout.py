"""How a shard lies on the disk: in sealed parts, or above a size as one with a graph.

The engine keeps the words and ids of what is being written in memory, and those of a sealed part
in files that it maps. So a shard is written in parts: the memory it takes does not grow with it.
"""

from typing import Final

import qdrant_edge as engine

from app.index.points import DENSE, LEXICAL, kilobytes

VACUUM_FROM: Final = 0.01
"""Share of deleted passages from which sealing rewrites the shard, because deleted passages still
count in the inverse document frequencies until then. 20,000 passages take 2 s to rewrite."""

PART: Final = 10_000
"""Passages written before they are sealed as a part. Writing 100,000 took 83 MB of the process's
own in parts of so many, 128 MB in parts of 20,000 and 261 MB in one; opening them to read 65, 80
and 208 MB. Scores are the same (2e-7), a search takes .8 to 1.1 times as long."""

MOST_PARTS: Final = 32
"""Beyond so many, the smallest become one: an index that is changed for years gets small ones."""

_EDGES: Final = 16
"""Of a passage in the graph; the engine's own choice."""


def in_parts(dimension: int, part: int) -> engine.EdgeConfig:
    """Parts of about `part` passages each, searched exactly."""
    # a little less, so that a part of which some was replaced meanwhile is sealed too
    return _config(dimension, part * 9 // 10, edges=0, segments=MOST_PARTS)


def with_graph(dimension: int, sealed_from: int) -> engine.EdgeConfig:
    """One part with a graph, made once there are `sealed_from` passages."""
    return _config(dimension, sealed_from, edges=_EDGES, segments=1)


def _config(dimension: int, sealed_from: int, edges: int, segments: int) -> engine.EdgeConfig:
    on_disk = engine.Memory.Cold
    return engine.EdgeConfig(
        vectors={
            DENSE: engine.EdgeVectorParams(
                size=dimension, distance=engine.Distance.Cosine, memory=on_disk
            )
        },
        sparse_vectors={
            LEXICAL: engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf, memory=on_disk)
        },
        id_tracker_memory=on_disk,
        hnsw_config=engine.HnswIndexConfig(m=edges, ef_construct=100, full_scan_threshold=10_000),
        optimizers=engine.EdgeOptimizersConfig(
            indexing_threshold=kilobytes(sealed_from, dimension),
            default_segment_number=segments,
            deleted_threshold=VACUUM_FROM,
            vacuum_min_vector_number=1,
        ),
        wal_enabled=False,
    )
