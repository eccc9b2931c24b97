"""Fits how like a text is to others of a kind: what `app/safety/screens/likeness.py` reads.

A logistic model over the embedder's vector and the text's words and runs of words. The threshold
lies above all but a share of what is not of the kind, scored out of fold.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from eval.compose import pipeline, runs

FOLDS: Final = 10
STRENGTH: Final = 10.0
"""Inverse strength of regularisation; of 1, 3 and 10 the best on held-out sentences."""
FEWEST: Final = 2
"""Texts in which a run of words must stand to be given a weight."""
SEED: Final = 7


class Texts(NamedTuple):
    """What is fitted on; `alike` has shape (len(texts),)."""

    texts: tuple[str, ...]
    alike: NDArray[np.bool_]


class Fitted(NamedTuple):
    model: dict[str, object]
    """As the product reads it."""
    recall: float
    """Out of fold, at the threshold."""


def fit(sample: Texts, longest: int, false_alarms: float) -> Fitted:
    """
    Args:
        longest: words of the longest run that is given a weight.
        false_alarms: share of what is not of the kind that may lie above the threshold.
    """
    texts, alike = sample
    vectors, sha256 = _embedded(texts)
    known = _known(texts, longest)
    features = hstack([csr_matrix(vectors), _counted(texts, known, longest)]).tocsr()
    scores = np.zeros(len(alike))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, held in folds.split(vectors, alike):
        fold = _model().fit(features[train], alike[train])
        scores[held] = fold.decision_function(features[held])
    threshold = float(np.quantile(scores[~alike], 1 - false_alarms))
    whole = _model().fit(features, alike)
    weights = [round(float(weight), 4) for weight in whole.coef_[0]]
    dimension = vectors.shape[1]
    fitted: dict[str, object] = {
        "weights_sha256": sha256,
        "bias": round(float(whole.intercept_[0]), 4),
        "threshold": round(threshold, 4),
        "longest": longest,
        "fitted_on": f"{int(alike.sum())} of the kind, {int((~alike).sum())} others",
        "weights": weights[:dimension],
        "runs": dict(zip(known, weights[dimension:], strict=True)),
    }
    return Fitted(fitted, float((scores[alike] > threshold).mean()))


def written(fitted: Fitted, out: Path) -> str:
    """Write the model; a line about it."""
    out.write_text(json.dumps(fitted.model, ensure_ascii=False) + "\n", encoding="utf-8")
    told = f"{fitted.model['fitted_on']}; threshold {fitted.model['threshold']}"
    return f"{told}, recall out of fold {fitted.recall:.3f}\n"


def _embedded(texts: Sequence[str]) -> tuple[NDArray[np.float32], str]:
    with tempfile.TemporaryDirectory() as home, pipeline(Path(home)) as parts:
        vectors = np.array([parts.embedder.embed_question(text) for text in texts])
        return vectors, parts.embedder.card.weights_sha256


def _known(texts: Sequence[str], longest: int) -> list[str]:
    counts = Counter(run for text in texts for run in runs(text, longest))
    return sorted(run for run, count in counts.items() if count >= FEWEST)


def _counted(texts: Sequence[str], known: Sequence[str], longest: int) -> csr_matrix:
    """Shape (len(texts), len(known)): rows of length 1, or 0 where no run is known."""
    places = {run: place for place, run in enumerate(known)}
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        found = [places[run] for run in runs(text, longest) if run in places]
        rows += [row] * len(found)
        columns += found
        values += [max(1, len(found)) ** -0.5] * len(found)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(known)))


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3_000)
