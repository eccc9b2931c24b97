"""Conditions that state an allergy: many records keep `Penicillin allergy` among the problems."""

import re
from typing import Final

from app.patient.coded import Known
from app.patient.concepts import Concept
from app.patient.reading import Reading

_WORDS: Final = re.compile(
    r"(?:known |personal |documented |severe |past |previous |h/o |hx of |history of )*"
    r"(?:(?:allergic(?: reaction)?|allergy(?: status)?|hypersensitivity|hypersensitive|intolerance|"
    r"anaphyla(?:xis|ctic reaction|ctic shock))(?: to| due to|,? cause[d]? by)\s+(?P<to>.+?)|"
    r"(?:drug[- ](?:induced )?)?(?:rash|eruption|urticaria|angio-?o?edema|serum sickness|"
    r"stevens[- ]johnson syndrome|toxic epidermal necrolysis)(?: due to|,? caused by)\s+"
    r"(?P<by>.+?)|"
    r"(?P<what>.+?) (?:allergy|hypersensitivity|anaphylaxis))"
    r"(?: status)?(?:\s*\((?:finding|disorder|situation|substance)\))?",
    re.IGNORECASE,
)
_NOT_MEDICINES: Final = re.compile(
    r"(?:alcohol|glucose|lactose|fructose|exercise)\b", re.IGNORECASE
)


_ILLNESS: Final = re.compile(
    r"rash|eruption|urticaria|angio-?o?edema|serum sickness|stevens|necrolysis", re.IGNORECASE
)
_REACTION: Final = re.compile(rf"anaphyla|reaction|{_ILLNESS.pattern}", re.IGNORECASE)


def is_reaction(concept: Concept) -> bool:
    """Whether it names what happened: when that is over, the allergy stays."""
    return any(_REACTION.search(wording) for wording in concept.wordings())


def is_illness(concept: Concept) -> bool:
    """Whether what happened is a condition of its own, too."""
    return any(_ILLNESS.search(wording) for wording in concept.wordings())


def allergic_to(concept: Concept, reading: Reading) -> Known | None:
    """The medicine or class that its words state an allergy to; None: they state none."""
    for wording in concept.wordings():
        met = _WORDS.fullmatch(wording.strip())
        what = (met["to"] or met["by"] or met["what"]).strip() if met else ""
        if not what or _NOT_MEDICINES.match(what):
            continue
        known = reading.names.allergen(Concept(what, ()))
        if known.names or known.class_name:
            return known
    return None
