"""Whether a medicine was told as a cream, drops or an inhaler, which act where they are put."""

import re
from typing import Final

_FORM: Final = (
    r"(?:creams?|ointments?|gels?|lotions?|shampoos?|foam|powder|"
    r"(?:eye|ear|nose|nasal) ?-?(?:drops?|sprays?|ointments?|gels?)|eyedrops?|drops|inhalers?|"
    r"inhaled|inhalation|nebuli[sz]er|puffer|"
    r"pessar(?:y|ies)|mouthwash|lozenges?|topical(?:ly)?|ophthalmic|otic|intranasal|"
    r"vaginal(?:ly)?|enema|suppositor(?:y|ies)|coil|iud|intrauterine(?: system| device)?|"
    r"nasal|scalp application|nail lacquer|throat spray|turbuhaler|accuhaler|evohaler|depot|"
    r"injection into the (?:joint|knee|shoulder))"
)
_BEHIND: Final = re.compile(
    rf"^(?:[\s,-]*(?:\d[\d.,]*\s?(?:%|percent|mg|mcg|micrograms?)(?:/\w+)?|sodium|acetate|"
    rf"furoate|propionate|valerate|maleate|phosphate|hydrochloride|hfa|1%|my|the|in an?|as an?|by|"
    rf"vaginal|nasal|steroid|antibiotic))*"
    rf"[\s,-]*{_FORM}\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    rf"\b{_FORM}(?:\s+(?:of|with|containing|like|called|such as|some|my|the))*[\s(]*$",
    re.IGNORECASE,
)
REACH: Final = 60
"""Characters around a name that are read for its form."""


def local_at(text: str, start: int, end: int) -> bool:
    """Whether the medicine named at `start` to `end` is told in a form that acts locally."""
    return (
        _BEHIND.match(text[end : end + REACH]) is not None
        or _BEFORE.search(text[max(0, start - REACH) : start]) is not None
    )
