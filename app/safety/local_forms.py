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


_RECORDED: Final = re.compile(
    r"\b(?:creams?|ointments?|lotions?|shampoos?|pessar(?:y|ies)|mouthwash|ophthalmic|otic|nasal|"
    r"intranasal|topical(?:ly)?|inhalers?|inhalation|inhaled|(?:eye|ear|nose) ?-?(?:drops?|sprays?|"
    r"ointments?|gels?)|nebuli[sz]er|vaginal(?:ly)?|intrauterine|both eyes|(?:left|right) (?:eye|"
    r"ear)|nail lacquer|applicat\w* to (?:the )?skin)\b|(?<!oral )(?<!transdermal )\bgels?\b",
    re.IGNORECASE,
)
_SYSTEMIC: Final = re.compile(r"\btransdermal\b|\bdesmopressin\b|\b(?:e|o?e)stradiol\b", re.I)
"""What acts in the whole body from the skin or the nose."""
_SURFACE: Final = re.compile(
    r"\b(?:creams?|ointments?|lotions?|shampoos?|ophthalmic|otic|topical(?:ly)?|(?:eye|ear) ?-?"
    r"(?:drops?|ointments?|gels?)|mouthwash|nail lacquer)\b",
    re.IGNORECASE,
)


def recorded_local(words: str) -> bool:
    """Whether an entry of a record, which is one product, tells a form that acts locally."""
    return _RECORDED.search(words) is not None and _SYSTEMIC.search(words) is None


def recorded_on_surface(words: str) -> bool:
    """Whether it is put on skin, eyes, ears or mouth: next to nothing of it reaches the blood."""
    return _SURFACE.search(words) is not None and _SYSTEMIC.search(words) is None
