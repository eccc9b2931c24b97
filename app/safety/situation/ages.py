"""Age of the person, as far as a text tells it.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Iterator, Sequence
from math import inf
from typing import Final, NamedTuple

from app.domain.patient import Range, Teller, Told
from app.safety.situation.at_large import at_large
from app.safety.situation.whose import asks_for_self, of_someone_else
from app.terms.age_groups import YEAR, Ages, age_groups_in
from app.terms.age_ranges import figures
from app.terms.denied import denied
from app.terms.rough_ages import rough_ages_in
from app.terms.written_numbers import NUMBER, number

OLDEST: Final = 120.0
"""Years; the end of an age without one."""
_BABY: Final = 10 * YEAR
_BESIDE: Final = re.compile(
    r"\b(?:wom[ae]n|man|female|male|lady|girl|boy|daughter|son|wife|husband|mother|father|mum|mom|"
    r"dad|"
    r"gran|grandma|grandad|granny|nan|sister|brother|child|patient|pt|kid|kiddo|lad|lass|gentleman|"
    r"toddler|grandson|granddaughter|niece|nephew|partner|nurse|teacher|worker|student|member|"
    r"driver|"
    r"farmer|builder|person|myself|adult|teen\w*|nurse|doctor|mother of (?:two|three|four|five|\d))"
    r"(?:,| is| of|:|['\u2019]s)? ?\(?(?:aged )?"
    r"(?P<n>\d{1,3})(?=[,;.)?!]|$| and\b| with\b| (?:has|had|wants|needs|who|presents|presenting|"
    r"on)\b)",
    re.IGNORECASE,
)
"""`my daughter (16, ...`, `Gran is 88`."""
_SHORTHAND: Final = re.compile(
    r"(?-i:\b[MF]) ?[,/]? ?(?P<a>\d{1,3})(?=[,;.]|$| (?:with|and|has|on|who|[a-z]{3,}))(?! ?(?:mg|"
    r"mcg|kg|ml|%))|"
    r"(?<![\w./-])(?P<b>\d{1,3})(?: | ?/ ?)(?-i:[MF])\b(?![-+]|/\d)|"
    r"(?<![\w./-])(?P<h>\d{1,2}) ?y(?:rs?)? ?\d{1,2} ?m(?:ths?|o)?\b|"
    r"\bage\s?[:=-]?\s?(?P<c>\d{1,3})\b(?!\s?(?:-|to|weeks?|wks?|months?|mths?|mo|days?|"
    r"and (?:over|under|above))\b)|"
    r"(?<![\w./-])(?P<d>\d{1,3})[ -]?(?:y[./-]?o\.?|yrs?)(?![\w])(?=[ ]?[,;.)]|$| (?:with|and|boy|"
    r"girl|man|woman|m|f|"
    r"male|female|student|lady|gentleman|patient|pt|child|lad|lass)\b)|"
    r", (?:and )?is (?P<g>\d{2})(?=[,.;!?]|$)|"
    r", ?(?P<f>\d{2}), (?=(?:has|with|is|needs|wants|presents|presenting|on|who)\b)|"
    r"\bi(?:['\u2019]?m| am) (?P<e>\d{1,3})(?=[,;.?!)]|$| (?:with|and|but|years?)\b)(?! ?weeks)",
    re.IGNORECASE,
)
"""`M4`, `71 F`, `age: 4`, `65yrs`, `I'm 45 with ...`."""
_LASTS: Final = re.compile(
    r"\b(?:for|over|past|last|in|after|within|every|of|about|since|x|during|next) $", re.IGNORECASE
)
_DECADE: Final = re.compile(
    r"\b(?:(?P<word>sexa|septua|octo|nona)genarian|(?P<n>[2-9]0)[- ]?(?:something|odd|ish))\b",
    re.IGNORECASE,
)
_DECADES: Final = {"sexa": 60, "septua": 70, "octo": 80, "nona": 90}
_SMALL: Final = re.compile(
    rf"\b(?:baby|infant|newborn|neonate|bub|boy|girl|child|son|daughter|toddler|"
    rf"teething|weaning|nappy|colic|twins)\b"
    rf"[\w ]{{0,16}}?\b(?:of|at|is|just|only|,) (?P<n>{NUMBER})[ -](?P<unit>day|week|"
    rf"wk|month|mth)s?\b"
    rf"(?! (?:of|ago|later|gestation|pregnant|course))",
    re.IGNORECASE,
)
"""`infant of 3 weeks`, `teething at 8 months`."""
_STEPS: Final = {"d": YEAR / 365.25, "w": YEAR / 52.18, "m": 1.0}
_OF_CHILD: Final = re.compile(
    r"\b(?:i have|i['\u2019]ve(?: got)?|i['\u2019]ve got|i got|has|(?:mum|mom|mother|dad|father|"
    r"parent|carer|nanny|"
    r"teacher|teachers|nurse) (?:of|to|for)|car(?:es|ing) for|look(?:s|ing)? after|teach(?:es|"
    r"ing)?|"
    r"(?:works?|lives?|living|working) with|from|off)\s(?:(?:my|her|his|their|our|a|an|one|two|"
    r"three|the|young|class of|"
    r"children|kids|mother|father|mum|dad|mom|gran|nan|grandmother|grandfather|wife|husband|of|"
    r"of about),?\s)*$|"
    r"\b(?:my|our|her|his) $",
    re.IGNORECASE,
)
"""Before the age of somebody whom the one asked about has, looks after or caught something from."""
_OWN: Final = re.compile(r"\bi(?:['\u2019]?m| am) $|\bmyself,? \(?$", re.IGNORECASE)
_CHILDS_CLASS: Final = re.compile(r"child['\u2019]?s?,? (?:class |grade )?[abc]\b", re.IGNORECASE)
_THEN: Final = re.compile(
    r"\b(?:as|when|since|was|were) (?:i was |she was |he was )?an? $", re.IGNORECASE
)
"""Before an age long past: `as a toddler`."""


class HeardAge(NamedTuple):
    """An age in a text: of a group at large, of a young child, or of somebody."""

    age: Range
    at_large: bool = False
    of_child: bool = False
    """Of one who may be somebody's baby."""


def heard_age(text: str, teller: Teller, *, mother: bool) -> HeardAge | None:
    """Years; `mother`: a baby that is spoken of is hers, not the person."""
    groups = age_groups_in(text)
    rough = tuple(rough_ages_in(text))
    exact = [*rough, *figures(text, groups, rough, heading=False)]
    exact += [
        (one.start("n"), one.end("n"), Ages(int(one["n"]) * YEAR, (int(one["n"]) + 1) * YEAR))
        for one in _BESIDE.finditer(text)
        if 0 < int(one["n"]) < OLDEST
    ]
    exact += _in_shorthand(text)
    named = [
        one
        for one in groups
        if not denied(text, one.start, one.end)
        and not _THEN.search(text[max(0, one.start - 24) : one.start])
        and not _CHILDS_CLASS.match(text, one.start)
    ]
    for found in (exact, named):
        usable = [
            one
            for one in found
            if not of_someone_else(text, one[0], one[1]) and not (mother and one[2].low < _BABY)
        ]
        usable = _of_the_person(text, usable)
        if usable:
            start, end, months = min(usable, key=lambda one: (one[2].high - one[2].low, one[0]))
            high = OLDEST if months.high == inf else round(months.high / YEAR, 4)
            words = text[start:end].strip()
            low = round(months.low / YEAR, 4)
            told = Range(low=low, high=high, told=Told(by=teller, words=words or text[:40]))
            general = found is named and all(at_large(text, one[0], one[1]) for one in usable)
            return HeardAge(told, at_large=general, of_child=months.low < _BABY)
    return None


def _in_shorthand(text: str) -> Iterator[tuple[int, int, Ages]]:
    for one in _SHORTHAND.finditer(text):
        key = one.lastgroup or "a"
        years = int(one[key])
        lasting = key == "d" and _LASTS.search(text[max(0, one.start() - 12) : one.start()])
        if 0 < years < OLDEST and not lasting:
            yield one.start(key), one.end(key), Ages(years * YEAR, (years + 1) * YEAR)
    for one in _SMALL.finditer(text):
        if "born" in one.group().lower():
            continue
        step = _STEPS[one["unit"][0].lower()]
        low = number(one["n"]) * step
        yield one.start("n"), one.end(), Ages(low, low + step)
    for one in _DECADE.finditer(text):
        years = _DECADES[one["word"].lower()] if one["word"] else int(one["n"])
        yield one.start(), one.end(), Ages(years * YEAR, (years + 10) * YEAR)


def _of_the_person(
    text: str, usable: Sequence[tuple[int, int, Ages]]
) -> list[tuple[int, int, Ages]]:
    """Without the ages of a child, a pupil, a mother whom somebody has or looks after where the
    one asked about is told of beside them, and without the asker's where it is about those."""
    for_self = asks_for_self(text)
    before = {one: text[max(0, one[0] - 48) : one[0]] for one in usable}
    theirs = [one for one in usable if _OF_CHILD.search(before[one])]
    own = [one for one in usable if _OWN.search(before[one])]
    if for_self and (own or theirs):
        return [one for one in usable if one not in theirs]
    others = [one for one in usable if one not in own]
    if own and others and not for_self:
        return others
    return [one for one in usable if one not in theirs] or list(usable)
