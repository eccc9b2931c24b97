"""What a cell of a table is, by its looks: a name, a figure, a unit."""

import re
from collections.abc import Sequence
from typing import Final

LONGEST_NAME: Final = 160
"""Characters."""
_FIGURE: Final = re.compile(
    r"[<>\u2264\u2265~\u00b1+\u2212-]?\s?\d[\d\s.,/\u00b7\u2013-]*(?:%|[^\W\d][\w\u00b2/.%]{0,12})?"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(r"0(?:[.,\u00b7]0)*")
_ONE: Final = (
    r"(?:mg|g|kg|mcg|\u00b5g|\u03bcg|ug|ng|ml|l|dl|iu|units?|mmol|meq|mol|%|years?|months?|weeks?|"
    r"days?|hours?|hrs?|h|min(?:utes?)?|tablets?|capsules?|drops?|puffs?|kcal|mmhg|m2|m\u00b2)"
)
_UNIT: Final = re.compile(rf"[(\[]?{_ONE}(?:\s?(?:/|per)\s?{_ONE})*[)\]]?", re.IGNORECASE)


def is_name(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and len(text) <= LONGEST_NAME


def has_figures(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def is_unit(text: str) -> bool:
    return _UNIT.fullmatch(text) is not None


def are_alike(text: str, others: Sequence[str]) -> bool:
    """Whether a cell is a figure that is written as those below it are: `5 mg` above `2.5 mg`, and
    neither `2019` above `12` nor `18-64 years` above `15`."""
    if not others or _YEAR.fullmatch(text) or not _FIGURE.fullmatch(text):
        return False
    return all(_shape(text) == _shape(other) for other in others)


def with_units(names: Sequence[str], units: Sequence[str]) -> tuple[str, ...]:
    """`Dose` and `mg` -> `Dose (mg)`."""
    even = (*units, *("" for _ in names[len(units) :]))
    return tuple(
        f"{name} ({unit.strip('()[]')})" if unit else name
        for name, unit in zip(names, even, strict=True)
    )


def are_units(row: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row says what the names above it are counted in, and nothing else."""
    filled = [at for at, cell in enumerate(row) if cell]
    return (
        bool(filled)
        and filled[0] > 0
        and len(row) <= len(names)
        and all(is_unit(row[at]) and names[at] for at in filled)
    )


def _shape(text: str) -> str:
    return _NUMBER.sub("0", _DIGITS.sub("0", text.casefold())).replace(" ", "")
