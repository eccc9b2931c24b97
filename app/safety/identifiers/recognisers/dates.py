"""Dates of a person's life and care: everything more exact than the year.

A year by itself stands (Safe Harbor leaves it), and so does a duration. The date of a guideline, of
an approval or of a trial is nobody's. What is a date of somebody's is told by the words of its
sentence; where they tell nothing, a whole date is taken for one and a month with its year is not.

Source: 45 CFR 164.514(b)(2)(i)(C); the words are ours, from general knowledge.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import LABELLED, SHAPED, Sighting
from app.safety.identifiers.surroundings import around, before

_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_NUMBER: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:1[89]|20)\d\d"
_TIME: Final = r"(?:(?:T|,?\s)\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m\b|Z)?)?"
_MONTH: Final = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY: Final = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_FREE: Final = r"(?<![\w./-])"
_ENDS: Final = r"(?![\w/-]|[.,]\d)"


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    sure: bool
    """Whether it is a date without words that say so."""


def _form(pattern: str, *, sure: bool = True, case: bool = False) -> _Form:
    return _Form(re.compile(pattern, 0 if case else re.I), sure)


_FORMS: Final = (
    _form(rf"{_FREE}{_YEAR}(?P<g>[-/.]){_MONTH_NUMBER}(?P=g){_DAY}{_TIME}(?![\w/-]|\.\d)"),
    _form(rf"{_FREE}{_DAY}(?P<g>[-/.]){_MONTH_NUMBER}(?P=g){_YEAR}{_TIME}{_ENDS}"),
    _form(rf"{_FREE}{_MONTH_NUMBER}(?P<g>[-/.]){_DAY}(?P=g){_YEAR}{_TIME}{_ENDS}"),
    _form(rf"{_FREE}{_DAY}/{_MONTH_NUMBER}/\d\d{_TIME}{_ENDS}"),
    _form(rf"{_FREE}{_MONTH_NUMBER}/{_DAY}/\d\d{_TIME}{_ENDS}"),
    _form(rf"{_FREE}{_DAY}(?P<g>[-.]){_MONTH_NUMBER}(?P=g)\d\d{_ENDS}", sure=False),
    _form(rf"{_FREE}{_DAY}/{_MONTH_NUMBER}{_ENDS}", sure=False),
    _form(
        rf"{_FREE}{_WEEKDAY}{_DAY}{_ORDINAL}(?:\s+of)?[ -]{_MONTH},?"
        rf"(?:[ -]+{_YEAR}|[ -]'?\d\d(?!\s?\w)){_TIME}{_ENDS}"
    ),
    _form(rf"(?<!\w){_WEEKDAY}{_MONTH}[ -]{_DAY}{_ORDINAL},?\s+{_YEAR}{_TIME}{_ENDS}"),
    _form(rf"{_FREE}{_WEEKDAY}{_DAY}{_ORDINAL}(?:\s+of)?\s{_MONTH}(?!\s+[A-Z][a-z])", case=True),
    _form(
        rf"(?<!\w){_WEEKDAY}{_MONTH}\s{_DAY}{_ORDINAL}(?![\w/%-]|[.,:]\d|\s?(?:m[gl]|mcg|days?|weeks?|%))",
        case=True,
    ),
    _form(rf"(?<!\w){_MONTH},?\s+{_YEAR}{_ENDS}", sure=False, case=True),
    _form(rf"{_FREE}{_MONTH_NUMBER}/{_YEAR}{_ENDS}", sure=False),
)
_BIRTH: Final = re.compile(
    r"\b(?:DOB|D\.O\.B\.?|date\s+of\s+birth|birth\s?date|born(?:\s+on)?)\b[^\w\n]{0,4}(?:(?:is|was|it's|its)\s)?"
    r"(?P<id>\d{8}|\d{6}|\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{4}|\d\d))(?!\w)",
    re.I,
)
_PERSON: Final = re.compile(
    r"\b(?:I|I'm|I've|my|she|he|her|his|they|patient|pt|born|birth|dob|birthday|admi(?:t|ss)\w{1,6}|"
    r"discharg\w{1,3}|seen|clinic|appointment|visit(?:ed)?|died|death|deceased|surgery|operat\w{2,4}|"
    r"diagnosed|since|LMP|EDD|onset|collected|sampled?|specimen|dictated|signed|dated?|"
    r"transfer\w{1,4}|scan|MRI|CT|x-?ray|bloods|review(?:ed)? on|procedure|injury|accident|fell|"
    r"collapsed|married)\b",
    re.I,
)
_SOMEBODY: Final = re.compile(
    r"\b(?:I|I'm|I've|my|me|she|he|her|his|pt|LMP|EDD|DOB|born|(?:the|this)\s+patient|under\s+my\s+care)\b",
    re.I,
)
"""Who an unsure date belongs to; a surgery in June may be a trial's."""
_PUBLICATION: Final = re.compile(
    r"\b(?:guidelines?|guidance|publi(?:shed|cation)\w{0,2}|updated?|version|edition|issued|approv\w{2,3}|"
    r"random\w{0,8}|recruit\w{2,4}|cohorts?|registr(?:y|ies)|study|studies|analys\w{2,4}|licen[cs]ed|protocols?|revised|accessed|effective|trials?|enrol\w{2,6}|season|committee|draft|"
    r"retract\w{2,3}|statement|recommendations?|review\s+date|literature|databases?|search(?:ed)?|"
    r"conference|journal|announce[ds]?|withdrawn|labels?|data\s+cut-?off|awareness|world)\b",
    re.I,
)
_PUBLISHER: Final = re.compile(
    r"\b(?:NICE|WHO|CDC|FDA|EMA|MHRA|USPSTF|SIGN|BNF|ESC|AHA|ACC|ADA|RCOG|ACOG)\b"
)


_ON: Final = re.compile(
    r"\b(?:on|since|dated?|dob|born|until|seen|from|admitted|discharged|LMP|EDD)[\s:]{1,3}$", re.I
)
"""Before a day and a month with no year, which may be a fraction or a ratio."""
_FRACTION: Final = _FORMS[6].pattern


def dates(text: str) -> Iterator[Sighting]:
    """Dates of a person in `text`."""
    for match in _BIRTH.finditer(text):
        why = "a number called a date of birth"
        yield Sighting(IdentifierKind.DATE, *match.span("id"), LABELLED, why)
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            if form.pattern is _FRACTION and not _ON.search(before(text, match.start(), 20)):
                continue
            if _of_a_person(around(text, *match.span()), sure=form.sure):
                yield Sighting(IdentifierKind.DATE, *match.span(), SHAPED, "a date")


def _of_a_person(words: str, *, sure: bool) -> bool:
    published = _PUBLICATION.search(words) or _PUBLISHER.search(words)
    if sure:
        return not published or _PERSON.search(words) is not None
    return not published and _SOMEBODY.search(words) is not None
