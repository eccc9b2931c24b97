"""Signs of a pregnancy that is not named: tests, scans, dates, movements.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Sign(NamedTuple):
    """Where a text tells that somebody is pregnant, or is not."""

    start: int
    end: int
    holds: bool


_TEST: Final = (
    r"(?:(?:\u03b2|b|beta|urine|urinary|serum|blood|home|quantitative|repeat)[ -]?)*"
    r"(?:hcg|upts?|u/?preg|(?:pregnancy|preg|prg) tests?|clear ?blue|first response|"
    r"pregnancy stick|pee stick)"
)
_IS: Final = (
    r"(?:[ :=,-]*\b(?:is|was|were|has|have|had|been|came|come|comes|back|up|out|at last|finally|"
    r"now|today|yesterday|twice|again|this|last|morning|week|done|taken|weakly|faintly|strongly|"
    r"still|both|all|also|result|results|level|levels|says|said|shows?|showed|showing|reads?|"
    r"turned|"
    r"gives|gave|a|of|and it|which)\b)*[ :=,(-]*"
)
_YES: Final = (
    r"(?:positive\b|pos\b|\+ ?ve\b|\(\+\)|\+(?!\w)|pregnant\b|(?:two|2) (?:\w+ )?lines|rising\b|"
    r"doubling\b|raised\b|>? ?[1-9]\d{2,5}\b|[3-9]\d\b)"
)
_NO: Final = (
    r"(?:negative\b|neg\b|- ?ve\b|\bve\b|\(-\)|not pregnant\b|one line|undetectable\b|<\s?\d)"
)
_NAMED_TEST: Final = re.compile(
    rf"\b{_TEST}\b{_IS}(?:(?P<yes>{_YES})|(?P<no>{_NO}))|"
    rf"(?:\b(?P<yes2>positive|pos|faint positive)|(?P<yes3>\+ve)|\b(?P<no2>negative|neg)|"
    rf"(?P<no3>-ve)) {_TEST}\b",
    re.IGNORECASE,
)
_LINES: Final = re.compile(
    r"\b(?:two|2|second) (?:(?:faint|pink|blue|strong|clear|dark) )?lines?\b(?! (?:of|drug|agent|"
    r"treat\w*|therap\w*|antibiot\w*|chemo\w*|option))(?=[^.?!]{0,20}\btest\b|!|$|[,;.])|"
    r"\btest\b[^.?!]{0,20}\b(?:two|2) (?:\w+ )?lines\b|\b(?:bfp|big fat positive)\b",
    re.IGNORECASE,
)
_BARE_TEST: Final = re.compile(
    rf"(?:^|[,;.:(!?] ?|\b(?:a|the|my|her|our|did|home|and|but|last|another|late|"
    rf"this)\s)(?:(?:home|stick|urine|strip|dip|chemist|shop) )*tests?"
    rf"{_IS}(?:(?P<yes>{_YES})|(?P<no>{_NO}))(?! (?:for|to)\b)|"
    r"\b(?:a |the |finally |another |home )?(?:(?P<yes2>positive)|"
    r"(?P<no2>negative)) (?:home )?tests?\b(?! (?:for|of|to|in)\b)|"
    r"\btested (?:(?P<yes3>positive)|(?P<no3>negative))\b(?! (?:for|to)\b)",
    re.IGNORECASE,
)
_CONCEIVES: Final = re.compile(
    r"\b(?:period|periods|lmp|menses|menstruat\w*|amenorrh\w*|ttc|trying|conceiv\w*|ivf|ovulat\w*|"
    r"planning (?:a|for|another)|baby|already late|week late|weeks late|days late|overdue|"
    r"(?:i['\u2019]?m|she['\u2019]?s|is|was) late|due (?:in|next|this))\b",
    re.IGNORECASE,
)
_SCAN: Final = re.compile(
    r"\b(?:dating|anomaly|nuchal(?: translucency)?|viability|booking|obstetric|antenatal|"
    r"f(?:o)?etal|"
    r"early pregnancy|(?:[1-3]?\d|twelve|twenty|eight|ten)[ -]?(?:weeks?|wks?|w)) "
    r"(?:scan|ultrasound|uss)\b|"
    r"\b(?:scan|ultrasound|uss)\b[^.?!;]{0,16}\b(?:twins|triplets|(?:a |the )?(?:f(?:o)?etal )?"
    r"heart ?beat|gestational sac|viable|live f(?:o)?etus)\b",
    re.IGNORECASE,
)
_MONTHS: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_WHEN: Final = (
    rf"(?:(?:in|on|at|around|by|early|late|mid|the|end|of|start|beginning|about|next|this|"
    rf"any)[ -])*"
    rf"(?:{_MONTHS}\b|spring|summer|autumn|fall|winter|christmas|easter|new year|day\b|week\b|"
    rf"month\b|"
    r"(?:\d{1,2}|a few|two|three|four|five|six|seven|eight|ten|twelve) (?:days|weeks|months)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th)?\b)"
)
_DUE: Final = re.compile(
    r"(?:^\W*|[;.,!?] ?|\b(?:i['\u2019]?m|im|i am|she['\u2019]?s|she is|who['\u2019]?s|who is|"
    r"we['\u2019]?re|we are|"
    r"(?:wife|partner|girlfriend|sister|daughter|friend|missus|lady|woman|baby|bub|bubs|bean|twins|"
    r"little one|child|boy|girl|pregnant|expecting|number (?:two|three|four)|(?:our|my|"
    r"her) (?:first|second|third|fourth)(?: one)?)"
    r"(?:['\u2019]s| is| are)?)\s)"
    rf"(?:now |both |also )?due (?=in\b|on\b|at\b|next|this|any|early|late|around|mid|by\b|the|"
    rf"{_MONTHS}\b)"
    rf"{_WHEN}|"
    r"\b(?:edd|edc|e\.d\.d\.|est(?:imated)? (?:due date|date of (?:delivery|confinement|birth))|"
    r"my due date|"
    r"her due date|due date is)\b|"
    rf"\b(?:baby|twins|little one|bean|child|number (?:two|three|"
    rf"four))\b(?: \w+){{0,2}} (?:arrives|"
    rf"arriving|is coming|comes) {_WHEN}|"
    r"\b(?:booked for|awaiting|for|offered|wants|declined|needs) (?:an )?induction(?: of lab\w+|"
    r" at term|"
    r" at \d\d| on| next| tomorrow|$|[.,;])|\bbeing induced\b|\bpost[ -]?dates\b|\bpost[ -]term\b",
    re.IGNORECASE,
)
_BEARS: Final = re.compile(
    r"(?<!after )(?<!since )(?<!before )(?<!of )(?<!about )(?<!from )(?<!without )(?<!like )(?<!on "
    r")"
    r"(?<!ever )(?<!considering )\b(?:having|expecting|carrying) (?:(?:a|an|our|my|her|their|"
    r"another|his)"
    r"(?: (?:first|second|third|fourth|baby))? (?:baby|child|little one|girl|boy|bub)\b|twins\b|"
    r"triplets\b)(?! (?:shower|clinic|scan|with\b|changed|made|has|gave|was|left|ruined))|"
    r"\b(?:baby|little one|bub|one|bean|child|sibling) (?:is )?on the way\b|"
    r"\b(?:knocked up|eating for two|up the spout|in the pudding club|duffed|preggo|months along|"
    r"morning sickness|f(?:o)?etal movements?|p?prom|srom|iup|"
    r"uterine pregnancy|baby bump)\b|"
    r"\b(?:feel\w*|felt) (?:the |my |her )?(?:baby|bub|babies)['\u2019]?s? (?:kick|mov)\w*|"
    r"\bfeel\w* (?:him|her|it|them) (?:kick|mov)\w*|\bbooking (?:appointment|visit|bloods)\b|"
    r"\b(?:saw|see|seeing|with) (?:my|the|her) midwife\b|"
    r"\b(?:baby|babies|bub)(?:['\u2019]s)? (?:is |are |has been |isn't |not )*(?:kick|mov)(?:ing|"
    r"es|s|ements)\b"
    r"(?= less| more| well| a lot| lots| around| today| normal|[,.;]|$)|"
    r"\bwaters? (?:have |has |just )*(?:broke|broken|gone|leaking)\b|"
    r"\bcontract(?:ing|ions) (?:every|\d|regular|since|started|at)|"
    r"\bmidwi(?:fe|ves) (?:found|says|said|told|checked|wants|refers|referred|advised|gave|"
    r"measured|"
    r"recommends)|\bunder the midwi(?:fe|ves)\b|\bmy midwife\b|"
    r"\bin (?:her|my) (?:4th|5th|6th|7th|8th|9th|fourth|fifth|sixth|seventh|eighth|"
    r"ninth) month\b(?! (?:of "
    r"(?!preg)|on\b|at\b))|"
    r"\b(?:has|have|just|she|i|who|patient|wife) (?:just )?conceived\b(?! (?:\w+ )?(?:twice|"
    r"in (?:19|20)\d\d))|"
    r"\bconceived (?:\w+ ){1,3}(?:ago|while)\b",
    re.IGNORECASE,
)
_ANSWERED: Final = re.compile(
    r"\b(?:pregnan(?:t|cy)|preg)(?: status| test)?\s?[:?=-]+\s?(?:no|none|nil|neg(?:ative)?|n|nope|"
    r"-ve|"
    r"denied|denies|excluded|never)\b(?! (?:known|idea))|"
    r"\bpregnan\w*\b[^.?!]{0,40}(?:[;,.]|\bbut)\s?(?:but )?(?:is |am |she is |i am |i'm |"
    r"she's )?(?:not|no "
    r"longer)\b(?: (?:now|any ?more|currently|at present|at the moment|this time))|"
    r"\b(?:\d|day|days|week|weeks|months?) (?:\w+ )?post[ -]?(?:caesarean|cesarean|c[ -]?section|"
    r"lscs|delivery|"
    r"nvd|svd|birth)\b|\bpn day \d|\b(?:day|d) ?\d+ (?:pn|pp|postnatal)\b|"
    r"\b(?:through|since|after|reached|past|has had) (?:the |her |my )?menopause\b|"
    r"\b(?:our|my|her|the) (?:\w+ )?(?:baby|son|daughter|twins) (?:came|arrived|was born|"
    r"were born) "
    r"(?:last|on|in|yesterday|this|two|three|\d)",
    re.IGNORECASE,
)
_BORN_THEN: Final = re.compile(r"\bborn at (?:about )?\d{2}", re.IGNORECASE)
_CUES: Final = re.compile(
    r"hcg|upt|test|estim|clear ?blue|lines|bfp|positive|scan|ultrasound|\buss\b|due|edd|edc|arriv|"
    r"induc|post|"
    r"having|expecting|carrying|way|knocked|eating|spout|duffed|preg|along|morning|movement|prom|"
    r"iup|"
    r"bump|kick|mov|water|contract|midwi|month|conceiv|pn\b|menopause|born|came|uterine|pudding",
    re.IGNORECASE,
)


def signs(text: str) -> tuple[Sign, ...]:
    """What is told of a pregnancy without naming one, in the order of the text."""
    return tuple(sorted(_signs(text))) if _CUES.search(text) else ()


def _signs(text: str) -> Iterator[Sign]:
    for one in _NAMED_TEST.finditer(text):
        yield Sign(one.start(), one.end(), any(one[key] for key in ("yes", "yes2", "yes3")))
    for one in _LINES.finditer(text):
        yield Sign(one.start(), one.end(), holds=True)
    if _CONCEIVES.search(text):
        for one in _BARE_TEST.finditer(text):
            yield Sign(one.start(), one.end(), any(one[key] for key in ("yes", "yes2", "yes3")))
    for pattern in (_SCAN, _DUE, _BEARS):
        for one in pattern.finditer(text):
            yield Sign(one.start(), one.end(), holds=True)
    for one in _ANSWERED.finditer(text):
        yield Sign(one.start(), one.end(), holds=False)


def born(text: str) -> bool:
    """Whether the weeks in `text` are those at a birth."""
    return _BORN_THEN.search(text) is not None
