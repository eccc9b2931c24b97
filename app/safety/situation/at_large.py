"""Whether an age in a question is that of the patient whose record came with it.

A group that is named at large (`in children`, `a child`) and the baby that the patient carries or
nurses are not the patient. Words are from general knowledge, reviewed by nobody yet.
"""

import re
from typing import Final

_PLURAL: Final = re.compile(r"(?:s|children|elderly|people|aged|men|women)$", re.IGNORECASE)
_POINTED: Final = re.compile(
    r"\b(?:my|our|his|her|their|your|this|that|the|these|those|two|both)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_THE_MANY: Final = re.compile(r"\bthe (?:very )?$", re.IGNORECASE)
"""Before `elderly`, which are no patients who were spoken of."""
_ELDERLY: Final = re.compile(r"(?:elderly|aged|old)$", re.IGNORECASE)
_ANY: Final = re.compile(r"\b(?:an?|any|every|each|no)\s(?:\w+\s)?$", re.IGNORECASE)
_DESCRIBED: Final = re.compile(
    r"^(?:,|\s\(|\s?(?:['\u2019]s )?\s(?:patient )?(?:with|who|whose|has|having|on|taking|weighing|"
    r"aged|of \d|is|presents|presenting)\b)",
    re.IGNORECASE,
)
_DOSE: Final = re.compile(r"^\s(?:dos(?:e|es|ing|age)|use|formulary|guidelines?)\b", re.IGNORECASE)
_BABY: Final = (
    r"(?:my|the|her|our|this|your)\s(?:[\w-]+\s){0,3}?"
    r"(?:baby|babies|infant|newborn|neonate|child|bub|twins?|daughter|son|boy|girl)"
)
_BABY_IS_THE_PATIENT: Final = re.compile(
    rf"\b(?:give|giving|treat|treating|doses? for|dosage for)\b[^.?!;]{{0,60}}\b{_BABY}\b|"
    rf"\b{_BABY}\s(?:have|take|be given|get|has|had|with|need|needs|"
    r"is (?:ill|sick|hot|unwell|poorly|feverish|coughing|vomiting))\b",
    re.IGNORECASE,
)


def at_large(text: str, start: int, end: int) -> bool:
    """Whether the group of ages at `start` stands for no one who is asked about: `in children`,
    `can a child have`; `a child with asthma` and `this child` may be somebody."""
    before, after = text[max(0, start - 32) : start], text[end : end + 24]
    words = text[start:end]
    if _DOSE.match(after):
        return True
    if _PLURAL.search(words):
        many = _ELDERLY.search(words) is not None and _THE_MANY.search(before) is not None
        return many or not _POINTED.search(before)
    return _ANY.search(before) is not None and not _DESCRIBED.match(after)


def baby_is_the_patient(text: str) -> bool:
    """Whether it is the baby that a medicine is given to, rather than its mother."""
    return _BABY_IS_THE_PATIENT.search(text) is not None
