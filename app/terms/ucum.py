"""UCUM codes as exact numbers; the one file that speaks to ucumvert and pint.

Loading their registry takes about a second, so it happens at the first unit that needs it.
"""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pint import Quantity

ANNOTATION: Final = "{"


class Scale(NamedTuple):
    """A measure in base units is `value * factor + offset`; only temperatures have an offset."""

    factor: Fraction
    offset: Fraction = Fraction(0)

    def base(self, value: Fraction) -> Fraction:
        return value * self.factor + self.offset


ONE: Final = Scale(Fraction(1))


@cache
def scale(code: str) -> Scale:
    """How many base units the unit of this UCUM code has, without rounding.

    An annotation (`{tablet}`) counts for one, as UCUM has it.
    """
    if code.startswith(ANNOTATION):
        return ONE
    unit = _registry()(code)
    quantity = type(unit)
    zero = _base(quantity(Fraction(0), unit.units))
    return Scale(_base(quantity(Fraction(1), unit.units)) - zero, zero)


def dimension(code: str) -> tuple[tuple[str, str], ...]:
    """Base dimensions and their powers, as pint names them; empty for a pure number."""
    if code.startswith(ANNOTATION):
        return ()
    found = dict(_registry()(code).dimensionality)
    return tuple(sorted((str(name), str(power)) for name, power in found.items()))


def _base(quantity: "Quantity[Fraction]") -> Fraction:
    return Fraction(quantity.to_base_units().magnitude)


@cache
def _registry() -> "Callable[[str], Quantity[Fraction]]":
    """UCUM code -> one of that unit. Pint counts in fractions; ucumvert's registry would not."""
    import pint
    import ucumvert

    registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)
    registry.load_definitions(Path(ucumvert.__file__).parent / "pint_ucum_defs.txt")
    parser = ucumvert.get_ucum_parser()
    transform = ucumvert.UcumToPintTransformer(registry).transform
    return lambda code: transform(ucumvert.parse_ucum(code, parser))
