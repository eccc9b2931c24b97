"""How well the kidneys and the liver of those work of whom a text speaks.

Kidneys: ranges of eGFR or creatinine clearance in mL/min. The two are different measures; what is
said in one is compared with the other only with room between (`MARGIN`). Words for a degree follow
KDIGO (2012 guideline on chronic kidney disease, stages G1 to G5) with the wider edges that drug
labels use. Liver: Child-Pugh classes, where `mild` is A, `moderate` B and `severe` C.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple

MARGIN: Final = 5.0
"""mL/min by which eGFR and creatinine clearance may differ and still be taken for the same: a
convention of ours, not measured."""


class Clearance(NamedTuple):
    """`low` <= mL/min < `high`; `measure` is `egfr`, `crcl`, or empty where none is named."""

    low: float
    high: float
    measure: str = ""

    def meets(self, other: "Clearance") -> bool:
        room = MARGIN if self.measure != other.measure else 0.0
        return self.low < other.high + room and other.low < self.high + room


_DEGREES: Final = {
    "normal": Clearance(80, inf),
    "mild": Clearance(45, 90),
    "moderate": Clearance(30, 60),
    "severe": Clearance(0, 30),
    "end-stage": Clearance(0, 15),
    "impaired": Clearance(0, 80),
    "failing": Clearance(0, 45),
}
_STAGES: Final = {
    "1": Clearance(90, inf), "2": Clearance(60, 90), "3": Clearance(30, 60),
    "3a": Clearance(45, 60), "3b": Clearance(30, 45), "4": Clearance(15, 30), "5": Clearance(0, 15),
}  # fmt: skip
_CLASSES: Final = {"normal": "0", "mild": "A", "moderate": "B", "severe": "C"}

_EGFR: Final = r"e-?gfr|(?:estimated )?glomerular filtration rate|gfr"
_CRCL: Final = r"crcl|cr\.?\s?cl|creatinine clearance|cockcroft"
_NUMBER: Final = r"\d{1,3}(?:\.\d+)?"
_UNIT: Final = r"ml\s?(?:/|per)\s?min(?:ute)?(?:\s?/\s?1\.73\s?m(?:2|\u00b2))?"
_MEASURE: Final = re.compile(rf"\b(?:(?P<egfr>{_EGFR})|(?P<crcl>{_CRCL}))\b", re.IGNORECASE)
_VALUE: Final = re.compile(
    r"(?:(?P<below>less than|below|under|lower than|up to|<=?|\u2264)\s?|"
    r"(?P<above>more than|above|over|greater than|at least|from|>=?|\u2265)\s?)?"
    rf"(?<![\d.])(?P<n>{_NUMBER})(?![\d.]*\d)(?P<unit1>\s?{_UNIT})?"
    rf"(?:\s?(?:-|\u2013|to|and)\s?(?P<m>{_NUMBER}))?(?P<unit>\s?{_UNIT})?"
    r"(?:,?\s(?:and|or)\s(?:(?P<more>above|more|over|higher)|(?P<fewer>below|less|lower|under)))?",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\s?(?:m?g\b|micro|mcg|kg|%|units?\b|tablets?|times|hours?|days?|mmol)", re.I
)
_NEAR: Final = 24
"""Characters between a measure and its figure: `eGFR has fallen to about 22`."""
_DIALYSIS: Final = re.compile(
    r"\b(?:ha?emo|peritoneal )?dialysis\b|\b(?:ha?emo)?dialy[sz]ed\b|\besr[df]\b|\banuri[ac]\b|"
    r"\bha?emo(?:dia)?filtration\b|\bcrrt\b|\b(?:renal|kidney) replacement therapy\b",
    re.IGNORECASE,
)
_NO_DIALYSIS: Final = re.compile(
    r"\b(?:not (?:yet )?(?:on|having|receiving|requiring|needing)|without|non|no)[ -]dialysis\b",
    re.IGNORECASE,
)
_ACUTE: Final = re.compile(
    r"\baki\b|\bacute (?:kidney|renal) injury\b|\boliguri[ac]\b", re.IGNORECASE
)
_CREATININE: Final = re.compile(
    r"\bcreatinine (?:of |is |at |was |now )*(\d{3})\b(?! ?(?:ml|mg))", re.IGNORECASE
)
RAISED: Final = 150
"""Micromol per litre of creatinine from which a grown-up's kidneys are impaired at most ages."""
_NORMAL_TESTS: Final = {
    organ: re.compile(
        rf"\b(?:normal|unremarkable|fine) (?:{tests})\b|"
        rf"\b(?:{tests}) (?:(?:is|are|was|were|all) )*(?:normal|unremarkable|fine)\b",
        re.IGNORECASE,
    )
    for organ, tests in (
        ("kidneys", r"u&es?|e-?gfr|creatinine|kidney (?:blood )?tests?|creatinine clearance"),
        ("liver", r"lfts?|transaminases|alt|liver (?:blood )?(?:tests?|enzymes)"),
    )
}
_STAGE: Final = re.compile(
    r"\b(?:ckd|kidney disease|renal disease)[ ,(]{0,2}(?:(?:stage|grade|"
    r"g)[ -]?)?g?([1-5][ab]?)\b(?![.\d-])|"
    r"\bstage[ -]([1-5][ab]?) (?:ckd|chronic kidney|kidney|renal)",
    re.IGNORECASE,
)
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


def _organ(names: str, plural: str) -> re.Pattern[str]:
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


_KIDNEY: Final = _organ("renal|kidney", "kidneys")
_CHRONIC: Final = re.compile(r"\bckd\b|\bchronic kidney\b", re.IGNORECASE)
_LIVER: Final = _organ("hepatic|liver", "livers")
_PUGH: Final = re.compile(
    r"\bchild(?:'s)?[- ](?:turcotte[- ])?pugh(?: class| grade| score| stage)?[ (]{0,2}"
    r"(?P<one>[abc])\b(?:\s?(?:-|\u2013|to|or|and|/)\s?(?P<two>[abc])\b)?",
    re.IGNORECASE,
)
_CIRRHOSIS: Final = re.compile(
    r"\b(?:(decompensated|compensated) (?:liver |alcoholic )?)?cirrho(?:sis|tic)\b", re.IGNORECASE
)
_PUGH_SCORE: Final = re.compile(
    r"\bchild(?:'s)?[- ](?:turcotte[- ])?pugh(?: score)?(?: of| is|:)? ?(1[0-5]|[5-9])\b|"
    r"\bchild(?:'s)?[- ](?:turcotte[- ])?pugh [a-z ]{0,16}\b(1[0-5]|[5-9]) points?\b",
    re.IGNORECASE,
)
"""Points, where class A is 5 and 6, B 7 to 9 and C 10 to 15."""


@lru_cache(maxsize=4096)
def clearances_in(text: str, *, about_kidneys: bool = False) -> tuple[Clearance, ...]:
    """The ranges of kidney function that `text` names.

    Args:
        about_kidneys: headings say that a bare `25 to 50 mL/min` is a clearance.
    """
    found = list(_measured(text, about_kidneys=about_kidneys))
    if found:
        return tuple(found)
    found.extend(_STAGES[(one[1] or one[2]).lower()] for one in _STAGE.finditer(text))
    if _NO_DIALYSIS.search(text):
        found.append(Clearance(15, inf))
    elif _DIALYSIS.search(text):
        found.append(_DEGREES["end-stage"])
    for one in _KIDNEY.finditer(text):
        found.extend(_degrees(one))
    if not found and _NORMAL_TESTS["kidneys"].search(text):
        found.append(_DEGREES["normal"])
    if not found and any(int(one[1]) >= RAISED for one in _CREATININE.finditer(text)):
        found.append(_DEGREES["impaired"])
    if not found and (_CHRONIC.search(text) or _ACUTE.search(text)):
        found.append(_DEGREES["impaired"])
    return tuple(found)


@lru_cache(maxsize=4096)
def speaks_of_kidneys(text: str) -> bool:
    return bool(clearances_in(text) or _MEASURE.search(text)) or bool(
        re.search(r"\b(?:renal|kidneys?)\b", text, re.IGNORECASE)
    )


@lru_cache(maxsize=4096)
def liver_classes_in(text: str) -> frozenset[str]:
    """Child-Pugh classes (`0` for a healthy liver); all three where impairment has no degree."""
    found = {letter.upper() for one in _PUGH.finditer(text) for letter in _between(one)}
    found.update(_pugh_class(int(one[1] or one[2])) for one in _PUGH_SCORE.finditer(text))
    if found:
        return frozenset(found)
    for one in _LIVER.finditer(text):
        degrees = [_CLASSES[word] for word in _degree_words(one) if word in _CLASSES]
        if not degrees and not one.group().lower().endswith("function"):
            degrees = ["C"] if "fail" in one.group().lower() else ["A", "B", "C"]
        found.update(degrees)
    cirrhosis = _CIRRHOSIS.search(text)
    if not found and cirrhosis:
        found.update(
            {"compensated": "AB", "decompensated": "BC"}.get((cirrhosis[1] or "").lower(), "ABC")
        )
    if not found and _NORMAL_TESTS["liver"].search(text):
        found.add("0")
    return frozenset(found)


def _pugh_class(points: int) -> str:
    return "A" if points <= 6 else "B" if points <= 9 else "C"


def _between(match: re.Match[str]) -> str:
    one, two = match["one"].upper(), (match["two"] or match["one"]).upper()
    return "ABC"["ABC".index(one) : "ABC".index(two) + 1]


def _measured(text: str, *, about_kidneys: bool) -> Iterator[Clearance]:
    measures = [(one.start(), one.end(), one.lastgroup or "") for one in _MEASURE.finditer(text)]
    waiting, name = iter(measures), ""
    following = next(waiting, None)
    fresh = -1
    for value in _VALUE.finditer(text):
        while following and following[1] <= value.start("n"):
            fresh, name = following[1], following[2]
            following = next(waiting, None)
        if _OTHER.match(text, value.end()) or value["n"].startswith("1.73"):
            continue
        unit = value["unit"] or value["unit1"]
        near = fresh >= 0 and value.start() - fresh <= _NEAR
        if near or (unit and (about_kidneys or measures)):
            yield _clearance(value, name)
        fresh = -1


def _clearance(value: re.Match[str], measure: str) -> Clearance:
    low = float(value["n"])
    if value["m"]:
        return Clearance(low, float(value["m"]) + 1, measure)
    if value["below"] or value["fewer"]:
        return Clearance(0, low, measure)
    if value["above"] or value["more"]:
        return Clearance(low, inf, measure)
    return Clearance(low, low + 1e-6, measure)


def _degree_words(match: re.Match[str]) -> list[str]:
    if match["well"] or match["denied"] or match["fine"] or match["plain"]:
        return ["normal"]
    given = [match["first"], match["second"]]
    words = [word.lower().removesuffix("ly") for word in given if word]
    return ["severe" if word == "advanced" else word.replace(" ", "-") for word in words]


def _degrees(match: re.Match[str]) -> Iterator[Clearance]:
    words = _degree_words(match)
    said = match.group().lower()
    if words:
        known = [_DEGREES[word] for word in words]
        yield Clearance(min(one.low for one in known), max(one.high for one in known))
    elif not said.endswith("function"):
        yield _DEGREES["failing" if "fail" in said else "impaired"]


_OUTCOME: Final = re.compile(
    r"\b(?:caus\w+|leads? to|induc\w+|risk of|rates? of|develop\w*|prevent\w*|protect\w*|"
    r"associated with|result in|contribut\w+ to|progress\w*|diagnos\w+|biomarkers?|incidence)\b",
    re.IGNORECASE,
)


def organ_as_outcome(asked: str) -> bool:
    """Whether a question asks what becomes of kidneys or liver, not of whom they are impaired."""
    return bool(_OUTCOME.search(asked))
