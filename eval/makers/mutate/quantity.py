"""Amounts with their units in a sentence, and whether an amount may be exchanged for another.

An amount that is the bound of a statement may not: who avoids more than 10 mg avoids more than
100 mg too, so the altered claim would still follow. Nor may the amount in a denial or a condition:
that 40 mg did not help does not contradict that 400 mg did not. Numbers without a unit (sections,
years of publication, counts) concentrations in blood and clearances are no amounts
here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
DOSE_UNITS: Final = ("mg", "mcg", "g", "mL", "L", "gram", "grams", "units", "mEq", "IU")

_BOUND_BEFORE: Final = re.compile(
    r"\b(?:up to|at (?:least|most)|(?:greater|more|less|lower|higher|fewer|longer|shorter|older"
    r"|younger) than|over|under|above|below|exceed\w*|excess|minimum|maximum|within|as (?:low|high"
    r"|much|little|long|early) as|beyond|limit\w*|until|before|after)\b|[<>≤≥±~]|\+/-",
    re.IGNORECASE,
)
_BOUND_AFTER: Final = re.compile(
    r"\s*(?:of age )?(?:\(?[^()]{0,12}\)? )?(?:or|and) (?:more|less|greater|higher|lower|above"
    r"|below|fewer|longer|older|younger|over|under|up)\b|\s*(?:of age|old)\b|-old\b",
    re.IGNORECASE,
)
_NEAR: Final = 60
"""Characters before an amount where a bound's words still govern it: "up to 5, 10 and 20 mg"."""
_CLAUSE: Final = re.compile(r"[;:]|\. ")
_CASE: Final = re.compile(
    r"\b(?:if|when|who|whose|receiving|taking|stabili[sz]ed|controlled"
    r"|patients?(?: \w+)? (?:on|given|treated))\b[^,]*$",
    re.IGNORECASE,
)
_DENIAL: Final = re.compile(
    r"\b(?:not|no|never|neither|nor|without|cannot|none|unlikely)\b", re.IGNORECASE
)
_TO: Final = r"\s?(?:to|-|\u2013|through)\s?"
_HIGH_END: Final = re.compile(rf"(?:{NUMBER})[^\d.;]{{0,14}}?{_TO}$")
_HIGH_END_OF_ONE_UNIT: Final = re.compile(rf"(?:{NUMBER}){_TO}$")
_LOW_END: Final = re.compile(rf"(?:[\w/²]* )?{_TO}\d")
_BETWEEN: Final = re.compile(rf"\bbetween (?:(?:{NUMBER})[^\d.;]{{0,9}} and )?$")
_LIST_BEFORE: Final = re.compile(
    rf"(?:{NUMBER})\s?(?:,|/|and|or|, and|, or|to|-|\u2013|x|\u00d7)\s?$"
)


class Quantity(NamedTuple):
    """A number and its unit; `start` and `end` in the sentence, `gap` is what stands between."""

    start: int
    end: int
    number: str
    gap: str
    unit: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.number.replace(",", ""))


def quantities(sentence: str, units: tuple[str, ...]) -> Iterator[Quantity]:
    """Amounts in these units, in order; case counts."""
    spelt = "|".join(sorted(units, key=len, reverse=True))
    pattern = (
        rf"(?<![\w.,/\u2013-])({NUMBER})([ \u00a0-]?)({spelt})(?![\w²]|/d?L|/mol)(?<!L(?=/min))"
    )
    for found in re.finditer(pattern, sentence):
        yield Quantity(found.start(), found.end(), *found.groups())


def is_bound(sentence: str, start: int, end: int) -> bool:
    """Whether what stands at [start, end) marks how far a statement reaches."""
    before = _CLAUSE.split(sentence[max(0, start - _NEAR) : start])[-1]
    return bool(_BOUND_BEFORE.search(before) or _BOUND_AFTER.match(sentence, end))


def is_case(sentence: str, start: int) -> bool:
    """Whether what stands there says whom a statement concerns: "in patients receiving 15 mg"."""
    return bool(_CASE.search(sentence[:start]))


def is_denial(sentence: str) -> bool:
    """Whether the sentence denies anything."""
    return bool(_DENIAL.search(sentence))


def in_range(sentence: str, one: Quantity) -> bool:
    """Whether the amount is one end of a range."""
    before = sentence[: one.start]
    return bool(
        _HIGH_END.search(before) or _BETWEEN.search(before) or _LOW_END.match(sentence, one.end)
    )


def ends_range(sentence: str, one: Quantity) -> bool:
    """Whether its unit is that of a whole range: "5 to 10 mg"."""
    return bool(_HIGH_END_OF_ONE_UNIT.search(sentence[: one.start]))


def shares_unit(sentence: str, one: Quantity) -> bool:
    """Whether a number before it is read with the same unit: "5, 10 and 20 mg"."""
    return bool(_LIST_BEFORE.search(sentence[: one.start]))


def written(value: Decimal, like: str = "") -> str:
    """The number without trailing zeros; with thousands marked where they are in `like`."""
    plain = format(value.normalize(), "f")
    return f"{Decimal(plain):,f}" if "," in like else plain


def exchanged(sentence: str, before: str, after: str) -> str:
    """The sentence with each `before` that stands as a whole exchanged for `after`."""
    return re.sub(
        rf"(?<![\w.,/\u2013-]){re.escape(before)}(?![\w²]|/d?L|/mol)", lambda _: after, sentence
    )
