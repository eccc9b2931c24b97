"""A figure in base units, so that 500 mg and 0.5 g are one value."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from app.grounding.quantities.figures import Figure
from app.grounding.quantities.naming import class_before
from app.grounding.quantities.numerals import is_text
from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.tokens import Token
from app.terms.ucum import scale

_AGE_LIMITS: Final = frozenset(("older", "younger"))
_AGES: Final = frozenset(("age", "aged", "ages"))
_YEAR: Final = "a"


def valued(row: Sequence[Token], figure: Figure) -> Quantity | None:
    """The figure in base units; None where it counts nothing (`one of the`)."""
    unit, last = figure.unit, figure.last
    figures = (figure.low, figure.high)
    age = _is_age(row, figure)
    if unit is None or last is None:
        label = class_before(row, figure.start)
        if label is not None:
            start = figure.start - (2 if row[figure.start - 1].text == "-" else 1)
            named = figure._replace(start=start)
            return _made(Kind.LABEL, label, figures, named, figures, weak=True)
        if age and not figure.spelled:
            years = (scale(_YEAR).base(figure.low), scale(_YEAR).base(figure.high))
            return _made(Kind.AMOUNT, "time", years, figure, figures, age=True)
        if figure.spelled and figure.low == figure.high == 1 and not figure.bound:
            return None
        weak = figure.spelled or _is_year(row, figure)
        return _made(Kind.NUMBER, "number", figures, figure, figures, weak=weak)
    low = figure.low * unit.factor + unit.offset
    high = figure.high * last.factor + last.offset
    weak = figure.article or (figure.spelled and last.measure == "times" and figure.high == 1)
    made = _made(Kind.AMOUNT, last.measure, (low, high), figure, figures, weak=weak, age=age)
    return made._replace(of_surface=last.of_surface)


def _made(
    kind: Kind,
    measure: str,
    based: tuple[Fraction, Fraction],
    figure: Figure,
    figures: tuple[Fraction, Fraction],
    *,
    weak: bool = False,
    age: bool = False,
) -> Quantity:
    return Quantity(
        kind,
        measure,
        min(based),
        max(based),
        "",
        figure.start,
        figure.end,
        figure.bound,
        weak=weak,
        change=figure.change,
        figures=figures,
        age=age,
    )


def _is_year(row: Sequence[Token], figure: Figure) -> bool:
    """`the 2019 guideline`: a year may come from a title; `2,019 patients` is a count."""
    written = row[figure.start].text
    return figure.end == figure.start + 1 and written.isdecimal() and 1900 <= figure.low < 2100


def _is_age(row: Sequence[Token], figure: Figure) -> bool:
    """`aged 6 to 12`, `6 years of age`, `12-year-old`."""
    if any(token.text in _AGES for token in row[max(0, figure.start - 2) : figure.end + 3]):
        behind = [token.text for token in row[figure.end : figure.end + 3]]
        inside = [token.text for token in row[max(0, figure.start - 2) : figure.end]]
        return "aged" in behind or "age" in behind or not _AGES.isdisjoint(inside)
    limits = {token.text for token in row[figure.start : figure.end]} & _AGE_LIMITS
    if figure.unit and figure.unit.measure == "time" and limits:
        return True
    return is_text(row, figure.end, "old") or is_text(row, figure.end, "-", "old")
