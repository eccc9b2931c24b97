"""A quantity as it was read, and when two of them say the same."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from app.terms.bounds import AT_LEAST, AT_MOST, LESS, MORE


class Kind(StrEnum):
    AMOUNT = "amount"
    """A number with its unit."""
    NUMBER = "number"
    """A number without one."""
    RATE = "rate"
    """How often; times a day."""
    NEED = "as needed"
    ROUTE = "route"
    LABEL = "label"
    """A number that tells which one: stage 4, day 1."""


class Quantity(NamedTuple):
    """`low` to `high` of one measure; both are the same where one figure is stated.

    Attributes:
        measure: what is measured: `mass/volume`, `rate`, `route`, `stage`. Two quantities of one
            measure can be compared.
        low, high: in base units of the measure, exactly. A route has no figure and is in `name`.
        bound: empty, or one of the limits of `app.terms.bounds`.
        start, end: the tokens it was read from, limit included.
        weak: it may be said without being said in the quote (`a tablet`, `daily dose`), but not
            otherwise than there.
        change: `from 5 to 10 mg`, whose ends may also stand alone.
        figures: `low` and `high` as written, before any conversion.
        age: it was said to be an age.
        of_surface: it was stated for 1.73 m2 of body surface.
        whom: it marks which persons, cases or doses are meant.
    """

    kind: Kind
    measure: str
    low: Fraction
    high: Fraction
    written: str
    start: int
    end: int
    bound: str = ""
    name: str = ""
    weak: bool = False
    change: bool = False
    figures: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    age: bool = False
    of_surface: bool = False
    whom: bool = False
    capped: bool = False
    """Words near it call it a maximum."""
    floored: bool = False
    """Words near it call it a minimum."""


def comparable(claim: Quantity, quoted: Quantity) -> bool:
    """Whether both measure the same thing, so that they can differ or agree."""
    return claim.kind is quoted.kind and claim.measure == quoted.measure


def says(quoted: Quantity, claim: Quantity) -> bool:
    """Whether the quoted quantity states the claim's: the same value, limit and measure.

    A limit also stands where a range has it as its end (`up to 10 mg`, of `5 to 10 mg`), and a
    clearance may leave out the body surface it was stated for.
    """
    if not comparable(claim, quoted):
        return claim.kind is Kind.NUMBER and _same_figure(quoted, claim)
    if claim.kind is Kind.ROUTE:
        return claim.name == quoted.name
    if claim.of_surface and not quoted.of_surface:
        return False
    if _same_bound(quoted, claim) and (quoted.low, quoted.high) == (claim.low, claim.high):
        return True
    if quoted.bound or quoted.low == quoted.high or claim.low != claim.high:
        return False
    ends = {AT_MOST: quoted.high, AT_LEAST: quoted.low}
    if claim.bound in ends:
        return ends[claim.bound] == claim.high
    return (
        quoted.change
        and not claim.change
        and not claim.bound
        and claim.low in (quoted.low, quoted.high)
    )


def _same_figure(quoted: Quantity, claim: Quantity) -> bool:
    """A number said without a unit may be any figure of the quote."""
    if quoted.kind not in (Kind.AMOUNT, Kind.NUMBER, Kind.LABEL) or claim.bound != quoted.bound:
        return False
    return claim.figures == quoted.figures or (
        claim.low == claim.high and claim.figures[0] in quoted.figures and quoted.change
    )


def _same_bound(quoted: Quantity, claim: Quantity) -> bool:
    if claim.bound == quoted.bound:
        return True
    bounds = {claim.bound, quoted.bound}
    if bounds == {"", AT_MOST}:
        return claim.capped if quoted.bound else quoted.capped
    if bounds == {"", AT_LEAST}:
        return claim.floored if quoted.bound else quoted.floored
    return False


def loosens(quoted: Quantity, claim: Quantity) -> bool:
    """Whether the claim is less exact than the quote about the same figure: 40 mg for `more than
    40 mg`, 5 mg for `5 to 10 mg`, `at most` for `less than`. It need not be false."""
    if claim.low != claim.high or not quoted.low <= claim.low <= quoted.high:
        return False
    if bool(claim.bound) != bool(quoted.bound):
        return True
    if {claim.bound, quoted.bound} in ({LESS, AT_MOST}, {MORE, AT_LEAST}):
        return True
    return not claim.bound and quoted.low != quoted.high


def shares_an_end(quoted: Quantity, claim: Quantity) -> bool:
    """Whether the claim has a figure of the quote in another limit, or one end of its range."""
    return comparable(claim, quoted) and (
        claim.low in (quoted.low, quoted.high) or claim.high in (quoted.low, quoted.high)
    )
