"""Whom a text asks about, and whose a mention in it is.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_FOR_SELF: Final = re.compile(
    r"\b(?:can|should|may|could|must|shall|do|would|will|am|might|if|when|are|"
    r"is it (?:\w+ ){1,3}for|"
    r"ok for|safe for|for) (?:i|me|myself)\b|\bcan'?t i\b|\bwhat (?:can|should) i\b",
    re.IGNORECASE,
)
_OF_SELF: Final = re.compile(
    r"\b(?:i['\u2019]?m|i am|i have|i['\u2019]ve|i take|i had)\b(?! (?:a (?:gp|doctor|nurse|"
    r"patient|"
    r"pharmacist|woman|man|child)|an? \d|seeing|treating|asked|"
    r"\d{1,3}(?: years? old)?(?:[.?!]?$| and (?:my|our)\b)))|"
    r"\bi (?:want|wish|need|would like|got|get|feel|suffer|can|am not|do not|don['\u2019]t|"
    r"have never)\b|"
    r"\b(?:gave|given|passed) me (?:her|his|their|the|this|a) (?:cold|cough|flu|bug|covid|"
    r"infection|germs|"
    r"strep|sore throat|chest|virus|chickenpox|worms|scabies|lice)\b|\bmyself\b|\bme\s?[:-]",
    re.IGNORECASE,
)
_GIVEN_TO_OTHERS: Final = re.compile(
    r"\b(?:can|should|may|could|shall|do|would|must) i (?:\w+ )?(?:give|offer|prescribe|use|start|"
    r"treat|administer|put|dose|switch|recommend|stop|add|consider|advise|let)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:she|he|they|her|his|him|them|their|s/he|the patient|my patient)\b", re.IGNORECASE
)
_RELATION: Final = (
    r"(?:wife|husband|partner|girlfriend|boyfriend|mother|father|mum|mom|dad|sister|brother|"
    r"daughter|son|aunt|uncle|grandmother|grandfather|grandma|grandad|gran|nan|cousin|friend|"
    r"neighbour|neighbor|colleague|flatmate|roommate|fianc[e\u00e9]e?|mate|boss|family|parents?|"
    r"siblings?|relatives?|sister-in-law|daughter-in-law)"
)
_SUBJECT: Final = re.compile(
    rf"\b(?:(?P<other>(?:my|our) (?:\w+ ){{0,2}}?{_RELATION}|(?:(?<=^)|(?<=[.;!?] )|(?<=, )|"
    rf"(?<=and )|"
    r"(?<=but ))(?:dad|mum|mom|gran|nan|grandma|grandad|mother|father|hubby|husband|wife|brother|"
    r"sister)\b(?! of\b))|(?P<self>i|i['\u2019]m|i['\u2019]ve|"
    r"me|im|ive|mine))\b",
    re.IGNORECASE,
)
_OF_PATIENT: Final = re.compile(
    rf"\b(?:his|her|their|patient['\u2019]s) (?:\w+ ){{0,2}}?{_RELATION}\b"
    r"(?:[^.?!;,]{0,40}\b(?:had|has|have|died|is|was|with|takes|on)\b|['\u2019]s)",
    re.IGNORECASE,
)
_DIFFERS: Final = re.compile(
    r"[^.?!;]{0,25}(?:[,;.:-]| but| and| while| whereas){1,4}\s?(?:but )?(?:i|she|he|mine|"
    r"the patient|patient|pt) "
    r"(?:(?:am|is|do|does|has|have)(?:n['\u2019]?t| not)|can|(?:is |am )?(?:fine|ok|okay|well|not)|"
    r"tolerates|isn['\u2019]?t|never)\b(?! (?:i|he|she|they|it|you|we)\b)",
    re.IGNORECASE,
)
"""Behind what is told of another: `Dad is allergic to it, I am not`."""
_ANOTHER: Final = re.compile(rf"\b{_RELATION}\b", re.IGNORECASE)
_NOT_ME: Final = re.compile(rf"\bnot me\b[^.?!;]{{0,12}}\b{_RELATION}\b", re.IGNORECASE)
_OF_OTHERS: Final = re.compile(
    rf"\b(?:friend|neighbour|neighbor|colleague|boss|mate|cousin)['\u2019]s (?:\w+ )?{_RELATION}\b"
    r"(?=[^.?!;]*[.?!;][^?]*\b(?:my|i)\b)",
    re.IGNORECASE,
)
_FAMILY: Final = re.compile(
    r"\b(?:family history(?: of)?|fhx?|f/h|runs in (?:the|my|our) family|"
    r"in (?:my|our|the|his|her) family|(?:maternal|paternal) (?:history|grand\w+|aunt|uncle)|"
    rf"{_RELATION} (?:died|who died|who had) (?:of|from|with)?)",
    re.IGNORECASE,
)
_RUNS_IN_FAMILY: Final = re.compile(r"\bruns in (?:my|our|the|his|her) family", re.IGNORECASE)
REACH: Final = 240
"""Characters around a mention in which the words stand that tell whose it is."""
_ENDS: Final = re.compile(r"[.?!;\n]")


_PLAINLY_SELF: Final = re.compile(
    r"\b(?:can|should|may|could) i (?:still |safely )?(?:take|drink|eat)\b|\bfor me\b|"
    r"^\W*(?:and|but|what about|how about|so)\W+(?:me|myself|(?:can|should|may|could) i)\W*$|"
    r"\b(?:gave|given|passed) me (?:her|his|their|the|this|a) (?:cold|cough|flu|bug|covid|"
    r"infection|germs|"
    r"strep|sore throat|chest|virus|chickenpox|worms|scabies|lice)\b",
    re.IGNORECASE,
)
"""Whoever else is spoken of."""

_FOR_ANOTHER: Final = re.compile(
    r"\b(?:(?:it|this|that)(?:['\u2019]?s| is| was)|asking|i mean|i meant)"
    r"(?: not for me,?(?: but)?)?"
    rf" for (?:my|our|a|an|her|his) (?:[\w-]+ ){{0,4}}?(?:{_RELATION}|baby|infant|newborn|child|"
    r"toddler|kid|boy|girl|patient|twins|grandson|granddaughter|niece|nephew)\b",
    re.IGNORECASE,
)
"""`It is for my baby`, whatever `I` asks beside it."""


@lru_cache(maxsize=2048)
def asks_for_self(text: str) -> bool:
    """`can I take ...`: what is told of a wife or a mother is not told of the person."""
    if _FOR_ANOTHER.search(text):
        return False
    if _PLAINLY_SELF.search(text) and not _GIVEN_TO_OTHERS.search(text):
        return True
    return bool(
        (_FOR_SELF.search(text) or _OF_SELF.search(text))
        and not _OTHERS.search(text)
        and not _GIVEN_TO_OTHERS.search(text)
    )


def begins(text: str, at: int) -> int:
    """Where the sentence begins in which `at` stands, or `REACH` characters before it."""
    first = max(0, at - REACH)
    found = max(text.rfind(mark, first, at) for mark in ".?!;\n")
    return found + 1 if found >= 0 else first


def of_someone_else(text: str, start: int, end: int) -> bool:
    """Whether what stands at `start` is told of a relative of whom is not asked."""
    sentence = text[begins(text, start) : start]
    if _FAMILY.search(sentence[-90:]) or _FAMILY.match(text, end + 1):
        return True
    if _RUNS_IN_FAMILY.search(text, end, end + 48):
        return True
    if _ANOTHER.search(sentence) and _DIFFERS.match(text, end):
        return True
    at = start - len(sentence)
    others = _OF_OTHERS.search(text, at, end + REACH)
    if _NOT_ME.search(sentence) or (others is not None and others.start() < start):
        return True
    stop = _ENDS.search(text, end, end + REACH)
    around = sentence + text[start : stop.start() if stop else end + REACH]
    relative = _OF_PATIENT.search(around)
    if relative and relative.start() <= len(sentence) <= relative.start() + 80:
        return relative.end() <= len(sentence) + 12
    if not asks_for_self(text):
        return False
    subjects = list(_SUBJECT.finditer(sentence))
    return bool(subjects) and subjects[-1]["other"] is not None


_REPORTS: Final = re.compile(
    rf"\b{_RELATION} (?:\w+ ){{0,2}}?(?:say|said|tell|told|think|thought|reckon|give|gave|want|ask|"
    r"notice|remind|believe|find|found|read|buy|bought|brought|claim|warn|mention|insist|"
    r"is an? (?:nurse|doctor|gp|pharmacist|midwife))",
    re.IGNORECASE,
)
"""What a relative says may be of anybody."""
_HAS_A_RELATION: Final = re.compile(
    rf"\b(?:have|has|had|got) (?:an?|one|two|another) (?:\w+ )?{_RELATION}s?\b[^.?!;\n]*",
    re.IGNORECASE,
)
_ASKS_FOR_OTHERS: Final = re.compile(
    r"\b(?:can|should|may|could|must|is|does|would|will) (?:he|she|they)\b[^.?!;\n]*\?",
    re.IGNORECASE,
)
_SELF: Final = re.compile(r"\b(?:i|i['\u2019]\w+|im|ive|me|mine|myself|my own)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.?!;\n]+[.?!;\n]*")


def speaks_for_self(question: str, later: Sequence[str]) -> bool:
    """Whether a question is about its asker, by what it says or by what was said right before.

    Args:
        later: what was said since the turn that may tell of somebody else.
    """
    if not asks_for_self(question):
        return False
    if _PLAINLY_SELF.search(question) or _OF_SELF.search(question):
        return True
    return any(_OF_SELF.search(text) and not _OTHERS.search(text) for text in later)


@lru_cache(maxsize=1024)
def without_others(text: str) -> str:
    """Without the sentences that tell of a relative alone: of an earlier turn, where the asker goes
    on to ask for himself. What a relative says or gives stays."""
    return "".join(_own(one.group()) for one in _SENTENCE.finditer(text))


def _own(sentence: str) -> str:
    if _ASKS_FOR_OTHERS.search(sentence) and not _SELF.search(sentence):
        return ""
    if _REPORTS.search(sentence):
        return sentence
    found = _HAS_A_RELATION.search(sentence)
    if found is not None and not _SELF.search(found.group()):
        return sentence[: found.start()]
    subjects = list(_SUBJECT.finditer(sentence))
    others = bool(subjects) and all(one["other"] for one in subjects)
    return "" if others and not _SELF.search(sentence) else sentence
