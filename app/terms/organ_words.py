"""How well an organ works, in words: `severe renal impairment`, `the liver is fine`."""

import re
from typing import Final

_TROUBLE: Final = (
    r"(?:impairment|impaired|insufficiency|disease|dysfunction|failure|function|damage|problems?)"
)
_DEGREE: Final = r"(?P<{0}>normal|mild(?:ly)?|moderate(?:ly)?|severe(?:ly)?|end[- ]stage|advanced)"
_DENIES: Final = (
    r"(?:no (?:known |history of |evidence of |sign of )?|without (?:any )?|absence of |free of )"
    r"(?:chronic |pre-existing |any )?(?:(?:mild|moderate|severe) )?"
)
_BAD: Final = r"bad|failing|poor|weak|damaged|impaired|sick|dodgy|reduced|diseased"
_FINE: Final = (
    r"fine|normal|ok(?:ay)?|healthy|good|perfect|intact|preserved|unimpaired|not impaired|"
    r"not affected|unaffected|working (?:well|fine|normally|properly)|absent|excluded"
)


def organ(names: str, plural: str) -> re.Pattern[str]:
    """What is said of an organ.

    Groups: `first` and `second`, a degree of impairment and the other end of a range of them;
    `well`, `denied`, `fine` and `plain`, each for an organ that works.

    Args:
        names: its names, between bars, as they stand before `function` or `disease`.
        plural: one more name.
    """
    to = r"(?:\s(?:to|or|and|-)\s" + _DEGREE.format("second") + r")?"
    either = rf"(?:{names}|{plural})"
    return re.compile(
        rf"\b{either}(?:\s(?:function|tests?|disease|impairment))?\s(?P<fine>(?:is|are|was|were|"
        rf"all)"
        rf"(?:\s(?:entirely|completely|all|both))?\s(?:{_FINE})|works?\s(?:{_FINE}|well|"
        rf"properly))\b|"
        rf"\b{either} (?:function|tests?) (?P<plain>normal|fine|ok(?:ay)?|intact|preserved)\b|"
        rf"\b{either}(?: function)? (?:is|are|have|has) (?:{_BAD}|not working|packed up|given up|"
        r"failed|shot|struggling|down|low)\b|"
        rf"\b(?P<denied>{_DENIES})(?:{names})\s(?!function){_TROUBLE}|"
        rf"(?:\b{_DEGREE.format('first')}{to}\s(?:chronic\s)?(?:impaired\s)?)?"
        rf"\b(?:{names})\s{_TROUBLE}|"
        rf"\b(?P<well>normal|healthy|good|intact|preserved|unimpaired)\s{either}"
        rf"(?:\s(?:function|tests?))?\b(?!\s{_TROUBLE})|"
        rf"\b(?:{_BAD}) {either}\b",
        re.IGNORECASE,
    )


def normal_tests(tests: str) -> re.Pattern[str]:
    """Tests of an organ, named between bars, that are normal."""
    return re.compile(
        rf"\b(?:normal|unremarkable|fine) (?:{tests})\b|"
        rf"\b(?:{tests}) (?:(?:is|are|was|were|all) )*(?:normal|unremarkable|fine)\b",
        re.IGNORECASE,
    )


def degree_words(match: re.Match[str]) -> list[str]:
    """The degrees that a match of `organ` names: `normal`, `mild` ... `end-stage`."""
    if match["well"] or match["denied"] or match["fine"] or match["plain"]:
        return ["normal"]
    given = [match["first"], match["second"]]
    words = [word.lower().removesuffix("ly") for word in given if word]
    return ["severe" if word == "advanced" else word.replace(" ", "-") for word in words]


_OUTCOME: Final = re.compile(
    r"\b(?:caus\w+|leads? to|induc\w+|risk of|rates? of|develop\w*|prevent\w*|protect\w*|"
    r"associated with|result in|contribut\w+ to|progress\w*|diagnos\w+|biomarkers?|incidence)\b",
    re.IGNORECASE,
)


def organ_as_outcome(asked: str) -> bool:
    """Whether a question asks what becomes of kidneys or liver, not of whom they are impaired."""
    return bool(_OUTCOME.search(asked))


_HEALTHY: Final = re.compile(
    r"\b(?:otherwise (?:fit|healthy|well|perfectly well)|fit and (?:well|healthy)|"
    r"perfectly healthy|"
    r"previously (?:well|fit|healthy)|no (?:other )?(?:medical|health) (?:problems|conditions)|"
    r"no co-?morbidit\w+|no (?:significant )?past medical history|no pmh|nothing else wrong|"
    r"healthy (?:adults?|people|persons?|individuals))\b",
    re.IGNORECASE,
)


def healthy(text: str) -> bool:
    """Whether somebody is said to have no other illness."""
    return _HEALTHY.search(text) is not None
