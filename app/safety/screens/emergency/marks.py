"""How a text speaks, in figures: which cues it has, and how what it tells is meant.

With the vector of its meaning these tell words of somebody in danger now from words about such a
danger: `likeness.py`.
"""

import math
from collections.abc import Mapping

from app.domain.corpus import Audience
from app.safety.screens.emergency.reading import Reading
from app.safety.screens.emergency.standing import Standing
from app.safety.screens.emergency.vocabulary import vocabulary


def marks(text: str, read: Reading, audience: Audience) -> Mapping[str, float]:
    """name -> figure, 0 or 1; a standing: log(1 + findings that stand so) / 2."""
    found = {f"cue/{name}": float(name in read.cues) for name in sorted(vocabulary().cues)}
    stands = {(one.finding, one.standing) for one in read.told}
    for standing in Standing:
        many = sum(one is standing for _, one in stands)
        found[f"standing/{standing}"] = math.log1p(many) / 2
    found["here"] = float(read.here)
    found["over"] = float(read.over)
    found["asks"] = float("?" in text)
    found["clinician"] = float(audience is Audience.CLINICIAN)
    return found
