"""Whether a question is about a baby where it speaks of breast milk or of a pregnancy's weeks."""

import re
from functools import lru_cache
from typing import Final

_FED: Final = re.compile(
    r"\b(?:breast|bottle|formula)[- ]?fed\b|\bon (?:breast milk|formula)\b", re.IGNORECASE
)
_BORN_EARLY: Final = re.compile(
    r"\b(?:preterm|premature|prem|preemie|neonat\w+|newborn|low birth ?weight|\d{2}[- ]weeker|"
    r"(?:full[- ])?term (?:baby|babies|infants?|newborns?|neonates?))\b|"
    r"\b(?:born|delivered) (?:at|after|before) (?:about )?\d{2}|\bex-\d{2}|"
    r"\b(?:babies|baby|infants?) (?:of|born) ",
    re.IGNORECASE,
)
_MOTHER: Final = re.compile(
    r"\b(?:pregnan(?:t|cy|cies)|expecting|antenatal|trimester|mothers?|mum|mom|lactat\w+|"
    r"breast[- ]?feeding|i breast[- ]?feed|nursing|preterm labour|preterm labor|(?:can|should|may|"
    r"could) i (?:take|have|use|drink|eat|start|still)|"
    r"preterm birth|premature labou?r|risk of preterm)\b",
    re.IGNORECASE,
)
_HAS_A_BABY: Final = re.compile(
    r"\b(?:on|takes|taking) [a-z]{5,}\b[^.?]{0,30}[,;] (?:and |with |her |my |the |a |has )*"
    r"(?:baby|infant|newborn|son|daughter)\b",
    re.IGNORECASE,
)
"""Somebody who takes a medicine and has a baby: `on sertraline, baby is three weeks`."""


@lru_cache(maxsize=4096)
def baby_is_patient(text: str) -> bool:
    """`a breastfed three-week-old`, `a 31-week preterm`: no mother is spoken of."""
    if _MOTHER.search(text) or _HAS_A_BABY.search(text):
        return False
    return bool(_FED.search(text) or _BORN_EARLY.search(text))
