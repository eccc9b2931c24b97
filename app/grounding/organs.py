"""The function of kidneys and liver: of those asked about, and of those a quotation is about."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer, nearest
from app.grounding.variants import usual
from app.terms.advice import AGAINST, FAVOUR
from app.terms.kidney_function import Clearance, clearances_in, speaks_of_kidneys
from app.terms.liver_function import liver_classes_in
from app.terms.organ_words import organ_as_outcome

_PROVISO: Final = re.compile(
    r"\b(?:only|unless|except)\b[^.;]{0,40}?\b(?:when|if|in|where|at|below|under|with)\b[^.;]*|"
    r"\bunless\b[^.;]*",
    re.IGNORECASE,
)
"""`needed only below 60`: the sentence is about the others."""

_DOSE: Final = re.compile(
    r"\d\s?(?:mg|mcg|micrograms?|g|units?|iu|ml|tablets?)\b(?!\s?/)", re.IGNORECASE
)


def kidneys(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Figures and degrees of kidney function."""
    wanted = clearances_in(asked)
    if not wanted or organ_as_outcome(asked):
        return None
    known = any(speaks_of_kidneys(one.text) for one in layers)

    def read(text: str) -> tuple[Clearance, ...]:
        return clearances_in(text, about_kidneys=known)

    plain = [
        one if one.heading else one._replace(text=_PROVISO.sub(" ", one.text)) for one in layers
    ]
    said = nearest(lambda one: read(one.text), plain)
    if said and any(one.meets(other) for one in wanted for other in said):
        return Compared("kidney function")
    said = nearest(lambda one: read(one.text), usual(plain, read))
    if not said:
        return None
    if any(one.meets(other) for one in wanted for other in said):
        return Compared("kidney function")
    if _tells_limit(layers[0].text):
        return None
    return Compared("kidney function", differing(_clearance(wanted), _clearance(said)))


def _tells_limit(text: str) -> bool:
    """Whether it says no more than where a drug must not be given: that tells those whom it does
    not meet, too, where they stand. A dose for others is no such limit."""
    return bool(AGAINST.search(text)) and not (FAVOUR.search(text) or _DOSE.search(text))


def liver(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Degrees of liver function."""
    wanted = liver_classes_in(asked)
    if not wanted or organ_as_outcome(asked):
        return None
    said = nearest(lambda one: liver_classes_in(one.text), layers)
    if not said:
        return None
    if wanted & said:
        return Compared("liver function")
    return Compared("liver function", differing(_liver(wanted), _liver(said)))


def _clearance(given: Sequence[Clearance]) -> str:
    lowest, highest = min(one.low for one in given), max(one.high for one in given)
    if highest - lowest < 1:
        return f"a kidney function of {lowest:g} mL/min"
    if highest > 200:
        return f"a kidney function of {lowest:g} mL/min or more"
    return f"a kidney function of {lowest:g} to {highest:g} mL/min"


def _liver(classes: frozenset[str]) -> str:
    impaired = "/".join(sorted(classes - {"0"}))
    return f"liver function of Child-Pugh {impaired}" if impaired else "a healthy liver"
