"""How clinical English writes amounts and how often they are taken, as patterns.

Words are from general knowledge, reviewed by nobody yet. No pattern nests one repetition in another
over the same characters, so time grows with the length of a text.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.terms.dose_routes import ABBREVIATIONS as ROUTE_ABBREVIATIONS
from app.terms.dose_routes import IMPLIED, ROUTES
from app.terms.frequencies import ABBREVIATIONS
from app.terms.number_words import ONES, TENS

_WORDED: Final = "|".join(sorted((*ONES, *TENS), key=len, reverse=True))
NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,9}(?:[.,\u00b7]\d{1,4})?|"
    rf"(?:{_WORDED}|half a|half)\b)"
)
_TO: Final = r"\s?(?:-|\u2013|to|or)\s?"
MASSES: Final[Mapping[str, tuple[str, float]]] = MappingProxyType(
    {
        r"nanograms?|ng": ("mg", 1e-6),
        r"micrograms?|microgrammes?|mcgs?|mkg|ug|\u00b5g|\u03bcg|mikrograms?": ("mg", 1e-3),
        r"milligrams?|milligrammes?|mgs?|mgm": ("mg", 1.0),
        r"grams?|grammes?|gms?|g": ("mg", 1000.0),
        r"mega ?units?|million (?:international )?units?|mu": ("unit", 1e6),
        r"international units?|units?|iu|u": ("unit", 1.0),
    }
)
"""Unit -> the normal unit and how many of it one has."""
_MASS: Final = "|".join(sorted("|".join(MASSES).split("|"), key=len, reverse=True))
COUNTED: Final = (
    r"(?:tablets?|tabs?|caplets?|capsules?|caps|pills?|suppositor(?:y|ies)|sachets?|lozenges?)"
)
AMOUNT: Final = re.compile(
    rf"(?<![\w.,/])(?P<low>{NUMBER})(?P<scale>\s(?:hundred|thousand))?(?:\s?(?P<unit1>{_MASS}))?"
    rf"(?:{_TO}(?P<high>{NUMBER}))?[\s-]?(?P<unit>{_MASS})(?![a-z\u00b5])"
    r"(?P<kg>\s?(?:/|per)\s?(?:kg|kilogram|kilo)(?:\s?(?:of )?(?:body ?)?weight)?(?![a-z]))?"
    rf"(?P<form>[\s-](?:of \w+ )?{COUNTED}\b)?",
    re.IGNORECASE,
)
"""`500 mg`, `0.5 to 1 g`, `500 mg tablets`, `15 mg/kg`."""
TIMES_BEFORE: Final = re.compile(
    rf"(?<![\w.,/-])(?P<low>{NUMBER})(?:{_TO}(?P<high>{NUMBER}))?(?:\s?(?P<x>x|\u00d7)\s?|"
    rf"[\s-](?:(?P<of>{COUNTED}\s(?:of (?:\w+ )?|(?P<total>[(]))))?)$",
    re.IGNORECASE,
)
"""Before an amount that is of one tablet: `two ` 500 mg tablets, `2 x ` 500 mg."""
COUNT: Final = re.compile(
    rf"(?<![\w.,/-])(?P<low>{NUMBER})(?:{_TO}(?P<high>{NUMBER}))?[\s-]{COUNTED}\b", re.IGNORECASE
)
"""`two tablets`."""
BARE: Final = re.compile(rf"(?<![\w.,/-])(?P<low>{NUMBER})\s(?:of (?:my |the )?)?$", re.IGNORECASE)
"""A number right before the name of a drug: `12 paracetamol a day`."""
STRENGTHS: Final = re.compile(
    r"\s?\(?(?P<a>\d{1,4}(?:\.\d{1,3})?)\s?(?:mg|mcg)?\s?/\s?(?P<b>\d{1,4}(?:\.\d{1,3})?)"
    r"(?:\s?(?:mg|mcg)?\s?/\s?(?P<c>\d{1,4}(?:\.\d{1,3})?))?\s?(?:mg|mcg)?\b\)?(?!\s?ml)",
    re.IGNORECASE,
)
"""Behind a product of several drugs: `30/500`, `5 mg/325 mg`."""
NO_DOSE: Final = re.compile(
    r"\s?(?:/|per)\s?(?:m2|m\^2|m\u00b2|square|ml|millilit|l\b|lit(?:re|er)|dl|mg|g\b|min|"
    r"minute|h\b|hr|hour|actuation|puff|5 ?ml)|\s?(?:/|per)\s?\d{1,3}\s?ml|"
    r"\s?(?:of )?(?:sodium|sugar|carbohydrate|protein)\b"
    r"|[\s-]?(?:albumin|cholesterol)",
    re.IGNORECASE,
)
"""Behind a concentration, a rate, an amount by body surface: none of them is compared."""

_N: Final = rf"(?P<n>{NUMBER})(?:{_TO}(?P<m>{NUMBER}))?"
_A: Final = r"(?:a|per|each|every|in (?:a|any|each|one)|in|within|over|/)"
_LATIN: Final = {**ABBREVIATIONS, "nocte": 1, "mane": 1, "om": 1, "hs": 1, "qpm": 1}
_MEALS: Final = r"(?:(?:with|before|after) (?:each |every |main )?meals?|with food three)"
FREQUENCY: Final = re.compile(
    r"(?P<two>(?:(?:in the|every|each) )?(?:morning|am)s? and (?:in the |at )?"
    r"(?:night|evening|bedtime|pm)\b)"
    rf"|(?:{_N}\s?-?(?:x|\u00d7|times|doses|divided doses|equal doses)[\s-]?(?P<in>{_A}?\s?"
    r"(?:day|daily|24[\s-]?(?:hours?|hrs?|h)|week|weekly|month|monthly)\b))"
    rf"|(?P<word>once|twice|thrice)[\s-]?(?P<win>{_A}?\s?(?:day|daily|24[\s-]?(?:hours?|hrs?|h)|"
    r"week|weekly|month|monthly|fortnightly|every (?:night|morning|evening)|nightly|"
    r"at night|at bedtime|in the morning)\b)"
    r"|(?:every|each|q|q\.)\s?(?P<e>\d{1,3}(?:\.\d)?|"
    rf"{_WORDED}|other|second|third|fourth)?(?:{_TO}(?P<e2>\d{{1,3}}|{_WORDED}))?[\s-]?(?P<span>hours?|hourly|"
    r"hrs?|h|days?|weeks?|wk|months?|minutes?|mins?|morning|evening|night|fortnight|d)\b"
    rf"|(?P<h>\d{{1,2}}|{_WORDED})(?:{_TO}(?P<h2>\d{{1,2}}|{_WORDED}))?[\s-]?(?:hourly|hrly)\b"
    r"|(?P<alternate>(?:on )?alternate days?|every other day)"
    rf"|(?P<latin>\b(?:{'|'.join(re.escape(one) for one in _LATIN)}|b\.d|t\.d\.s|"
    r"q\.d\.s|b\.i\.d|t\.i\.d|q\.i\.d|o\.d|q\.d)\b)"
    r"|(?P<plain>\b(?:daily|nightly|weekly|fortnightly|monthly|yearly|annually)\b|"
    r"(?:/|\b(?:a|per|each|every)\s)"
    r"(?:day|d|night|week|wk|month|year)\b|"
    r"(?:in|per|within|over|every|each)?\s?(?:a |any |each )?24[\s-]?(?:hours?|hrs?|h)\b|"
    r"\bat (?:night|bedtime)|\bbefore bed\b|\bin the morning\b|\beach (?:morning|evening|night)\b|"
    r"\bevery (?:morning|evening|night)\b)"
    rf"|(?P<meals>{_MEALS})",
    re.IGNORECASE,
)
LATIN: Final = MappingProxyType(_LATIN)
DAYS: Final = MappingProxyType(
    {"24": 1.0, "fortnight": 14.0, "week": 7.0, "wk": 7.0, "month": 30.4, "year": 365.0,
     "annual": 365.0, "night": 1.0, "morning": 1.0, "evening": 1.0, "bed": 1.0, "dail": 1.0,
     "day": 1.0, "min": 1 / 1440, "h": 1 / 24, "d": 1.0}
)  # fmt: skip
"""Days in what stands behind `every` or `per`; the first that stands in the words counts."""

LOADING: Final = re.compile(
    r"\b(?:load(?:ing|ed)?|bolus|priming|first day|on day (?:1|one)|day 1)\b", re.IGNORECASE
)
THEN: Final = re.compile(
    r"\b(?:then|followed by|thereafter|maintenance|afterwards|subsequently)\b", re.IGNORECASE
)
"""After which a loading dose is over."""
SINGLE: Final = re.compile(
    r"\b(?:stat|single dose|one[- ]off|once only|as a single|single[- ]dose|one single)\b",
    re.IGNORECASE,
)
LIMIT: Final = re.compile(
    r"(?:\b(?:max(?:imum|imal)?\.?|ceiling|(?:not|never|n['\u2019]t) (?:to )?exceed(?:ing)?|"
    r"(?:should|must) not be exceeded|upper limit|limit(?:ed)?|at most|up to|"
    r"(?:no|not|never|n['\u2019]t)(?: \w+){0,3} (?:more|greater|higher|above|over)(?: than)?|"
    r"less than|below|under)|[<\u2264]=?)[^.;\d]{0,40}$",
    re.IGNORECASE,
)
"""Before an amount that is the most to be given."""
LIMIT_BEHIND: Final = re.compile(
    r"^[^.;\d]{0,24}\b(?:max(?:imum)?\b|should not be exceeded)(?!\s?(?:of|:)?\s?\d)", re.IGNORECASE
)
OVER: Final = re.compile(
    r"(?:\b(?:more than|above|over|exceed(?:s|ing|ed)?|in excess of|greater than|higher than|"
    r"beyond|upwards of)|>=?|\u2265)\s?(?:a |the )?"
    r"(?:(?:total )?(?:daily )?(?:dose|intake)s? of )?$",
    re.IGNORECASE,
)
"""Before an amount that is passed: no dose that is given."""
DENIED: Final = re.compile(
    r"\b(?:not|never|no|n['\u2019]t|avoid|without|cannot)\b[^.;]{0,40}$", re.IGNORECASE
)
NEXT_IS_DRUG: Final = re.compile(
    r"\s?(?:(?:a|per|each|every) day |daily )?(?:doses? )?(?:of )?(?:the |his |her |my |oral |iv |"
    r"intravenous |soluble |effervescent |modified[- ]release |immediate[- ]release |tablets? |"
    r"capsules? |liquid |generic ){0,3}(?:of )?$",
    re.IGNORECASE,
)
DAILY_BEFORE: Final = re.compile(
    r"\b(?P<p>daily|weekly|per[- ]day|24[- ]hour|day|nightly|monthly)[\s-](?:\w+ ){0,2}?"
    r"(?:doses?|dosages?|maximum|max|limit|intake|amount|total)\b[^.;\d]{0,30}$|"
    r"\b(?:once[- ])?(?P<q>daily|weekly|monthly)\W{1,3}(?:\w+\W{1,3}){0,2}$",
    re.IGNORECASE,
)
"""Before the amount of a day or a week: `a maximum daily dose of 4 g`."""
UNKNOWN: Final = re.compile(
    r"(?:[,;+/]|\b(?:and|or|plus|with))\s?(?!(?:then|follow|increas|reduc|maxim|maint|after|every|"
    r"titrat|child|adult|elder|total|dos(?:e|age)|daily|single|twice|initial|start|load|divid|repeat|"
    r"tablet|capsul|intra|subcut|should|would|could|might|never|about|around|usual|least|weight|"
    r"women|woman|people|patient|infant|neonat|inject|infus|later|other|first|second|rectal|again)"
    r"|[a-z]+(?:ly|ed|ing|er)\b)[a-z]{5,30}(?: [a-z]{1,12})?\s?\(?$",
    re.IGNORECASE,
)
"""Before an amount that is of something the vocabulary does not know: `, vitamin C ` 100 mg."""
STEP: Final = re.compile(
    r"\b(?:by|increments? of|steps? of|increments?:?|additional|extra|every extra|"
    r"a further)\s(?:a |about )?$",
    re.IGNORECASE,
)
"""Before what a dose is changed by."""
OF_ONE: Final = re.compile(
    r"\b(?:contain(?:s|ing)?|equivalent to|strengths?:?|available as|"
    r"each (?:tablet|capsule)(?: is| has)?)\s(?:of )?(?:\w+ )?$",
    re.IGNORECASE,
)
"""Before the strength of a tablet."""
DIVIDED: Final = re.compile(
    r"\b(?:divided|in (?:total|all)|total(?:ling|ing)?|split)\b", re.IGNORECASE
)
JOINED: Final = re.compile(
    r"^\s?(?:[a-z-]{4,30}\s?){0,2}(?:(?:or|and|plus|with|,|;|/|\+|&|to)\s?){1,3}(?:[a-z-]{4,30}\s?){0,2}(?:\d{1,3}\s?x\s)?$",
    re.IGNORECASE,
)
"""Between two amounts that are taken equally often."""
NOT_A_PACE: Final = re.compile(
    r"\b(?:for|within|after|about|nearly|than|of|over|in|the first|during)\s?$", re.IGNORECASE
)
"""Before a time that lasts."""
PEOPLE: Final = re.compile(
    r"\b(?:(?P<adult>adults?|grown[- ]ups?)|(?P<old>elderly|older (?:adults?|people|patients?)|"
    r"frail)|(?P<child>child(?:ren)?|infants?|neonat\w+|newborns?|p(?:a)?ediatric|toddlers?|"
    r"bab(?:y|ies)|kids?))\b",
    re.IGNORECASE,
)


def _routes() -> tuple[re.Pattern[str], dict[str, str]]:
    by_word: dict[str, str] = {}
    for route, phrases in ROUTES.items():
        by_word |= dict.fromkeys(phrases.split("; "), route)
    for route, words in IMPLIED.items():
        by_word |= dict.fromkeys(words, route)
    by_word |= ROUTE_ABBREVIATIONS
    by_word |= {
        "infusion": "intravenous",
        "oral": "oral",
        "i.v": "intravenous",
        "i.m": "intramuscular",
    }
    pattern = "|".join(re.escape(one) for one in sorted(by_word, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), by_word


ROUTE, ROUTE_OF = _routes()
