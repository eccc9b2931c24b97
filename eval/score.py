"""Scoring a ranked run against judgements.

The arithmetic is ir-measures' (MacAvaney et al., ECIR 2022), the definitions stand in
`eval/measures/`. Two rules are ours to keep: a judged question that the run lacks scores zero, and
a ranking's order is its own, so documents with equal scores are not reordered by name.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import ir_measures
from ir_measures.measures import Measure

from eval.measures.ndcg import ndcg
from eval.measures.recall import recall
from eval.measures.reciprocal_rank import reciprocal_rank

Qrels = Mapping[str, Mapping[str, int]]
"""Question -> document -> grade."""
Rankings = Mapping[str, Sequence[str]]
"""Question -> documents, best first, each once."""

PARTS: Final = re.compile(r"[\s%]")
"""What cannot stand in a column of a TREC file as it is."""

RANKING_MEASURES: dict[str, Measure] = {
    "ndcg@10": ndcg(10),
    "recall@10": recall(10),
    "recall@100": recall(100),
    "mrr@10": reciprocal_rank(10),
}


def per_question(
    qrels: Qrels, rankings: Rankings, measures: Mapping[str, Measure] = RANKING_MEASURES
) -> dict[str, dict[str, float]]:
    """Measure -> judged question -> score in [0, 1]; every judged question is there.

    Raises:
        ValueError: nothing is judged, or a ranking holds a document twice.
    """
    if not qrels:
        raise ValueError("nothing is judged: a mean over no questions is undefined")
    run = _falling_scores(rankings)
    scores = {name: dict.fromkeys(qrels, 0.0) for name in measures}
    names = {measure: name for name, measure in measures.items()}
    judged = {question: dict(row) for question, row in qrels.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), judged, run):
        scores[names[metric.measure]][metric.query_id] = float(metric.value)
    return scores


def mean_scores(
    qrels: Qrels, rankings: Rankings, measures: Mapping[str, Measure] = RANKING_MEASURES
) -> dict[str, float]:
    """The mean of each measure over the judged questions. Raises as `per_question`."""
    scores = per_question(qrels, rankings, measures)
    return {name: sum(row.values()) / len(row) for name, row in scores.items()}


def write_trec(folder: Path, qrels: Qrels, rankings: Rankings) -> None:
    """`qrels.trec` and `run.trec`, for `ir_measures qrels.trec run.trec nDCG@10` and its like.

    The format parts its columns by white space, so that in an id is written as `%20` and its like.
    """
    with (folder / "qrels.trec").open("w", encoding="utf-8") as file:
        for question, row in qrels.items():
            file.writelines(
                f"{_column(question)} 0 {_column(name)} {grade}\n" for name, grade in row.items()
            )
    with (folder / "run.trec").open("w", encoding="utf-8") as file:
        for question, scored in _falling_scores(rankings).items():
            file.writelines(
                f"{_column(question)} Q0 {_column(name)} {rank} {score} citewell\n"
                for rank, (name, score) in enumerate(scored.items(), start=1)
            )


def _column(id_: str) -> str:
    return PARTS.sub(lambda found: quote(found[0], safe=""), id_)


def _falling_scores(rankings: Rankings) -> dict[str, dict[str, float]]:
    """A score for each document that falls with its rank: trec_eval reads scores, not ranks."""
    run: dict[str, dict[str, float]] = {}
    for question, documents in rankings.items():
        run[question] = {name: float(len(documents) - rank) for rank, name in enumerate(documents)}
        if len(run[question]) != len(documents):
            raise ValueError(f"the ranking for question {question!r} holds a document twice")
    return run
