"""Weeks of a pregnancy: of the mother's, or of a baby's at its birth.

Read are weeks (`33 weeks`, `32+4`, `31/40`, `before 20 weeks`), trimesters and words such as `near
term`. A trimester is 14 weeks and a term birth 37 or later, as obstetric guidelines
count; both from memory, reviewed by nobody yet.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple

from app.terms.written_numbers import NUMBER, number

_FEWEST, _MOST = 4.0, 43.0
"""Weeks that a pregnancy may be said to last; other figures are something else."""


class Weeks(NamedTuple):
    """`low` <= weeks < `high`."""

    low: float
    high: float

    def meets(self, other: "Weeks") -> bool:
        return self.low < other.high and other.low < self.high

    def about(self) -> "Weeks":
        """A single week with half a week on both sides: some begin the second trimester at 13
        weeks and some at 14."""
        return Weeks(self.low - 0.5, self.high + 0.5) if self.high - self.low == 1 else self


_NAMED: Final = {
    "first": Weeks(0, 14),
    "early": Weeks(0, 14),
    "second": Weeks(14, 28),
    "mid": Weeks(14, 28),
    "third": Weeks(28, inf),
    "last": Weeks(28, inf),
    "final": Weeks(28, inf),
    "late": Weeks(28, inf),
    "near": Weeks(36, inf),
    "term": Weeks(37, inf),
    "preterm": Weeks(0, 37),
}
_ORDINAL: Final = {"1st": "first", "2nd": "second", "3rd": "third", "1": "first", "2": "second",
                   "3": "third", "one": "first", "two": "second", "three": "third"}  # fmt: skip
_WHICH: Final = r"(?:first|second|third|last|final|1st|2nd|3rd)"
_TRIMESTER: Final = re.compile(
    rf"\b(?P<one>{_WHICH})(?:(?:,| and| or| to| or the|"
    rf" and the)+ (?P<two>{_WHICH}))?[- ]trimesters?\b|"
    r"\btrimester (?P<figure>[123]|one|two|three)\b|"
    r"\b(?P<part>early|mid|late)(?:er)?[- ](?:in )?(?:pregnancy|gestation)\b|"
    r"\b(?P<near>(?:near|close to|nearing|approaching) (?:full )?term)\b|"
    r"\b(?:until|up to|before)(?: \w+)? (?P<preterm>term)\b|"
    r"\b(?:(?:at|to|full)[- ])(?P<term>term)\b",
    re.IGNORECASE,
)
_BIRTH_WORDS: Final = re.compile(
    r"\b(?:(?P<preterm>(?:very |extremely |moderately )?(?:preterm|premature|prem))|"
    r"(?P<term>(?:full[- ])?term)(?= (?:bab|infant|newborn|neonate|born)|-born))",
    re.IGNORECASE,
)
_ABOVE: Final = r"(?:over|above|more than|at least|from|after|beyond|past|>=?|\u2265)"
_BELOW: Final = r"(?:under|below|less than|up to|until|before|first|<=?|\u2264)"
_WEEKS: Final = re.compile(
    rf"(?:\b(?P<above>{_ABOVE})\s?|\b(?P<below>{_BELOW})\s?)?(?P<word>\bweeks? )?"
    rf"(?<![\w.,/+])(?P<n>{NUMBER})(?P<days>\s?\+\s?[0-6]\b)?(?P<fortieths>/40)?"
    rf"(?:\s?(?:-|\u2013|to|and)\s?(?P<m>{NUMBER})(?:\s?\+\s?[0-6])?)?"
    r"(?P<unit>[- ]?(?:completed )?(?:weeks?\b[\'\u2019]?|(?:wks?|weekers?|w)\b))?"
    r"(?P<old>[- ](?:old\b|of age\b|postnatal|after (?:birth|delivery)|post[- ]?partum))?"
    r"(?:,? (?:(?:and|or) (?:(?P<more>more|over|above|later|beyond|older|onwards?)|"
    r"(?P<fewer>less|under|below|earlier|before|younger))\b|(?P<on>onwards?\b)))?",
    re.IGNORECASE,
)
_GESTATION: Final = re.compile(
    r"\s?(?:gestation|preg(?:nan|\b)|gravid|gone\b|along\b|preterm|prem(?:ature)?\b|expecting|"
    r"primip|"
    r"(?:of|into|in) (?:the |her |my |a )?(?:pregnancy|gestation)|with (?:twins|my))",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:gestation(?:al age)?(?: of)?|\bga|pregnan\w+,?(?: at| of)?|born at|delivered at|"
    r"\bpreterm(?: of)?|premature(?: at)?|i['\u2019]?m|she(?:'s| is)|who is)\s\(?$",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(r"\b(?:for|every|within|in|over|last|past|next|another)\s*$", re.I)
_AT: Final = re.compile(r"\b(?:at|reached|is|now) (?:about |around |just |only )?$", re.IGNORECASE)
_SET_OFF: Final = re.compile(r"(?:^|[,;(.])\s*$")
_SET_OFF_BEHIND: Final = re.compile(r"\s*(?:[,;).?]|$)")
"""A figure between commas: `not in labour, 30 weeks, ...`."""


@lru_cache(maxsize=4096)
def weeks_in(text: str, *, about_pregnancy: bool = False) -> tuple[Weeks, ...]:
    """The weeks of a pregnancy that `text` names.

    Args:
        about_pregnancy: other words say that bare weeks are those of a pregnancy.
    """
    found = list(_figures(text, about_pregnancy=about_pregnancy))
    for one in _TRIMESTER.finditer(text):
        found.extend(_trimesters(one))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def weeks_at_birth(text: str) -> tuple[Weeks, ...]:
    """The weeks at which the babies were born of whom `text` speaks."""
    found = tuple(_figures(text, about_pregnancy=True))
    if found:
        return found
    return tuple(_NAMED[one.lastgroup or ""] for one in _BIRTH_WORDS.finditer(text))


def _trimesters(match: re.Match[str]) -> Iterator[Weeks]:
    if match["near"]:
        yield _NAMED["near"]
    elif match["term"]:
        yield _NAMED["term"]
    elif match["preterm"]:
        yield _NAMED["preterm"]
    else:
        for word in (match["one"], match["two"], match["figure"], match["part"]):
            if word:
                yield _NAMED[_ORDINAL.get(word.lower(), word.lower())]


def _figures(text: str, *, about_pregnancy: bool) -> Iterator[Weeks]:
    for match in _WEEKS.finditer(text):
        if match["old"] or not _is_weeks(match, text, about_pregnancy=about_pregnancy):
            continue
        low = number(match["n"])
        if not _FEWEST <= low <= _MOST:
            continue
        if match["m"]:
            yield Weeks(low, number(match["m"]) + 1)
        elif match["above"] or match["more"] or match["on"]:
            yield Weeks(low, inf)
        elif match["below"] or match["fewer"]:
            yield Weeks(0, low)
        else:
            yield Weeks(low, low + 1)


def _is_weeks(match: re.Match[str], text: str, *, about_pregnancy: bool) -> bool:
    """Whether the figure is one of weeks, and whether these are a pregnancy's."""
    before = text[max(0, match.start() - 32) : match.start()]
    if _GESTATION.match(text, match.end()) or _BEFORE.search(before):
        return any(match[one] for one in ("unit", "fortieths", "word", "days"))
    if match["fortieths"]:
        return True
    if not about_pregnancy or not (match["unit"] or match["word"]) or _DURATION.search(before):
        return False
    bounded = any(match[one] for one in ("above", "below", "more", "fewer", "on", "m", "word"))
    unit = (match["unit"] or "").lower()
    set_off = _SET_OFF.search(before) and _SET_OFF_BEHIND.match(text, match.end())
    return bool(bounded or "weeker" in unit or _AT.search(before) or set_off)
