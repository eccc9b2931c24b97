"""How well the kidneys work of those of whom a text speaks.

Ranges of eGFR or creatinine clearance in mL/min. The two are different measures; what is said in
one is compared with the other only with room between (`MARGIN`). Words for a degree follow KDIGO
(2012 guideline on chronic kidney disease, stages G1 to G5) with the wider edges that drug labels
use; from memory, no guideline was opened for it, and reviewed by nobody yet.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple

from app.terms.organ_words import degree_words, healthy, normal_tests, organ

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
    r"(?:,?\s(?:and|or)\s(?:(?P<more>above|more|over|higher)|"
    r"(?P<fewer>below|less|lower|under))\b(?! (?:than )?\d))?",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\s?(?:m?g\b|micro|mcg|kg|%|units?\b|tablets?|times|hours?|days?|mmol)", re.I
)
_NEAR: Final = 24
"""Characters between a measure and its figure: `eGFR has fallen to about 22`."""
_LIMIT: Final = re.compile(
    r"\b(?:(?P<under>below|under|less than)|(?P<over>above|over|more than)) (?:an? |the )?"
    r"(?:estimated )?$",
    re.IGNORECASE,
)
"""Before a measure: `below an eGFR of 45`."""
_HEAD: Final = re.compile(r"[.;,|\n]\s*$")
_DIALYSIS: Final = re.compile(
    r"\b(?:ha?emo|peritoneal )?dialysis\b|\b(?:ha?emo)?dialy[sz]ed\b|\besr[df]\b|\banuri[ac]\b|"
    r"\bha?emo(?:dia)?filtration\b|\bon pd\b|\bcapd\b|\beskd\b|\bcvvhd?f?\b|\bur(?:a?emic|"
    r"a?emia)\b|\bcrrt\b|\b(?:renal|kidney) replacement therapy\b",
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
_NORMAL_TESTS: Final = normal_tests(
    r"u&es?|e-?gfr|creatinine|kidney (?:blood )?tests?|creatinine clearance"
)
_STAGE: Final = re.compile(
    r"\b(?:ckd|kidney disease|renal disease)[ ,(]{0,2}(?:(?:stage|grade|"
    r"g)[ -]?)?g?([1-5][ab]?)\b(?![.\d-])|"
    r"\bstage[ -]([1-5][ab]?) (?:ckd|chronic kidney|kidney|renal)",
    re.IGNORECASE,
)
_KIDNEY: Final = organ("renal|kidney", "kidneys")
_CHRONIC: Final = re.compile(
    r"\bckd\b|\bchronic kidney\b|\bnephropathy\b|\b(?:one|single|solitary) kidney\b|"
    r"\bdeclining (?:kidney|renal)\b|"
    r"\brenal dysfunction\b",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    r"\bkidneys? (?:function |only )*(?:of |at |is |are |works? at |working at |"
    r"down to )+(?P<n>\d{1,2}) ?(?:%|per ?cent)",
    re.IGNORECASE,
)
"""Patients hear their eGFR as a percentage."""
_MG_DL: Final = re.compile(
    r"\bcreatinine (?:of |is |at |was |now )*(?P<n>\d\.\d|[2-9])(?: ?mg| ?$|[ ,.?])", re.IGNORECASE
)
RAISED_MG: Final = 1.7
"""The same in mg/dL."""


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
        if not found:
            found.append(Clearance(15, inf))
    elif _DIALYSIS.search(text):
        found.append(_DEGREES["end-stage"])
    for one in _KIDNEY.finditer(text):
        found.extend(_degrees(one))
    if not found and (_NORMAL_TESTS.search(text) or healthy(text)):
        found.append(_DEGREES["normal"])
    if not found and any(int(one[1]) >= RAISED for one in _CREATININE.finditer(text)):
        found.append(_DEGREES["impaired"])
    if not found and any(float(one["n"]) >= RAISED_MG for one in _MG_DL.finditer(text)):
        found.append(_DEGREES["impaired"])
    found.extend(
        Clearance(float(one["n"]), float(one["n"]) + 1e-6) for one in _PERCENT.finditer(text)
    )
    if not found and (_CHRONIC.search(text) or _ACUTE.search(text)):
        found.append(_DEGREES["impaired"])
    return tuple(found)


@lru_cache(maxsize=4096)
def speaks_of_kidneys(text: str) -> bool:
    return bool(clearances_in(text) or _MEASURE.search(text)) or bool(
        re.search(r"\b(?:renal|kidneys?)\b", text, re.IGNORECASE)
    )


def _measured(text: str, *, about_kidneys: bool) -> Iterator[Clearance]:
    measures = [(one.start(), one.end(), one.lastgroup or "") for one in _MEASURE.finditer(text)]
    waiting, name = iter(measures), ""
    following = next(waiting, None)
    fresh = begun = -1
    for value in _VALUE.finditer(text):
        while following and following[1] <= value.start("n"):
            begun, fresh, name = following
            following = next(waiting, None)
        if _OTHER.match(text, value.end()) or value["n"].startswith("1.73"):
            continue
        unit = value["unit"] or value["unit1"]
        near = fresh >= 0 and value.start() - fresh <= _NEAR
        if near or (name and _is_band(value, text)) or (unit and (about_kidneys or measures)):
            limit = _LIMIT.search(text[max(0, begun - _NEAR) : begun]) if near else None
            yield _clearance(value, name, limit.lastgroup if limit else None)
        fresh = -1


def _is_band(value: re.Match[str], text: str) -> bool:
    """`; 30 to 44: ...` in a text that names the measure before."""
    head = _HEAD.search(text, max(0, value.start() - 3), value.start())
    return head is not None and text[value.end() :].lstrip()[:1] == ":"


def _clearance(value: re.Match[str], measure: str, limit: str | None) -> Clearance:
    low = float(value["n"])
    if value["m"]:
        return Clearance(low, float(value["m"]) + 1, measure)
    if value["below"] or value["fewer"] or limit == "under":
        return Clearance(0, low, measure)
    if value["above"] or value["more"] or limit == "over":
        return Clearance(low, inf, measure)
    return Clearance(low, low + 1e-6, measure)


def _degrees(match: re.Match[str]) -> Iterator[Clearance]:
    words = degree_words(match)
    said = match.group().lower()
    if words:
        known = [_DEGREES[word] for word in words]
        yield Clearance(min(one.low for one in known), max(one.high for one in known))
    elif not said.endswith("function"):
        yield _DEGREES["failing" if "fail" in said else "impaired"]
