"""The exported run and judgements, scored by ir-measures' own command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from eval.score import RANKING_MEASURES, mean_scores, write_trec

QRELS = {
    "q 1": {"d%0": 2, "d 1": 1, "d\u20032": 3},
    "q%201": {"d%200": 1, "d 0": 1},
    "q2": {"x": 1},
}
RANKINGS = {"q 1": ["d 1", "d%0", "y"], "q%201": ["d 0", "d%200"], "q2": []}


def test_ids_with_spaces_graded_judgements_and_a_question_without_results_agree(
    tmp_path: Path,
) -> None:
    write_trec(tmp_path, QRELS, RANKINGS)
    files = [str(tmp_path / "qrels.trec"), str(tmp_path / "run.trec")]
    names = [str(measure) for measure in RANKING_MEASURES.values()]
    command = [sys.executable, "-m", "ir_measures", "--places", "6", *files, *names]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = dict(line.split("\t") for line in told.splitlines())
    ours = mean_scores(QRELS, RANKINGS)
    for name, measure in RANKING_MEASURES.items():
        assert float(theirs[str(measure)]) == pytest.approx(ours[name], abs=1e-6)
    assert 0.0 < ours["ndcg@10"] < 1.0
