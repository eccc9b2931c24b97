"""Fits how like a text is to words of people in a crisis.

    python -m eval.fitting.crisis app/safety/likenesses/crisis.json

Fitted on `crisis.jsonl` and `scope.jsonl` beside this file (our own sentences: of people in a
crisis, many near misses, everyday health, and what is no question of health), on `crisis` of
`eval/own`, and on its look-alikes, everyday questions and other red flags as what is no crisis.
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
CRISIS: Final = ("suicide", "suicide-passive", "abuse", "violence")
"""Categories of `red_flags.jsonl` that are left out: they are kept for measuring."""
OTHERS: Final = ("red_flags", "lookalikes", "everyday", "scope", "harmful_twins", "emergencies")
BROAD: Final = ("harmful-twin", "emergency", "emergency-clinician")
"""Kinds in which somebody may be in a crisis too."""
FALSE_ALARMS: Final = 0.035
LONGEST: Final = 2


def sample() -> Texts:
    """The sentences, and which are of a crisis."""
    told = [*read_jsonl(HERE / "crisis.jsonl", Prompt), *read_jsonl(OWN / "crisis.jsonl", Prompt)]
    crisis = {one.prompt: one.expected is OutcomeKind.REFER for one in told}
    for path in (HERE / "scope.jsonl", *(OWN / f"{name}.jsonl" for name in OTHERS)):
        for one in read_jsonl(path, Prompt):
            if one.document is not None or one.category.partition("/")[2] in CRISIS:
                continue
            if one.kind not in BROAD or one.expected is OutcomeKind.ANSWER:
                crisis.setdefault(one.prompt, False)
    return Texts(tuple(crisis), np.array(list(crisis.values())))


if __name__ == "__main__":
    sys.stdout.write(written(fit(sample(), LONGEST, FALSE_ALARMS), Path(sys.argv[1])))
