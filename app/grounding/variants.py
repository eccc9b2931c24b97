"""The usual dose at the head of a sentence, before the doses of those who need another.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.grounding.layers import Layer

_CLAUSE: Final = re.compile(r"[^;]*?(?:;|\.(?=\s|$)|$)")
_DOSE: Final = re.compile(
    r"\d ?(?:mg|mcg|micrograms?|g|units?|ml|mmol|puffs?|tablets?|capsules?|drops)\b", re.IGNORECASE
)


def usual(layers: Sequence[Layer], reads: Callable[[str], object]) -> list[Layer]:
    """The layers, a quotation cut off where its first dose is anybody's and a later one is not:
    `20 mg; 15 mg if CrCl is 15 to 49`.

    Args:
        reads: whom a text is about; falsy where it says nothing of it.
    """
    return [one if one.heading else one._replace(text=_usual(one.text, reads)) for one in layers]


def _usual(text: str, reads: Callable[[str], object]) -> str:
    plain_until = -1
    for clause in _CLAUSE.finditer(text):
        dosed = _DOSE.search(clause.group()) is not None
        if reads(clause.group()):
            return text[:plain_until] if dosed and plain_until >= 0 else text
        if dosed:
            plain_until = clause.end()
    return text
