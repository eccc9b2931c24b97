"""Function of kidneys and liver, each by the measure it was told in."""

import re
from itertools import islice
from math import inf
from typing import Final, Literal

from app.domain.patient import Kidney, Teller, Told
from app.safety.situation.whose import of_someone_else
from app.terms.kidney_formulas import MICROMOL
from app.terms.kidney_function import clearances_in
from app.terms.liver_function import liver_classes_in

Liver = Literal["normal", "mild", "moderate", "severe", "impaired"]
BEST: Final = 200.0
"""mL/min; the end of a range without one."""
_CREATININE: Final = re.compile(
    r"\b(?:(?:serum |plasma )?creat(?:inine)?|s?cr|creatinine level)\b"
    r"(?: (?:level|of|is|was|at|now|has|have|risen|to|today|yesterday|about|around|stable|"
    r"currently|results?|came|back|up|this (?:morning|week|afternoon|evening)|"
    r"last (?:night|week|month)|on (?:admission|arrival))|\s?[:=,]){0,5}\s?"
    r"(?P<n>\d{1,4}(?:[.,]\d{1,2})?)\s?(?P<unit>(?:u|\u00b5|\u03bc|micro)mol\w*(?:\s?/\s?l\w*)?|"
    r"umol|mg\s?"
    r"/\s?dl|mg%|mg)?(?!\s?(?:ml|%|/min))",
    re.IGNORECASE,
)
_CLEARANCE: Final = re.compile(r"\bclearance\b", re.IGNORECASE)
_DIALYSIS: Final = re.compile(
    r"\b(?:ha?emo|peritoneal )?dialysis\b|\b(?:ha?emo)?dialy[sz]ed\b|\bha?emodial\w+|\bon (?:hd|"
    r"pd|capd|"
    r"ihd)\b|\bcapd\b|\bcvvhd?f?\b|\bcrrt\b|\bha?emo(?:dia)?filtration\b|\brrt\b",
    re.IGNORECASE,
)
_LETTERS: Final[dict[frozenset[str], Liver]] = {
    frozenset("A"): "mild",
    frozenset("0A"): "mild",
    frozenset("B"): "moderate",
    frozenset("C"): "severe",
}
_HIGHEST_MG: Final = 25.0
"""What is below is mg/dL where no unit stands, and what is above micromol/L."""
_OTHER_LIVER: Final = re.compile(
    r"\bliver (?:transplant|biopsy|fluke)|\b(?:no|without|denies|never had|not have|rule out|"
    r"excluded|"
    r"caus\w+|lead to|risk of|harm\w*|prevent\w*) (?:\w+ ){0,4}(?:cirrho|liver|hepatic|ascites)",
    re.IGNORECASE,
)
_OF_KIDNEYS: Final = re.compile(
    r"gfr|cr\.?\s?cl\b|creat|\bs?cr\b|kidney|renal|nephro|ckd|dialy|\baki\b|ur[a]?emi|oliguri|"
    r"anuri|"
    r"\bc?apd\b|\bpd\b|\bhd\b|c[vr]{2}|filtration|cockcroft|esr[df]|eskd|u&e",
    re.IGNORECASE,
)
_NORMAL_LIVER: Final = re.compile(
    r"(?<!not )(?<!ab)\b(?:normal|healthy|good|fine|unremarkable|"
    r"satisfactory) (?:baseline )?(?:liver(?: (?:function|"
    r"tests?|enzymes?|blood tests?|panel|profile|biochemistry|function tests?))?|"
    r"hepatic (?:function|enzymes|panel)|lfts?|"
    r"transaminases|alt|ast)\b(?! (?:transplant|biopsy))|"
    r"\b(?:liver(?: (?:function tests?|function|tests?|enzymes?|blood tests?|panel|profile))?|"
    r"lfts?|alt|ast|"
    r"alt (?:and|/) ast|transaminases|hepatic function)\s?(?:is|are|was|were|all|both|:|-|=|remain|"
    r"completely|"
    r"entirely|come back|came back| )*\s?(?:normal|healthy|fine|nad|unremarkable|ok|"
    r"within (?:the )?normal (?:limits|"
    r"range)|wnl)\b|"
    r"\bnormal (?:kidneys?|renal function|kidney function|u&es?|renal) (?:and|&|/|or) (?:liver|"
    r"lfts?|hepatic)|"
    r"\bno (?:known )?(?:liver|hepatic) (?:disease|problems?|impairment|disorder|"
    r"trouble|issues?)\b",
    re.IGNORECASE,
)
_OF_LIVER: Final = re.compile(
    r"liver|hepat|lft|\balt\b|\bast\b|transamin|cirrho|child|pugh|ascites|varic|nafld|masld|\bcp\b",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"\b(?:e-?gfr|gfr|cr\.?\s?cl|creatinine clearance)\b[^.;,\d]{0,24}\d+(?:\.\d+)?"
    r"(?:\s?ml\s?/\s?min\S*)?|\b(?:stage|grade) ?[1-5][ab]? (?:ckd|chronic kidney disease)\b|"
    r"\bckd(?: ?(?:stage|g))? ?[1-5][ab]?\b|\b\w+ (?:renal|kidney) \w+\b",
    re.IGNORECASE,
)
_SAID_OF_CLEARANCE: Final = re.compile(
    r"\b(?:cr\.?\s?cl|creatinine clearance)\b[^.;,\d]{0,24}\d+(?:\.\d+)?(?:\s?ml\s?/\s?min)?",
    re.IGNORECASE,
)
_SAID_OF_LIVER: Final = re.compile(
    r"\bchild[^.;,]{0,16}\b[abc]\b(?: \w+)?|\b(?:\w+ )?cirrho\w+|\b\w+ (?:liver|hepatic) \w+",
    re.IGNORECASE,
)
_PIECE: Final = re.compile(r"[^.?!;\n]*(?:\.(?=\d)[^.?!;\n]*)*")
_WORDS: Final = 90
_MOST: Final = 12
"""Measures of one text that are read."""


def kidneys(text: str, teller: Teller) -> tuple[Kidney, ...]:
    found: list[Kidney] = []
    if not _OF_KIDNEYS.search(text):
        return ()
    for piece in _PIECE.findall(text):
        if not piece.strip() or len(found) > _MOST:
            continue
        told = Told(by=teller, words=_briefly(_SAID, piece))
        cleared = Told(by=teller, words=_briefly(_SAID_OF_CLEARANCE, piece))
        found.extend(_creatinine(piece, teller))
        by_creatinine = any(one.measure == "creatinine" for one in found)
        for one in clearances_in(piece)[:_MOST]:
            on_dialysis = _DIALYSIS.search(piece)
            if one.measure == "" and on_dialysis and one.high == 15:
                said = Told(by=teller, words=on_dialysis.group())
                found.append(Kidney(measure="dialysis", low=0, high=15, told=said))
                continue
            if one.measure == "" and by_creatinine:
                continue
            high = BEST if one.high == inf else one.high
            if high - one.low < 1e-3:
                high = one.low
            measure: Literal["egfr", "crcl", "words"] = (
                "egfr" if one.measure == "egfr" else "crcl" if one.measure == "crcl" else "words"
            )
            said = cleared if measure == "crcl" else told
            found.append(Kidney(measure=measure, low=one.low, high=max(high, one.low), told=said))
    return tuple(dict.fromkeys(one for one in found if not _of_others(text, one)))


def _briefly(pattern: re.Pattern[str], piece: str) -> str:
    found = pattern.search(piece)
    return (found.group() if found else piece).strip()[:_WORDS]


def _of_others(text: str, one: Kidney) -> bool:
    at = text.find(one.told.words)
    if at < 0:
        return False
    return of_someone_else(text, at + len(one.told.words) // 2, at + len(one.told.words))


def _creatinine(piece: str, teller: Teller) -> list[Kidney]:
    found = []
    for one in islice(_CREATININE.finditer(piece), _MOST):
        if _CLEARANCE.search(one.group()):
            continue
        figure = float(one["n"].replace(",", "."))
        unit = (one["unit"] or "").lower()
        milligrams = unit.startswith("mg") or (not unit and figure <= _HIGHEST_MG)
        value = round(figure * MICROMOL, 1) if milligrams else figure
        if 10 <= value <= 3000:
            said = Told(by=teller, words=one.group().strip())
            found.append(Kidney(measure="creatinine", low=value, high=value, told=said))
    return found


def liver(text: str, teller: Teller) -> tuple[Liver, Told] | None:
    if not _OF_LIVER.search(text):
        return None
    for piece in _PIECE.findall(text):
        letters = liver_classes_in(piece) if piece.strip() else frozenset()
        if not letters or letters == {"0"} or _transplanted(piece):
            continue
        at = text.find(piece)
        if of_someone_else(text, at + len(piece) // 2, at + len(piece)):
            continue
        degree = _LETTERS.get(letters, "impaired")
        return degree, Told(by=teller, words=_briefly(_SAID_OF_LIVER, piece))
    normal = _NORMAL_LIVER.search(text)
    if normal is not None and not of_someone_else(text, normal.start(), normal.end()):
        return "normal", Told(by=teller, words=normal.group())
    return None


def _transplanted(piece: str) -> bool:
    return _OTHER_LIVER.search(piece) is not None
