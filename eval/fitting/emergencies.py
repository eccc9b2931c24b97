"""Fits how like a text is to words of people in an emergency.

    python -m eval.fitting.emergencies app/safety/emergency_likeness.json

Fitted on our own sentences: `emergencies.jsonl` beside this file, the sets `emergencies` and
`everyday` of `eval/own` that are in view, and what is no crisis in `crisis.jsonl`. The thresholds,
one an audience, lie above all but `FALSE_ALARMS` of what is to be answered in those two sets,
scored out of fold; printed is the recall out of fold of each set at them. `red_flags` and
`lookalikes` are kept for measuring.
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

from app.domain.corpus import Audience
from eval.asked import OutcomeKind
from eval.compose import emergency_marks, pipeline
from eval.fitting.crisis import HERE as FITTING
from eval.jsonl import read_jsonl
from eval.prompts import OWN, Prompt

HERE: Final = FITTING / "emergencies.jsonl"
FALSE_ALARMS: Final = 0.005
FOLDS: Final = 10
STRENGTH: Final = 3.0
"""Inverse strength of regularisation."""
OF_MARKS: Final = 0.3
"""What marks are multiplied with, so that regularisation weighs them like the vector."""
SEED: Final = 7


def rows() -> tuple[list[Prompt], list[str]]:
    """The sentences, and the set that each is from."""
    taken = {
        "fitting": list(read_jsonl(HERE, Prompt)),
        "emergencies": list(read_jsonl(OWN / "emergencies.jsonl", Prompt)),
        "everyday": list(read_jsonl(OWN / "everyday.jsonl", Prompt)),
        "no crisis": [
            one
            for one in read_jsonl(FITTING / "crisis.jsonl", Prompt)
            if one.expected is not OutcomeKind.REFER
        ],
    }
    return (
        [one for many in taken.values() for one in many],
        [name for name, many in taken.items() for _ in many],
    )


def marked(prompts: list[Prompt]) -> tuple[list[str], NDArray[np.float64]]:
    """The names of the marks, and their figures: prompts x marks."""
    figures = [emergency_marks(one.prompt, one.audience) for one in prompts]
    names = list(figures[0])
    return names, np.array([[each[name] for name in names] for each in figures])


def out_of_fold(x: NDArray[np.float64], danger: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The logit of each row by a model that was fitted without its fold."""
    scores = np.zeros(len(danger))
    for train, held in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(x, danger):
        scores[held] = _model().fit(x[train], danger[train]).decision_function(x[held])
    return scores


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3_000)


def main(out: Path) -> None:
    prompts, sets = rows()
    with tempfile.TemporaryDirectory() as home, pipeline(Path(home)) as parts:
        vectors = np.array([parts.embedder.embed_question(one.prompt) for one in prompts])
        sha256 = parts.embedder.card.weights_sha256
    names, figures = marked(prompts)
    x = np.hstack([vectors, OF_MARKS * figures])
    danger = np.array([one.expected is OutcomeKind.REFER for one in prompts])
    of, asker = np.array(sets), np.array([one.audience.value for one in prompts])
    scores = out_of_fold(x, danger)
    thresholds: dict[str, float] = {}
    for audience in Audience:
        calm = np.isin(of, ("emergencies", "everyday")) & ~danger & (asker == audience.value)
        thresholds[audience.value] = round(float(np.quantile(scores[calm], 1 - FALSE_ALARMS)), 4)
        for name in ("fitting", "emergencies"):
            here = (of == name) & (asker == audience.value)
            over = scores > thresholds[audience.value]
            sys.stdout.write(
                f"{name}, {audience.value}: recall out of fold {over[here & danger].mean():.3f}, "
                f"false alarms {over[here & ~danger].mean():.3f}\n"
            )
    model = _model().fit(x, danger)
    weights, bias = model.coef_[0], float(model.intercept_[0])
    width = vectors.shape[1]
    fitted = {
        "weights_sha256": sha256,
        "bias": round(bias, 4),
        "thresholds": thresholds,
        "fitted_on": f"{int(danger.sum())} sentences of emergencies, {int((~danger).sum())} others",
        "weights": [round(float(weight), 4) for weight in weights[:width]],
        "marks": {
            name: round(OF_MARKS * float(weight), 4)
            for name, weight in zip(names, weights[width:], strict=True)
        },
    }
    out.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
    sys.stdout.write(f"{fitted['fitted_on']}; thresholds {thresholds}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
