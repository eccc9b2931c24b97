"""An order as a sentence that recommends it, for the checks that read claims.

What a record calls a medicine may hold anything (`do not crush`, `avoid in pregnancy`), so the name
is written anew from what it means, and the record's words of the dosage stand in a sentence of
their own: they cannot turn the recommendation round.
"""

import re
from typing import Final

from app.domain.record import MedicineEntry
from app.safety.local_forms import recorded_local
from app.terms.drugs import drug_names

_FORMS: Final = (
    (re.compile(r"\b(?:eye|ophthalmic|both eyes|(?:left|right) eye)\b", re.I), "eye drops"),
    (re.compile(r"\b(?:ear|otic)\b", re.I), "ear drops"),
    (re.compile(r"\b(?:nasal|nose|intranasal)\b", re.I), "nasal spray"),
    (re.compile(r"\b(?:inhal\w+|nebuli\w+)\b", re.I), "inhaler"),
    (re.compile(r"\b(?:vaginal\w*|pessar\w+)\b", re.I), "pessary"),
    (re.compile(r"\bintrauterine\b", re.I), "intrauterine device"),
    (re.compile(r"\bmouthwash\b", re.I), "mouthwash"),
)
_ELSE: Final = "cream"
"""Any other form that acts where it is put."""
_LONGEST: Final = 300
"""Characters of name or dosage that are read for a dose."""


class OrderWords:
    """`OrderWording` over the vocabulary of medicines."""

    def worded(self, order: MedicineEntry) -> str:
        named = _named(order)
        if not named:
            return ""
        form = _form(order)
        sentence = f"Give {named} {form}." if form else f"Give {named}."
        dosage = _one_line(order.dosage)
        if not dosage:
            return sentence
        return f"{sentence} {_strength(order, dosage)}{dosage.rstrip('.')}."


def _named(order: MedicineEntry) -> str:
    """Ingredients with strokes between, which reads as one product and not as two taken together;
    a class by its name."""
    if order.known_as:
        return "/".join(sorted(order.known_as))
    if order.class_name is None:
        return ""
    words = order.class_name.replace("_", " ")
    written = (words, words.upper())  # an abbreviation is known in capitals
    return next((one for one in written if drug_names().named(one).classes), "")


def _form(order: MedicineEntry) -> str:
    words = f"{order.name} {order.dosage}"
    if not recorded_local(words):
        return ""
    return next((form for told, form in _FORMS if told.search(words)), _ELSE)


_MASS: Final = re.compile(
    r"\b(\d[\d,.]*)\s?(mg|g|mcg|micrograms?|ug|units?)\b(?!\s?/)", re.IGNORECASE
)
_COUNTED: Final = re.compile(r"\b(?:tab(?:let)?s?|cap(?:sule)?s?)\b", re.IGNORECASE)


def _strength(order: MedicineEntry, dosage: str) -> str:
    """`500 mg tablet, `: what one tablet holds, where the name tells it once and the dosage counts
    tablets."""
    told = {one.group() for one in _MASS.finditer(order.name[:_LONGEST])}
    if len(told) == 1 and len(order.known_as) == 1 and _COUNTED.search(dosage):
        return f"{next(iter(told))} tablet, "
    return ""


def _one_line(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else ""
