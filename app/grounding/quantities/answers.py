"""Which quoted quantity a claim's quantity answers to, and whether it says the same."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.domain.answer import VerdictKind
from app.grounding.quantities.context import Placed, likeness
from app.grounding.quantities.quantity import Kind, comparable, loosens, says, shares_an_end

MARGIN: Final = 1.0
"""By how much another figure's surroundings must be liker the claim's than those of the figure it
states, before the claim is taken to speak of the other. Set by hand. With 0.5, 1, 2 and 3 the table
of tests has 1, 0, 3 and 6 of 232 wrong; of 300 label sentences with two figures exchanged, quoting
their whole paragraph, each caught 299; of 300 with words left out they refused 5, 5, 4 and 3."""
SAME_THING: Final = 0.5
"""How alike surroundings must be for another figure to be another value of the same thing.
Set by hand; it decides between contradicted and unsupported, and never whether a claim is shown."""
SAME_IF_WEAK: Final = 2.0
"""The same for what need not be said again, such as the number of a year or `a tablet`."""


class Judged(NamedTuple):
    """A claim's quantity, what the quote has for it, and what follows."""

    claim: Placed
    quoted: Placed | None
    kind: VerdictKind


def judge(claim: Placed, quoted: Sequence[Placed]) -> Judged:
    """SUPPORTED where the likest quoted quantity says the same, CONTRADICTED where it says
    something else of the same thing, UNSUPPORTED where there is none."""
    same: tuple[float, Placed] | None = None
    other: tuple[float, Placed] | None = None
    for each in quoted:
        stands = says(each.quantity, claim.quantity)
        if not stands and not comparable(claim.quantity, each.quantity):
            continue
        like = likeness(claim, each)
        if stands and (same is None or like > same[0]):
            same = (like, each)
        elif not stands and (other is None or like > other[0]):
            other = (like, each)
    if same is not None and (other is None or other[0] < same[0] + MARGIN):
        return Judged(claim, same[1], VerdictKind.SUPPORTED)
    enough = SAME_IF_WEAK if claim.quantity.weak else SAME_THING
    if other is not None and (same is not None or other[0] >= enough):
        found = other[1].quantity
        whom = found.whom and shares_an_end(found, claim.quantity)
        loose = whom or loosens(found, claim.quantity)
        return Judged(
            claim, other[1], VerdictKind.UNSUPPORTED if loose else VerdictKind.CONTRADICTED
        )
    if claim.quantity.weak:
        return Judged(claim, None, VerdictKind.NOT_APPLICABLE)
    if claim.quantity.kind is Kind.AMOUNT:
        return _in_another_unit(claim, quoted, other)
    return Judged(claim, other[1] if other else None, VerdictKind.UNSUPPORTED)


def _in_another_unit(
    claim: Placed, quoted: Sequence[Placed], other: tuple[float, Placed] | None
) -> Judged:
    """The same thing measured otherwise: `5 mL`, where the quote has `5 mg`."""
    best = other
    for each in quoted:
        if each.quantity.kind is Kind.AMOUNT and each.quantity.figures == claim.quantity.figures:
            like = likeness(claim, each)
            if best is None or like > best[0]:
                best = (like, each)
    if best is not None and best[0] >= SAME_THING:
        return Judged(claim, best[1], VerdictKind.CONTRADICTED)
    return Judged(claim, None, VerdictKind.UNSUPPORTED)
