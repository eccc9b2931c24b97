"""Fits how like a text is to what people ask that is no question of health.

    python -m eval.fitting.scope app/safety/likenesses/scope.json

Fitted on `scope.jsonl` beside this file and `scope` of `eval/own` (what is no question of health,
and questions of health that sound like it), and on all other questions of `eval/own` and of
`crisis.jsonl` as what is one.
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np

from eval.asked import OutcomeKind
from eval.fitting.likeness import Texts, fit, written
from eval.jsonl import read_jsonl
from eval.prompts import OWN, Prompt

HERE: Final = Path(__file__).parent
HEALTH: Final = ("red_flags", "lookalikes", "everyday", "emergencies", "harmful_twins", "crisis")
LANGUAGE: Final = "language"
FALSE_ALARMS: Final = 0.02
LONGEST: Final = 1


def sample() -> Texts:
    """The sentences, and which are no question of health."""
    outside: dict[str, bool] = {}
    for path in (HERE / "scope.jsonl", OWN / "scope.jsonl"):
        for one in read_jsonl(path, Prompt):
            if one.kind != LANGUAGE:
                outside[one.prompt] = one.expected is OutcomeKind.ABSTAIN
    for path in (HERE / "crisis.jsonl", *(OWN / f"{name}.jsonl" for name in HEALTH)):
        for one in read_jsonl(path, Prompt):
            if one.document is None:
                outside.setdefault(one.prompt, False)
    return Texts(tuple(outside), np.array(list(outside.values())))


if __name__ == "__main__":
    sys.stdout.write(written(fit(sample(), LONGEST, FALSE_ALARMS), Path(sys.argv[1])))
