"""Numbered or lettered grades that a text names: `stage 3`, `NYHA class II to IV`, `hepatitis B`.

Each is told by the word before it. A capital letter counts as a letter; a small one does from b on,
for `a` is an article.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from functools import lru_cache
from typing import Final

_WORDS: Final = (
    r"nyha(?: functional)?(?: class)?|killip(?: class)?|ann arbor stage|asa(?: grade| class)?|"
    r"gold(?: group| stage)?|forrest|figo stage|stage|grade|class|type|step|tier|category|"
    r"group|level|factor|hepatitis|influenza|ha?emophilia|vitamin|interferon|hsv|"
    r"herpes simplex(?: virus)?(?: type)?|"
    r"toxin|lupus nephritis class|bts step|bi-rads|tanner stage|fitzpatrick"
)
_MARK: Final = r"(?:\d{1,2}|I{1,3}|IV|VI{0,3}|IX|X|XI{1,2}|[A-EK]|[b-ek]|alpha|alfa|beta|gamma)"
_GRADE: Final = re.compile(
    rf"\b(?P<word>(?i:{_WORDS}))[- ]?(?P<one>{_MARK})(?P<letter>[abc])?\b(?![.]\d|[-/]\d|"
    rf"['\u2019]|-positive)"
    rf"(?:\s?(?P<to>-|\u2013|to|,|or|and|/)\s?(?P<two>{_MARK})\b(?!\s?(?:mg|ml|days?|weeks?|times|"
    rf"years?)))?"
)
_DEGREE: Final = re.compile(
    r"\b(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[- ]degree\b", re.IGNORECASE
)
_MARKER: Final = re.compile(
    r"\b(?P<marker>[a-z][a-z0-9*-]{1,14}?)[- ](?P<sign>positive|negative)\b(?! (?:pressure|"
    r"symptom|feedback|"
    r"effect|result|predict|control|end|airway|inotrop|bacteria|organism|cocc|bacill|rods|sepsis))",
    re.IGNORECASE,
)
"""`rhesus-negative`, `e antigen positive`."""
_STRENGTH: Final = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)? ?% (?:cream|ointment|gel|solution|drops|lotion|shampoo|foam)|"
    r"(?<![\w.])\d{2,3} ?units ?(?:/|per) ?ml|\b1 in 1,?0{2,4}\b",
    re.IGNORECASE,
)
_KIDNEY: Final = re.compile(
    r"(?:ckd|kidney disease|renal disease|renal failure|pugh)[ ,(]{0,2}(?:at |in )?$", re.IGNORECASE
)
_KIDNEY_BEHIND: Final = re.compile(r"\s?(?:ckd|chronic kidney|kidney|renal)", re.IGNORECASE)
_SAME: Final = {
    "killip class": "killip", "herpes simplex": "hsv", "herpes simplex virus": "hsv",
    "herpes simplex virus type": "hsv", "herpes simplex type": "hsv", "haemophilia": "hemophilia",
    "bts step": "step", "category": "stage",
}  # fmt: skip
_ORDINAL: Final = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3",
                   "fourth": "4", "4th": "4"}  # fmt: skip
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8,
                 "IX": 9, "X": 10, "XI": 11, "XII": 12}  # fmt: skip
_SCALES: Final = ("nyha", "gold", "asa", "figo", "forrest")


@lru_cache(maxsize=4096)
def grades_in(text: str) -> dict[str, frozenset[str]]:
    """The word of a grade -> the grades of it that `text` names; those of kidneys and liver, which
    are read elsewhere, are left out."""
    found: dict[str, set[str]] = {}
    for one in _GRADE.finditer(text):
        before = text[max(0, one.start() - 24) : one.start()]
        if _KIDNEY.search(before) or _KIDNEY_BEHIND.match(text, one.end()):
            continue
        marks = {_mark(one["one"])}
        if one["two"]:
            marks |= _between(
                one["one"], one["two"], through=one["to"] not in (",", "or", "and", "/")
            )
        found.setdefault(_word(one["word"]), set()).update(marks)
    for one in _MARKER.finditer(text):
        found.setdefault(one["marker"].lower(), set()).add(one["sign"].lower())
    for one in _STRENGTH.finditer(text):
        found.setdefault("strength", set()).add(" ".join(one.group().lower().split()[:3]))
    for one in _DEGREE.finditer(text):
        found.setdefault("degree", set()).add(_ORDINAL[one["nth"].lower()])
    return {word: frozenset(marks) for word, marks in found.items()}


def _word(given: str) -> str:
    word = " ".join(given.lower().split())
    scale = next((one for one in _SCALES if word.startswith(one)), word)
    return _SAME.get(scale, scale)


def _mark(given: str) -> str:
    if given in _ROMAN:
        return str(_ROMAN[given])
    return {"alfa": "alpha"}.get(given.lower(), given.lower())


def _between(one: str, two: str, *, through: bool) -> set[str]:
    first, last = _mark(one), _mark(two)
    if not through or not (first.isdigit() and last.isdigit()):
        return {first, last}
    return {str(each) for each in range(int(first), int(last) + 1)}
