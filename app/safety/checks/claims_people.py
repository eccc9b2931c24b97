"""For whom a claim itself recommends a medicine, whoever the question is about.

`Doxycycline is recommended for chlamydia in pregnancy` is wrong to show to anybody.
"""

import re
from typing import Final

from app.domain.patient import Situation, Teller
from app.safety.checks.recommended import Recommended
from app.safety.situation.pregnancy import carrying
from app.safety.spoken import spoken_stances
from app.safety.stance import Stance

_PART: Final = re.compile(
    r"[^.;:]*(?:\.(?=\d)[^.;:]*)*(?:[.;:]|$)|$",
)
_TURNS: Final = re.compile(
    r"\b(?:but|whereas|while|however|except|unless|instead|otherwise)\b", re.I
)


def own_people(one: Recommended, text: str) -> Situation:
    """Who is pregnant or breastfeeding in the part of the sentence that recommends `one`.

    Nobody is where that part leaves people out, turns, or speaks against a medicine as well: what
    is said of whom is not sure then.
    """
    for part in _PART.findall(text):
        if one.words not in part or one.excludes or _TURNS.search(part):
            continue
        stances = {each.stance for each in spoken_stances(part)}
        if Stance.AGAINST in stances or Stance.RECOMMENDED not in stances:
            continue
        told = carrying(part, Teller.QUESTION)
        return Situation(pregnant=told.pregnant, weeks=told.weeks, breastfeeding=told.breastfeeding)
    return Situation()
