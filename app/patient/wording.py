"""How dates, ages and amounts of a record are put into a line."""

import re
from datetime import date
from typing import Final

from app.domain.record import Amount, When

LONGEST: Final = 240
"""Characters of one piece of free text that a line repeats."""
_LONG_FRACTION: Final = re.compile(r"-?\d+\.\d{4,}(?:[eE][-+]?\d+)?")
_UNITS: Final = (
    (re.compile(r"[{\[]1\.73[ _]?m\^?2[}\]]"), "1.73 m2"),
    (re.compile(r"(?<= )\{[^{}]*\}$"), ""),
    (re.compile(r"\{[^{}]*\}$"), ""),
    (re.compile(r"\bmm\[Hg\]"), "mmHg"),
    (re.compile(r"(?<=\d )Cel\b"), "\u00b0C"),
    (re.compile(r"(?<=\d )\[degF\]"), "\u00b0F"),
    (re.compile(r"\[lb_av\]"), "lb"),
    (re.compile(r"\[in_i\]"), "in"),
)
_FIGURES: Final = 4
_TWO_YEARS: Final = 24


def one_line(words: str) -> str:
    """`words` on one line, without a full stop at their end, cut where they are very long."""
    flat = " ".join(words.split()).rstrip(" .;,:")
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST].rstrip()}\u2026"


def amount_of(amount: Amount) -> str:
    """As written; a value of machine precision (178.69452709041775 cm) by four figures, a unit in
    UCUM's brackets as it is read (`mm[Hg]`: mmHg)."""
    shown = _LONG_FRACTION.sub(lambda one: _rounded(one.group()), one_line(amount.written))
    for code, spelled in _UNITS:
        shown = code.sub(spelled, shown)
    return shown.rstrip()


def _rounded(figures: str) -> str:
    shown = f"{float(figures):.{_FIGURES}g}"
    return f"{float(shown):.0f}" if "e+" in shown else shown


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one; 0 where it is not later."""
    months = 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)
    return max(months, 0)


def older_than(on: When, as_of: date) -> str:
    """`older than 14 months`, counted from the last day that the date may mean; below a month in
    days."""
    months = months_between(on.last, as_of)
    if months == 0:
        days = max((as_of - on.last).days, 0)
        return f"older than {days} day{'' if days == 1 else 's'}"
    if months >= _TWO_YEARS:
        return f"older than {months // 12} years"
    return f"older than {months} month{'' if months == 1 else 's'}"


def age_of(born: When, on: date) -> str:
    """`63 years`, `7 months` below two years; `62 or 63 years` where the birth date leaves that
    open."""
    least, most = months_between(born.last, on), months_between(born.first, on)
    if most < _TWO_YEARS:
        low, high, unit = least, most, "month"
    else:
        low, high, unit = least // 12, most // 12, "year"
    between = "or" if high == low + 1 else "to"
    ages = f"{low}" if low == high else f"{low} {between} {high}"
    return f"{ages} {unit}{'' if high == 1 else 's'}"


def dated(on: When | None, before: str) -> str:
    """`before` and the date as written; nothing where there is none."""
    return "" if on is None else f"{before} {on.text}"
