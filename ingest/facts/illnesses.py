"""What a dose is for, as labels say it: in a heading, before a colon, or in a sentence before.

The words were written from memory of how labels name illnesses and tried on the labels at hand; no
vocabulary was looked up. A word too many leaves a dose out; a word that is missing is met by the
rule that a heading which is neither about persons nor about dosing is what the dose is for.
"""

import re
from typing import Final

_ILLNESS: Final = (
    r"\b(?:disorders?|diseases?|syndromes?|symptomatology|symptoms?|infections?|arthritis|"
    r"osteoarthritis|spondylitis|psoriasis|pain|hypertension|hypothyroidism|hyperlipid(?:a?emia)|"
    r"hypercholesterol(?:a?emia)|epilepsy|seizures?|oedema|edema|asthma|diabetes|depression|"
    r"psychosis|schizophrenia|anxiety|insomnia|angina|failure|fibrillation|thrombosis|embolism|"
    r"stroke|pneumonia|fever|migraine|cancer|carcinoma|leuk(?:a?emia)|lymphoma|ulcers?|colitis|"
    r"itch(?:ing)?|nausea|vomiting|rash|an(?:a?emia)|gout|sepsis|COVID-19)"
)
_NAMED: Final = re.compile(
    rf"{_ILLNESS}\b|\b(?:treatment|management|prevention|prophylaxis|relief) of\b"
    r"|\b(?:severe|moderate|mild|acute|chronic)\b",
    re.IGNORECASE,
)
_LAST: Final = re.compile(rf"{_ILLNESS}$", re.IGNORECASE)
_ITEM: Final = re.compile(r"[^:;.]{3,120}?(?::|\s[-\u2013\u2014])\s+\S")
_NUMBERED: Final = re.compile(r"^\d+(?:\.\d+)+\.?\s+")
_DOSING: Final = re.compile(
    r"\b(?:dos(?:es?|ages?|ing)|administration|administered|information|instructions?|"
    r"recommendations?|considerations?|general|overview|schedules?|regimens?|titration|directions|"
    r"limitations?|important|selection|initiation|maintenance)\b",
    re.IGNORECASE,
)
_FORM: Final = re.compile(
    r"\b(?:tablets?|capsules?|injections?|solutions?|suspensions?|creams?|ointments?|gels?|"
    r"patch(?:es)?|infusions?|inhal\w+|oral|intravenous|intramuscular|subcutaneous|topical|rectal|"
    r"usage|use)\b",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"\b(?:for|in)\s+(?P<what>[^\W\d].+)$", re.IGNORECASE)


def names_illness(words: str, but_for: str = "") -> bool:
    """Whether the words name an illness that `but_for` does not."""
    known = but_for.casefold()
    return any(found[0].casefold() not in known for found in _NAMED.finditer(words))


def ends_in_illness(words: str) -> bool:
    """Whether words before a colon are the name of an illness."""
    return _LAST.search(words) is not None


def is_item(words: str) -> bool:
    """Whether a line begins with what it is for, as the items of a list and the rows of a table do:
    it does not go on from the line before."""
    return _ITEM.match(words) is not None


def indication_in(heading: str) -> str | None:
    """What a heading that names no persons says the doses below it are for, without its number.

    None for a heading about dosing (`Recommended Dosage`) or about a form of the drug.
    """
    words = _NUMBERED.sub("", heading).strip()
    if names_illness(words):
        return words
    if _DOSING.search(words):
        for_what = _FOR.search(words)
        what = for_what["what"] if for_what else ""
        return words if what and not _FORM.search(what) and not _DOSING.search(what) else None
    return None if _FORM.search(words) or not words else words
