"""Words on those who have an operation, where the treatment of an illness was asked about.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.illness import SYMPTOMS
from app.grounding.layers import Layer
from app.grounding.unlisted_illness import WARNS
from app.terms.conditions import conditions
from app.terms.contrasts import contrasts, kinds_in
from app.terms.drugs import drug_names
from app.terms.purposes import AFTER, PREVENTION, asked_for

KIND: Final = "kind of operation"
_SETTING: Final = re.compile(
    r"\b(?:surgical|(?:acutely ill )?medical) (?:in-?)?patients\b|"
    r"\b(?:orthopa?edic|general|major|pelvic|abdominal|gyna?ecological) surgery\b",
    re.IGNORECASE,
)
"""Of whom headings speak that tell how something is prevented."""
_OPERATED: Final = re.compile(
    r"\b(?:surg\w+|operat\w+|theatre|procedures?|anaesth\w+|anesth\w+|in-?patients?)\b",
    re.IGNORECASE,
)
MINOR: Final = frozenset({"scope", "teeth"})
"""What is done to many of the ill without being what they are treated for."""


def operation(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """A drug for an illness, above which a heading names an operation and nothing the illness: a
    clot is treated otherwise than one is prevented after a new hip."""
    known = conditions()
    wanted = known.named(asked) - known.denied(asked) - SYMPTOMS
    if not wanted or not drug_names().named(asked).distinct or asked_for(asked)[0] == PREVENTION:
        return None
    if kinds_in(asked).get(KIND) or _OPERATED.search(asked) or AFTER.search(asked):
        return None
    if any(
        known.related(wanted, known.named(one.text)) or WARNS.search(one.text) for one in layers
    ):
        return None
    for layer in layers[:-1]:
        spoken = _spoken(layer.text) if layer.heading else ""
        if spoken:
            return Compared("operation", differing(", ".join(sorted(wanted)), spoken))
    return None


def _spoken(heading: str) -> str:
    kinds = kinds_in(heading).get(KIND, frozenset()) - MINOR
    setting = _SETTING.search(heading)
    if not kinds:
        return setting.group().lower() if setting else ""
    return " or ".join(contrasts()[KIND].values[one].says for one in sorted(kinds))
