"""Reciprocal rank: 1 / rank of the first relevant document, 0 where none stands among the first k.

Its mean over questions is MRR. Kantor and Voorhees, The TREC-5 Confusion Track, 2000. Range 0-1.
"""

import ir_measures
from ir_measures.measures import Measure


def reciprocal_rank(cutoff: int) -> Measure:
    """Reciprocal rank within the first `cutoff` documents."""
    return ir_measures.RR @ cutoff
