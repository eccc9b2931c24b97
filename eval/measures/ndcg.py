"""Normalised discounted cumulative gain.

    DCG@k = sum over i = 1..k of grade_i / log2(i + 1);   nDCG@k = DCG@k / DCG@k of the ideal order

Jarvelin and Kekalainen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4), 2002;
linear gain, as in trec_eval's `ndcg_cut` and in the BEIR tables. Range 0-1.
"""

import ir_measures
from ir_measures.measures import Measure


def ndcg(cutoff: int) -> Measure:
    """nDCG over the first `cutoff` documents."""
    return ir_measures.nDCG @ cutoff
