"""Whether a quantity marks which persons, cases or doses a sentence is about."""

from collections.abc import Sequence

from app.grounding.quantities.quantity import Quantity
from app.grounding.quantities.tokens import Token
from app.terms.subjects import CONDITIONS, EXTENTS, MEASURED, PASSED_OVER

_NEAR = 10
_NEXT = 3


def marks_whom(row: Sequence[Token], quantity: Quantity) -> bool:
    """`patients with a clearance below 30 mL/min`, `doses above 40 mg`; not `for at least 5 days`.

    Such a figure, moved, states a case that the source says nothing of.
    """
    if quantity.measure == "volume/time":
        return True
    if not quantity.bound or quantity.measure in ("percent", "times"):
        return False
    before = [token.text for token in row[max(0, quantity.start - _NEAR) : quantity.start]]
    for stop in (".", ";"):
        if stop in before:
            before = before[len(before) - before[::-1].index(stop) :]
    told = [word for word in before if word not in PASSED_OVER]
    if told and told[-1] in EXTENTS:
        return False
    if not MEASURED.isdisjoint(told[-_NEXT:]):
        return True
    return quantity.measure != "time" and not CONDITIONS.isdisjoint(told)
