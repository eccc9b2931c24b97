"""Recall: the share of the relevant documents that stand among the first k.

trec_eval's `recall_k`; a document is relevant from grade 1. Range 0-1. A question with more than k
relevant documents cannot reach 1.
"""

import ir_measures
from ir_measures.measures import Measure


def recall(cutoff: int) -> Measure:
    """Recall over the first `cutoff` documents."""
    return ir_measures.R @ cutoff
