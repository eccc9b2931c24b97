"""Headings on those who take, or do not take, a drug that the question says the contrary of.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared
from app.grounding.layers import Layer
from app.terms.denied import denied, joined
from app.terms.drugs import NamedDrugs, drug_names

_ADDED: Final = re.compile(
    r"\b(?:add(?:s|ed|ing)?|on top of|already (?:on|takes|taking)|together|plus|combin\w+|with)\b",
    re.IGNORECASE,
)
_CHOOSES: Final = re.compile(
    r"\b(?:or|vs|versus|instead|switch\w*|alone|monotherapy|rather)\b", re.IGNORECASE
)
_ALONE: Final = re.compile(
    r"\b(?:monotherapy|(?:used|given|taken) alone|single[- ]agent|sole treatment)\b", re.IGNORECASE
)


def without(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """`with X, without Y` above words, where Y is taken; `with Y`, where it is not."""
    taken, not_taken = _sides(asked)
    names = drug_names()
    two = len(taken.ingredients) > 1 and _ADDED.search(asked) and not _CHOOSES.search(asked)
    for layer in layers[:-1]:
        if not layer.heading:
            continue
        here, lacking = _sides(layer.text)
        if two and _ALONE.search(layer.text):
            return _differs(taken, "are about one alone")
        if names.related(taken, lacking) and not names.related(taken, here):
            return _differs(taken, "are about those who do not take it")
        if names.related(not_taken, here) and not names.related(not_taken, lacking):
            return _differs(not_taken, "are about those who take it")
        if names.related(not_taken, lacking):
            return Compared("what it is taken with")
    return None


def _differs(names: NamedDrugs, how: str) -> Compared:
    listed = ", ".join(sorted(names.ingredients | names.classes))
    return Compared(
        "what it is taken with", f"the question is about {listed}; the quoted words {how}"
    )


def _sides(text: str) -> tuple[NamedDrugs, NamedDrugs]:
    """The drugs that `text` says are taken, and those it says are not: `without a or b`."""
    yes, no = set[str](), set[str]()
    end, was_denied = -1, False
    for one in drug_names().found(text):
        chained = was_denied and end >= 0 and joined(text[end : one.start])
        was_denied = chained or denied(text, one.start, one.end)
        end = one.end
        (no if was_denied else yes).add(one.meaning)
    return _named(yes), _named(no)


def _named(found: set[str]) -> NamedDrugs:
    classes = {one for one in found if one.startswith("class ")}
    return NamedDrugs(
        ingredients=frozenset(found - classes),
        classes=frozenset(one.removeprefix("class ") for one in classes),
    )
