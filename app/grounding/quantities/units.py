"""Units as they stand behind a number: mg, mg/kg/day, micrograms per minute, mL/min/1.73 m2."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from app.grounding.quantities.numerals import is_text, numeral_at
from app.grounding.quantities.tokens import Token
from app.terms.frequencies import SPANS
from app.terms.ucum import scale
from app.terms.units import COMPOUNDS, UNITS, UnitWords

_SPELLED: Final = {tuple(spelling.split()): unit for unit in UNITS for spelling in unit.spellings}
_LONGEST: Final = max(map(len, _SPELLED))
_FIRST: Final = frozenset(words[0] for words in _SPELLED)
_DAYS_AT_LEAST: Final = Fraction(1)
_SURFACE: Final = Fraction(173, 100)
_DEEPEST: Final = 3
"""How many units may stand under one."""
_SUBSTANCE: Final = 4
"""Words of a substance's name in `mg of examplol citrate/kg`."""


class Unit(NamedTuple):
    """A unit, and how its figures become base units: `value * factor + offset`.

    `days` is the period of a dose per day, week or month, which counts as a frequency and not as
    part of the unit, so that `10 mg/day` and `10 mg daily` are the same.
    """

    measure: str
    factor: Fraction
    offset: Fraction
    end: int
    days: Fraction | None = None
    of_surface: bool = False
    counted: bool = False
    """Tablets, doses, times: what is counted, not measured."""
    above: int = 0
    """The token at which the words of `days` begin."""


def unit_at(row: Sequence[Token], at: int) -> Unit | None:
    """The unit whose first token is `row[at]`, with all that stands under it."""
    if at < len(row) and row[at].text in COMPOUNDS:
        counted, kind, code = COMPOUNDS[row[at].text]
        return Unit(f"{counted}/{kind}", 1 / scale(code).factor, Fraction(0), at + 1)
    found = _atom(row, at)
    if found is None:
        if is_text(row, at, "/"):
            return _under(row, Unit("number", Fraction(1), Fraction(0), at))
        return None
    words, end = found
    factor, offset = scale(words.code)
    unit = Unit(words.kind, factor, offset, end, counted=words.code.startswith("{"))
    return _under(row, unit)


def _atom(row: Sequence[Token], at: int) -> tuple[UnitWords, int] | None:
    if at >= len(row) or row[at].text not in _FIRST:
        return None
    for length in range(min(_LONGEST, len(row) - at), 0, -1):
        words = _SPELLED.get(tuple(token.text for token in row[at : at + length]))
        if words is not None:
            return words, at + length
    return None


def _under(row: Sequence[Token], unit: Unit) -> Unit | None:
    """The unit with what stands under it; None where it was nothing but a stroke."""
    start = unit.end
    for _ in range(_DEEPEST):
        below = _below(row, unit)
        if below is None:
            break
        unit = below
    return None if unit.measure == "number" and unit.end == start else unit


def _below(row: Sequence[Token], unit: Unit) -> Unit | None:
    at = _stroke(row, unit)
    if at is None or unit.days is not None:
        return None
    number = numeral_at(row, at)
    if number is not None and unit.measure == "number":
        return None
    count = number.value if number and number.value > 0 else Fraction(1)
    found = _atom(row, number.end if number else at)
    if found is None:
        return _per_what(row, unit, at)
    words, end = found
    end = _past_weight(row, end)
    days = SPANS.get(row[end - 1].text) if words.kind == "time" else None
    if days is not None and days * count >= _DAYS_AT_LEAST:
        return unit._replace(above=unit.end, end=end, days=days * count)
    if words.kind == "area" and count == _SURFACE:
        return unit._replace(end=end, of_surface=True)
    return unit._replace(
        measure=f"{unit.measure}/{words.kind}",
        factor=unit.factor / (count * scale(words.code).factor),
        end=end,
        counted=False,
    )


def _per_what(row: Sequence[Token], unit: Unit, at: int) -> Unit | None:
    """`per night`, which no unit of time is named for."""
    if at < len(row) and row[at].text in ("night", "morning", "evening"):
        return unit._replace(above=unit.end, end=at + 1, days=Fraction(1))
    return None


def _stroke(row: Sequence[Token], unit: Unit) -> int | None:
    """The token behind `/`, `per`, `a day`, or behind a substance's name and its stroke."""
    at = unit.end
    if at >= len(row):
        return None
    if row[at].text in ("/", "per"):
        return at + 1
    if row[at].text in ("a", "an", "each", "every"):
        behind = at + 1
        if behind < len(row) and row[behind].text in ("day", "week", "month", "hour", "minute"):
            return behind
        return None
    if unit.measure in ("mass", "units", "equivalents", "substance"):
        return _behind_substance(row, at)
    return None


def _behind_substance(row: Sequence[Token], at: int) -> int | None:
    """Where the unit under a substance begins: kg in `mg of examplol citrate/kg`."""
    start = at + 1 if is_text(row, at, "of") else at
    for here in range(start, min(start + _SUBSTANCE, len(row) - 1)):
        if row[here].shape != "word" or row[here].text in ("or", "and", "to", "per", "in"):
            return None
        if row[here + 1].text == "/" and row[here + 1].glued and _atom(row, here + 2):
            found = _atom(row, here + 2)
            return here + 2 if found and found[0].kind in ("mass", "area") else None
    return None


def _past_weight(row: Sequence[Token], at: int) -> int:
    """Past `of body weight`, `body surface area`."""
    end = at + 1 if is_text(row, at, "of") else at
    if is_text(row, end, "bodyweight"):
        return end + 1
    if is_text(row, end, "body") and end + 1 < len(row):
        if row[end + 1].text == "weight":
            return end + 2
        if is_text(row, end + 1, "surface"):
            return end + 3 if is_text(row, end + 2, "area") else end + 2
    return at


@cache
def kind_of(spelling: str) -> str | None:
    """What a unit of one word measures, or None."""
    words = _SPELLED.get((spelling,))
    return words.kind if words else None
