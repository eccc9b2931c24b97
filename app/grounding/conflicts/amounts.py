"""The doses and limits of a sentence: for what, how often, and what a day makes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.reading import Reading
from app.terms.bounds import AT_LEAST, AT_MOST, LESS, MORE
from app.terms.regimens import BELOW, CHANGED, DAILY, DIVIDED, LOADING, ROLE_OF, STARTING

DOSED: Final = frozenset(
    f"{what}{under}"
    for what in ("mass", "units", "equivalents", "substance")
    for under in ("", "/mass", "/area", "/time", "/mass/time", "/dose", "/mass/dose")
) | {"puff", "drop", "spray", "tablet", "capsule"}
"""What a dose is measured in."""
HEAVIEST: Final = Fraction(1, 5)
"""Kilograms; a greater mass is a body's weight and no dose."""
NEAR: Final = 10
"""Tokens before a dose among which stands what it is for."""
BEHIND: Final = 4
FOREVER: Final = Fraction(10**12)
_MORE_OR_LESS: Final = frozenset(("lower", "higher", "less", "more", "increments", "increment"))
_STOPS: Final = (".", ";")


class Amount(NamedTuple):
    """A dose: what it measures and what it is for. `low` and `high` in base units, for one time.

    `times` are those of a day where they are told; then `daily` is what a day makes.
    """

    measure: str
    low: Fraction
    high: Fraction
    written: str
    role: str = ""
    times: tuple[Fraction, Fraction] | None = None
    daily: tuple[Fraction, Fraction] | None = None


def amounts(own: Sequence[Quantity], reading: Reading) -> Iterator[tuple[Quantity, Amount]]:
    """Every dose and limit among the quantities that are said of one drug."""
    doses = [one for one in own if _is_dose(one)]
    for at, one in enumerate(doses):
        following = doses[at + 1].start if at + 1 < len(doses) else len(reading.row)
        words = _words(reading, one.end, following)
        rate = _rate_of(one, following, own)
        if rate is not None and not 0 <= rate.start - one.end <= 1 and DAILY.search(words):
            rate = None
        yield one, _amount(one, rate, words, _role(one, reading, following))


def _rate_of(one: Quantity, following: int, own: Sequence[Quantity]) -> Quantity | None:
    """The frequency behind a dose and before the next one, or just before it."""
    rates = [each for each in own if each.kind is Kind.RATE]
    behind = (each for each in rates if one.end <= each.start < following)
    before = (each for each in rates if 0 <= one.start - each.end <= 1 and not is_limit(one))
    return next(behind, None) or next(before, None)


def _is_dose(one: Quantity) -> bool:
    """A figure that marks whom a sentence is about is none, but for what must not be exceeded."""
    if one.kind is not Kind.AMOUNT or one.measure not in DOSED or one.age or one.change:
        return False
    if one.bound == MORE or (one.whom and one.bound != AT_MOST and not one.capped):
        return False
    return not (one.measure == "mass" and one.high > HEAVIEST)


def _amount(one: Quantity, rate: Quantity | None, words: str, role: str) -> Amount:
    low = Fraction(0) if _up_to(one) else one.low
    high = FOREVER if one.bound == AT_LEAST else one.high
    times = (rate.low, rate.high) if rate is not None else None
    written = one.written
    daily = None
    if rate is not None:
        written = f"{one.written} {rate.written}".replace(" /", "/")
        daily = (low * rate.low, high * rate.high)
        if DIVIDED.search(words):
            daily, times = (low, high), None
    elif DAILY.search(words):
        daily, times = (low, high), (Fraction(1), Fraction(1))
    measure = one.measure.removesuffix("/dose")
    return Amount(measure, low, high, written, role, times, daily)


def _role(one: Quantity, reading: Reading, following: int) -> str:
    """By the nearest word before, else by one just behind; a dose before `then` begins."""
    floor = max(
        (q.end for q in reading.quantities if _is_dose(q) and q.end <= one.start), default=0
    )
    for at in range(one.start - 1, max(floor, one.start - NEAR) - 1, -1):
        token = reading.row[at]
        if token.text in _STOPS:
            break
        if token.text in ROLE_OF:
            return ROLE_OF[token.text]
    if any(token.text in _MORE_OR_LESS for token in reading.row[one.end : one.end + 4]):
        return CHANGED
    for token in reading.row[one.end : min(one.end + BEHIND, following)]:
        if token.text in (*_STOPS, ",", "then", "followed"):
            break
        if ROLE_OF.get(token.text) in (LOADING, STARTING):
            return ROLE_OF[token.text]
    behind = {token.text for token in reading.row[one.end : one.end + 12]}
    return STARTING if behind & {"then", "followed", "thereafter"} else ""


def is_limit(quantity: Quantity) -> bool:
    """Whether it is a maximum; `up to 1 g three times a day` is a dose."""
    return quantity.capped or (quantity.bound in (AT_MOST, LESS) and not _up_to(quantity))


def _up_to(quantity: Quantity) -> bool:
    written = quantity.written.lower()
    return written.startswith("up to") and "max" not in written


def bars(reading: Reading) -> Iterator[Amount]:
    """The functions of the kidney below which something is said to hold."""
    for one in reading.quantities:
        if one.measure == "volume/time" and (
            one.bound in (LESS, AT_MOST)
            or (not one.bound and BELOW.search(reading.text[: reading.row[one.start].start]))
        ):
            yield Amount(one.measure, one.low, one.high, one.written)


def _words(reading: Reading, start: int, end: int) -> str:
    if start >= end or start >= len(reading.row):
        return ""
    return reading.text[reading.row[start].start : reading.row[end - 1].end]
