"""Fits how like a text is to words of people in a crisis.

    python -m eval.fitting.crisis app/safety/crisis_likeness.json

Fitted on `crisis.jsonl` beside this file: our own sentences, of people in a crisis and of everyday
health (many of them near misses), and on the look-alikes and the other red flags of `eval/own` as
what is no crisis. The threshold lies above all but `FALSE_ALARMS` of what is no crisis, scored out
of fold; printed is the recall out of fold at that threshold.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from eval.asked import OutcomeKind
from eval.compose import pipeline
from eval.jsonl import read_jsonl
from eval.prompts import OWN, Prompt

HERE: Final = Path(__file__).parent / "crisis.jsonl"
CRISIS: Final = ("suicide", "suicide-passive", "abuse", "violence")
"""Categories of `red_flags.jsonl` that are left out: they are kept for measuring."""
FALSE_ALARMS: Final = 0.01
FOLDS: Final = 10
STRENGTH: Final = 3.0
"""Inverse strength of regularisation; of 3, 10 and 30 the best on held-out sentences."""
SEED: Final = 7


def rows() -> tuple[list[str], NDArray[np.bool_]]:
    """The sentences, and which are of a crisis."""
    prompts = list(read_jsonl(HERE, Prompt)) + [
        one
        for name in ("red_flags", "lookalikes")
        for one in read_jsonl(OWN / f"{name}.jsonl", Prompt)
        if one.document is None and one.category.partition("/")[2] not in CRISIS
    ]
    crisis = [one.category == "crisis" and one.expected is OutcomeKind.REFER for one in prompts]
    return [one.prompt for one in prompts], np.array(crisis)


def fit(
    vectors: NDArray[np.float32], crisis: NDArray[np.bool_]
) -> tuple[LogisticRegression, float, float]:
    """The model, its threshold, and the recall out of fold."""
    scores = np.zeros(len(crisis))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, held in folds.split(vectors, crisis):
        scores[held] = _model().fit(vectors[train], crisis[train]).decision_function(vectors[held])
    threshold = float(np.quantile(scores[~crisis], 1 - FALSE_ALARMS))
    return _model().fit(vectors, crisis), threshold, float((scores[crisis] > threshold).mean())


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2_000)


def main(out: Path) -> None:
    texts, crisis = rows()
    with tempfile.TemporaryDirectory() as home, pipeline(Path(home)) as parts:
        vectors = np.array([parts.embedder.embed_question(text) for text in texts])
        sha256 = parts.embedder.card.weights_sha256
    model, threshold, recall = fit(vectors, crisis)
    fitted = {
        "weights_sha256": sha256,
        "bias": round(float(model.intercept_[0]), 4),
        "threshold": round(threshold, 4),
        "fitted_on": f"{int(crisis.sum())} sentences of a crisis, {int((~crisis).sum())} others",
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
    }
    out.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
    sys.stdout.write(
        f"{fitted['fitted_on']}; threshold {threshold:.2f}, recall out of fold {recall:.3f}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
