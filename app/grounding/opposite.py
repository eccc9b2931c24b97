"""Headings on those who are in a state that the question says somebody is not in."""

from collections.abc import Sequence

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.terms.opposites import IN, opposites, sides_in


def opposite(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Smokers or not, immunocompromised or not, and so on, by the nearest heading that says."""
    agrees = None
    for state, wanted in sides_in(asked).items():
        if len(wanted) != 1:
            continue
        said = next(
            (
                sides
                for layer in layers
                if layer.heading and (sides := sides_in(layer.text).get(state))
            ),
            None,
        )
        if said is None:
            continue
        if said & wanted:
            agrees = Compared(state)
            continue
        inside, outside = opposites()[state].says
        if IN in wanted:
            return Compared(state, differing(inside, outside))
        return Compared(state, differing(outside, inside))
    return agrees
