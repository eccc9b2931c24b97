"""The medicines that a line names, as amounts are written behind them."""

from typing import NamedTuple

from app.safety.dose_words import STRENGTHS
from app.terms.drugs import CLASS, drug_names
from app.terms.fixed_products import FixedProduct, fixed_products_in

_BEHIND = 60
"""Characters in which the strengths of a product stand behind its name."""


class Named(NamedTuple):
    """A medicine of one or more ingredients."""

    start: int
    end: int
    drugs: tuple[str, ...]
    """Canonical ingredients; of a product in the order of its strengths."""
    strengths: tuple[float, ...] = ()
    """mg of each in a tablet, as told (`10/325`) or as usual."""
    told_until: int = 0
    """Where told strengths end; 0 where none are told."""
    single: str | None = None
    """The ingredient that a single amount is of; None: no single amount is."""
    written: str = ""
    """Its name as it stands there, in lower case."""


def named_in(line: str) -> tuple[Named, ...]:
    """In their order; classes are left out."""
    found = [
        _product(line, one.start, one.end, product)
        for one, product in fixed_products_in(line)
        if "," not in line[one.start : one.end]
    ]
    taken = {at for one in found for at in range(one.start, one.end)}
    ingredients: dict[tuple[int, int], list[str]] = {}
    for one in drug_names().found(line):
        if one.start not in taken and not one.meaning.startswith(CLASS):
            ingredients.setdefault((one.start, one.end), []).append(one.meaning)
    for (start, end), drugs in ingredients.items():
        own = line[start:end].lower()
        if len(drugs) > 1 and own in drugs:
            drugs.remove(own)
        single = drugs[0] if len(drugs) == 1 else None
        found.append(Named(start, end, tuple(drugs), single=single, written=own))
    return tuple(sorted(found))


def _product(line: str, start: int, end: int, product: FixedProduct) -> Named:
    own = line[start:end].lower()
    told = STRENGTHS.match(line, end, end + _BEHIND)
    if told is not None:
        figures = tuple(float(one) for one in (told["a"], told["b"], told["c"]) if one)
        if len(figures) == len(product.order):
            return Named(start, end, product.order, figures, told.end(), product.named_by, own)
    return Named(start, end, product.order, product.usual, 0, product.named_by, own)
