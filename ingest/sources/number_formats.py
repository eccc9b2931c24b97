"""A workbook's number as its format shows it: `5%`, `<0.5 mg`, `1.5` for 1500 counted in thousands.

Digits are not rounded as they are shown: a cell says no less than the workbook holds. What a format
means was tried on workbooks that were made for it, not taken from the standard.
"""

import re
from functools import cache
from typing import Final, NamedTuple

_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')
_UNSEEN: Final = re.compile(r"\[[^\]]*\]|_.|\*.")
"""Colours and conditions, room left free, and what fills a cell."""
_CONDITION: Final = re.compile(r"\[[<>=]")
_GENERAL: Final = re.compile(r"general", re.IGNORECASE)
_LITERAL: Final = "\ue000"
_THOUSANDS: Final = re.compile(r"^,+")


class _Part(NamedTuple):
    """One part of a format: that of numbers above zero, below zero, or of zero."""

    before: str
    after: str
    has_number: bool
    thousands: int
    """How many times a thousand the number is divided by before it is shown."""

    @property
    def says(self) -> bool:
        return bool(self.before.strip("-() ") or self.after.strip("() "))


def shown_number(value: float, shown_as: str) -> str:
    """`value` in a cell of the format `shown_as`. Formats with conditions give the number alone."""
    parts = () if _CONDITION.search(shown_as) else _parts(shown_as)
    at = 1 if value < 0 else 2 if value == 0 else 0
    part = parts[at] if at < len(parts) else parts[0] if parts else None
    if part is None or not (part.says or part.thousands):
        return _plain(value)
    if not part.has_number:
        return f"{part.before}{part.after}".strip()
    percent = "%" in part.before + part.after
    scaled = value / 1000**part.thousands if part.thousands else value
    own = part is not parts[0]
    before = part.before.replace("(", "-") if own and value < 0 else part.before
    signless = own and value < 0 and "-" not in before
    if signless and (part.before, part.after) == (parts[0].before, parts[0].after):
        before = f"-{before}"  # in red, for those who see it
    digits = _plain(abs(scaled) if own else scaled, percent=percent)
    after = part.after.replace(")", "") if own else part.after
    return f"{before}{digits}{after}".strip()


@cache
def _parts(shown_as: str) -> tuple[_Part, ...]:
    literals: list[str] = []

    def kept(met: re.Match[str]) -> str:
        literals.append(met[1] or met[2] or "")
        return _LITERAL

    words = iter(literals)
    form = _GENERAL.sub("0", _QUOTED.sub(kept, _UNSEEN.sub("", shown_as)))
    return tuple(
        _part([next(words) if letter == _LITERAL else letter for letter in one.strip()], one)
        for one in form.split(";")
    )


def _part(said: list[str], form: str) -> _Part:
    places = [at for at, letter in enumerate(form.strip()) if letter in "0#?"]
    told = _LITERAL in form or "%" in form
    if not places:
        return _Part("".join(said) if told else "", "", False, 0)
    after = "".join(said[places[-1] + 1 :])
    scale = _THOUSANDS.match(after)
    thousands = len(scale[0]) if scale else 0
    if not told:
        return _Part("", "", True, thousands)
    before = "".join(said[: places[0]])
    return _Part(before.replace(",", ""), after.replace(",", ""), True, thousands)


def _plain(value: float, *, percent: bool = False) -> str:
    """Fifteen digits, as many as a spreadsheet keeps; never in exponents a reader stumbles over."""
    if percent:
        return f"{value * 100:.12g}"
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    short = f"{value:.15g}"
    return short if "e" not in short else f"{value:.15f}".rstrip("0").rstrip(".") or short
