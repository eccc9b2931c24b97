"""How well the liver works of those of whom a text speaks: Child-Pugh classes.

`Mild` is A, `moderate` B and `severe` C, as drug labels use the words; from memory,
reviewed by nobody yet.
"""

import re
from functools import lru_cache
from typing import Final

from app.terms.organ_words import degree_words, healthy, normal_tests, organ

_CLASSES: Final = {"normal": "0", "mild": "A", "moderate": "B", "severe": "C"}
_LIVER: Final = organ("hepatic|liver", "livers")
_PUGH: Final = re.compile(
    r"\b(?:child(?:['\u2019]?s)?[- ](?:turcotte[- ])?pugh|childs|child's|cp)(?: class| grade|"
    r" score| stage)?[- (]{0,2}"
    r"(?P<one>[abc])\b(?:\s?(?:-|\u2013|to|or|and|/)\s?(?P<two>[abc])\b)?",
    re.IGNORECASE,
)
_CIRRHOSIS: Final = re.compile(
    r"\b(?:(decompensated|compensated) (?:liver |alcoholic )?)?cirrho(?:sis|tic)\b", re.IGNORECASE
)
_DECOMPENSATED: Final = re.compile(r"\bdecompensated (?:\w+ )?(?:liver|hepatic)\b", re.IGNORECASE)
_FATTY: Final = re.compile(r"\b(?:fatty liver|nafld|masld|hepatic steatosis)\b", re.IGNORECASE)
_SIGNS: Final = re.compile(
    r"\b(?:ascites|hepatic encephalopathy|(?:o?esophageal|gastric) varices|alcoholic liver|"
    r"decompensated liver|chronic hepatitis(?! [bc])|liver (?:is )?packing up|"
    r"hepatically impaired)\b",
    re.IGNORECASE,
)
"""They come with a liver that works badly."""
_PUGH_SCORE: Final = re.compile(
    r"\bchild(?:'s)?[- ](?:turcotte[- ])?pugh(?: score)?(?: of| is|:)? ?(1[0-5]|[5-9])\b|"
    r"\bchild(?:'s)?[- ](?:turcotte[- ])?pugh [a-z ]{0,16}\b(1[0-5]|[5-9]) points?\b",
    re.IGNORECASE,
)
"""Points, where class A is 5 and 6, B 7 to 9 and C 10 to 15."""
_NORMAL_TESTS: Final = normal_tests(r"lfts?|transaminases|alt|liver (?:blood )?(?:tests?|enzymes)")


@lru_cache(maxsize=4096)
def liver_classes_in(text: str) -> frozenset[str]:
    """Child-Pugh classes (`0` for a healthy liver); all three where impairment has no degree."""
    found = {letter.upper() for one in _PUGH.finditer(text) for letter in _between(one)}
    found.update(_pugh_class(int(one[1] or one[2])) for one in _PUGH_SCORE.finditer(text))
    if found:
        return frozenset(found)
    for one in _LIVER.finditer(text):
        degrees = [_CLASSES[word] for word in degree_words(one) if word in _CLASSES]
        if not degrees and not one.group().lower().endswith("function"):
            degrees = ["C"] if "fail" in one.group().lower() else ["A", "B", "C"]
        found.update(degrees)
    if _DECOMPENSATED.search(text):
        found -= {"0", "A"}
    cirrhosis = _CIRRHOSIS.search(text)
    if not found and cirrhosis:
        found.update(
            {"compensated": "AB", "decompensated": "BC"}.get((cirrhosis[1] or "").lower(), "ABC")
        )
    if not found and _FATTY.search(text):
        found.update("0A")
    if not found and _SIGNS.search(text):
        found.update("BC")
    if not found and (_NORMAL_TESTS.search(text) or healthy(text)):
        found.add("0")
    return frozenset(found)


def _pugh_class(points: int) -> str:
    return "A" if points <= 6 else "B" if points <= 9 else "C"


def _between(match: re.Match[str]) -> str:
    one, two = match["one"].upper(), (match["two"] or match["one"]).upper()
    return "ABC"["ABC".index(one) : "ABC".index(two) + 1]
