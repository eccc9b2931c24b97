"""The ages that a text speaks of, as ranges in months.

Read are groups (`neonates`, `older people`), figures (`a 4-year-old`, `aged 2 to 12 years`, `from 3
months`) and both together (`children over 2 years`). A figure that may be a length of time (`for
over 2 years`) counts only beside a word for a person, beside `aged` or `old`, or in a heading.
Where a group begins and ends is a convention; ours is that of most formularies and is written in
`GROUPS`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple

from app.terms.phrasebook import NOTHING, Phrasebook


class Ages(NamedTuple):
    """`low` <= age < `high`, in months."""

    low: float
    high: float

    def meets(self, other: "Ages") -> bool:
        return self.low < other.high and other.low < self.high


YEAR: Final = 12.0
GROUPS: Final[dict[str, tuple[Ages, tuple[str, ...]]]] = {
    "neonate": (Ages(0, 1), ("neonate", "neonatal", "newborn", "new-born", "preterm", "premature baby", "premature babies", "preemie", "newborn baby", "newborn babies")),  # noqa: E501
    "infant": (Ages(0, 24), ("infant", "baby", "babies", "infancy")),
    "toddler": (Ages(12, 48), ("toddler",)),
    "one child": (Ages(1, 144), ("child", "little one", "kid", "kiddo", "grandson", "granddaughter", "grandchild", "little boy", "little girl", "my little one", "preschooler", "schoolchild")),  # noqa: E501
    "young children": (Ages(0, 72), ("young children", "small children", "young child", "small child", "under-fives")),  # noqa: E501
    "children": (Ages(0, 216), ("children", "kids", "paediatric", "pediatric", "paediatrics", "boy", "girl", "childhood", "school-age children", "schoolchildren", "minors")),  # noqa: E501
    "adolescents": (Ages(144, 216), ("adolescent", "adolescents", "teenager", "teenagers", "teen", "teens", "teenage", "young people", "young person", "youngsters", "older children")),  # noqa: E501
    "adults": (Ages(216, inf), ("adult", "adults", "grown-up", "grown-ups", "grownup", "adulthood")),
    "young adults": (Ages(216, 480), ("young adult", "young adults", "younger adults")),
    "middle-aged": (Ages(480, 780), ("middle-aged", "middle aged")),
    "elderly": (Ages(780, inf), ("elderly", "older people", "older person", "older adult", "older adults", "older patient", "older patients", "geriatric", "geriatrics", "old age", "pensioner", "pensioners", "seniors", "frail", "aged patients", "octogenarian", "nonagenarian", "elders", "old people")),  # noqa: E501
}  # fmt: skip
"""Name -> (ages, phrases). One `child` of whom no age is said is not yet twelve; `children` under a
heading may be of any age under eighteen."""

HIDDEN: Final = (
    "child-pugh", "child pugh", "child's pugh", "child-bearing", "child bearing", "childbearing",
    "child abuse", "child protection", "reach of children", "sight of children", "baby aspirin",
    "baby oil", "adult-onset", "adult stem cells", "childhood-onset", "onset in childhood",
    "with young children", "newborn screening", "neonatal unit", "adult learning", "children's home",
    "unborn baby", "unborn child", "expecting a baby", "nursing a baby", "nurse my baby",
    "respiratory distress in adults", "senior house officer", "child-resistant", "adult diapers",
)  # fmt: skip
GROWN_UP: Final = Ages(192, inf)
"""A man or a woman of whom nothing else is said."""
_GROWN_UPS: Final = Phrasebook(
    {
        "old": (
            "grandmother", "grandma", "granny", "nan", "grandfather", "grandad", "grandpa", "nana",
            "granddad", "gran",
        ),
        "grown": (
            "man", "men", "woman", "women", "lady", "gentleman", "husband", "wife", "hubby", "mum",
            "mom", "dad", "mother", "father", "girlfriend", "boyfriend", "husband's",
        ),
        NOTHING: ("men b", "mother and baby", "mum-to-be", "mother's milk"),
    }
)  # fmt: skip
GRANDPARENT: Final = Ages(600, inf)

_WORDS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen".split()
    )
}
_N: Final = rf"(?:\d{{1,3}}(?:\.\d)?|(?:{'|'.join(_WORDS)}))"
_UNIT: Final = r"(?:years?|yrs?|months?|mths?|mos?|weeks?|wks?|days?|y(?![/.]?o))"
_OLD: Final = r"(?:[- ]?old|[- ]of[- ]age)"
_OR_MORE: Final = r"(?:and|or|&)[- ](?:over|older|above|more|up|upwards?|beyond)"
_OR_LESS: Final = r"(?:and|or|&)[- ](?:under|younger|below|less)"
_ABOVE: Final = r"(?:over|above|older than|more than|greater than|at least|from|beyond|>=?|\u2265)"
_BELOW: Final = r"(?:under|below|younger than|less than|up to|until|before|<=?|\u2264)"
_FIGURE: Final = re.compile(
    rf"(?:\b(?P<said>aged?|ages|of age|between)\s+)?(?:between\s+)?"
    rf"(?:(?P<above>(?<![\w]){_ABOVE})[\s-]?|(?P<below>(?<![\w]){_BELOW})[\s-]?)?"
    rf"(?P<age>(?:the )?age of\s+|age\s+)?"
    rf"(?<![\w.,/])(?P<n>{_N})(?P<s>s\b)?(?:[\s-]?(?P<unit>{_UNIT})\b)?"
    rf"(?:\s?(?P<abbreviated>y/?o|y\.o\.?)(?!\w))?"
    rf"(?:\s?(?:-|\u2013|to|and)\s?(?P<m>{_N})(?![\d.])(?:[\s-]?(?P<unit2>{_UNIT})\b)?)?"
    rf"(?P<old>{_OLD}\b)?(?:,?\s(?:(?P<more>{_OR_MORE})|(?P<fewer>{_OR_LESS}))\b)?",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"(?:people|persons?|patients?|those|anyone|someone|individuals|men|m[ae]n|wom[ae]n|adults?|child|"
    r"children|infants?|bab(?:y|ies)|boys?|girls?|lady|participants|subjects|adolescents?|"
    r"neonates?|toddlers?|teenagers?|everyone|users|persons|he is|she is|i am|i'm)"
    r"(?:\s+(?:who|that|is|are|was|were|aged?|of|the|be|being))*\s*[,(]?\s*$",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"\b(?:man|woman|lady|gentleman|boy|girl|child|baby|patient|person|someone|son|daughter)"
    r" of (?:about )?$", re.IGNORECASE,
)  # fmt: skip
_LASTING: Final = re.compile(
    r"\b(?:for|during|within|after|every|last|past|in)\s*(?:the\s+)?$", re.I
)
_CLAUSE: Final = re.compile(r"(?:^|[.;:|(\n\u2022])\s*(?:from\s+)?$", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s*(?:of age\s*)?(?::|\||\n|$|\))")
_MEASURED: Final = re.compile(
    r"^\s?(?:%|mg|mcg|microg|g\b|kg|ml|l\b|mmol|units?|iu|mm|cm|minutes?|hours?|hrs?|h\b|times|drops|"
    r"tablets?|capsules?|doses?|points?|/|\u00b0|per\b|puffs?|bpm|x\b)",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[.,;:|\n]")
_CLOSE: Final = 2
_NEAR: Final = 30
_BEFORE: Final = 48
_FEWEST_YEARS: Final = 2
_MOST_YEARS: Final = 110
_IS: Final = re.compile(
    r"\b(?:(?:he|she|who|patient|baby|mother|father|mum|dad|son|daughter|boy|girl|child|kid|kiddo|toddler|one|my \w{2,15}) (?:is|are)|(?:he|she|who)['\u2019]s|i am|i['\u2019]m)\s+"
    r"(?:now |only |just |nearly |almost )?$",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"\s*(?:[.,;?!)\u2013-]|$|and\b)")
_MONTHS: Final = {"y": YEAR, "m": 1.0, "w": 12 / 52.18, "d": 12 / 365.25}
_BOOK: Final = Phrasebook({**{name: one[1] for name, one in GROUPS.items()}, NOTHING: HIDDEN})


@lru_cache(maxsize=4096)
def ages_in(text: str, *, heading: bool = False) -> tuple[Ages, ...]:
    """The ages that `text` names, in no order; empty where it names none.

    Args:
        heading: a figure of years or months is an age there.
    """
    groups = [(one.start, one.end, GROUPS[one.meaning][0]) for one in _BOOK.find(text)]
    found: list[Ages] = []
    used: set[int] = set()
    for start, end, figure in _figures(text, groups, heading=heading):
        used.update(
            at for at, (begins, ends, _) in enumerate(groups) if begins < end and start < ends
        )
        beside = _beside(start, end, text, groups, used)
        if beside is None:
            found.append(figure)
            continue
        used.add(beside)
        ages = groups[beside][2]
        low, high = max(ages.low, figure.low), min(ages.high, figure.high)
        found.append(Ages(low, high) if low < high else figure)
    found.extend(ages for at, (_, _, ages) in enumerate(groups) if at not in used)
    return tuple(dict.fromkeys(found))


def _beside(
    start: int, end: int, text: str, groups: list[tuple[int, int, Ages]], used: set[int]
) -> int | None:
    """The group that a figure belongs to: the last before it in its clause, or the one behind it."""
    before = [
        at
        for at, (_, ends, _) in enumerate(groups)
        if at not in used and 0 <= start - ends <= _NEAR and not _BREAK.search(text, ends, start)
    ]
    if before:
        return before[-1]
    after = (at for at, (begins, _, _) in enumerate(groups) if 0 <= begins - end <= _CLOSE)
    return next((at for at in after if at not in used), None)


def grown_up_in(text: str) -> tuple[Ages, ...]:
    """What `a man` or `my grandmother` says of an age, in a text that says nothing else of it."""
    named = _GROWN_UPS.named(text)
    if "old" in named:
        return (GRANDPARENT,)
    return (GROWN_UP,) if named else ()


def _figures(
    text: str, groups: list[tuple[int, int, Ages]], *, heading: bool
) -> Iterator[tuple[int, int, Ages]]:
    for match in _FIGURE.finditer(text):
        if not _is_age(match, text, groups, heading=heading):
            continue
        unit = match["unit"] or match["unit2"] or "years"
        step = _MONTHS[unit[0].lower()]
        low = _number(match["n"]) * step
        if match["m"]:
            high_step = _MONTHS[(match["unit2"] or unit)[0].lower()]
            if match["unit"] is None and match["unit2"]:
                low, step = _number(match["n"]) * high_step, high_step
            ages = Ages(low, (_number(match["m"]) + 1) * high_step)
        elif match["above"] or match["more"]:
            ages = Ages(low, inf)
        elif match["below"] or match["fewer"]:
            ages = Ages(0, low)
        else:
            ages = Ages(low, low + step)
        if ages.low < ages.high:
            yield match.start(), match.end(), ages


def _is_age(
    match: re.Match[str], text: str, groups: list[tuple[int, int, Ages]], *, heading: bool
) -> bool:
    unit = (match["unit2"] or match["unit"] or "").lower()
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + 12]
    if match["abbreviated"] or match["old"]:
        return True
    if _MEASURED.match(after) or (match["m"] and not unit and _MEASURED.match(after)):
        return False
    if match["said"] and match["said"].lower() != "between":
        return True
    if match["age"]:
        return True
    bounded = bool(
        match["above"] or match["below"] or match["more"] or match["fewer"] or match["m"]
    )
    number = _number(match["n"])
    if not unit and not bounded and number >= _FEWEST_YEARS and match["n"].isdigit():
        if _OF.search(before) or (_IS.search(before) and _ENDS.match(after)):
            return True
    if _OF.search(before) and not match["above"] and unit[:1] in ("y", "m"):
        return True
    if match["s"]:
        return bool(match["above"] or match["below"])
    by_group = any(
        0 <= match.start() - end <= _CLOSE or (unit and 0 <= start - match.end() <= _CLOSE)
        for start, end, _ in groups
    )
    if by_group or (_PERSON.search(before) and unit[:1] not in ("w", "d")):
        return bool(unit) or (bounded and _FEWEST_YEARS <= number <= _MOST_YEARS)
    if unit[:1] not in ("y", "m") or not unit or _LASTING.search(before):
        return False
    if heading:
        return bounded
    clear = bool(_BEHIND.match(after)) or match["said"] is not None
    return bounded and bool(_CLAUSE.search(before)) and clear


def _number(written: str) -> float:
    named = _WORDS.get(written.lower())
    return float(written) if named is None else float(named)
