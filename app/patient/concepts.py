"""A CodeableConcept: what the record calls something, and its codes."""

from typing import Final, NamedTuple

from app.domain.record import Coding
from app.patient.element import Element
from app.patient.left_out import LeftOut

LONGEST_NAME: Final = 500
"""Characters; a longer one is a text put where a name belongs, and is not cut, for the end of a
sentence can turn its meaning."""
MOST_CODINGS: Final = 50
SYSTEMS: Final = {
    "http://snomed.info/sct": "SNOMED CT",
    "http://loinc.org": "LOINC",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/cvx": "CVX",
    "http://hl7.org/fhir/sid/ndc": "NDC",
    "http://www.whocc.no/atc": "ATC",
}


class Concept(NamedTuple):
    name: str
    """The text, else the first display, else system and code; never empty."""
    codings: tuple[Coding, ...]

    def wordings(self) -> tuple[str, ...]:
        """Text and displays."""
        return (self.name, *(coding.display for coding in self.codings if coding.display))


def concept(element: Element) -> Concept | None:
    """None: it states neither a word nor a code.

    Raises:
        LeftOut: its words are too many for a name, or its codings too many for a concept.
    """
    stated = element.items("coding")
    if len(stated) > MOST_CODINGS:
        raise LeftOut(element.at, f"has more than {MOST_CODINGS} codings")
    codings = tuple(
        Coding(system=one.text("system"), code=one.text("code"), display=one.text("display"))
        for one in stated
    )
    codings = tuple(one for one in codings if one.code or one.display)
    name = element.text("text") or next((one.display for one in codings if one.display), "")
    if not name and codings:
        system = SYSTEMS.get(codings[0].system, codings[0].system)
        name = f"{system} {codings[0].code}".strip()
    if not name:
        return None
    if max(len(name), *(len(one.display) for one in codings), 0) > LONGEST_NAME:
        raise LeftOut(element.at, f"has more than {LONGEST_NAME} characters where a name belongs")
    return Concept(name, codings)


def required(element: Element) -> Concept:
    """Raises:
    LeftOut: it states neither a word nor a code, or too many words.
    """
    found = concept(element)
    if found is None:
        raise LeftOut(element.at, "states neither a word nor a code")
    return found


def words(element: Element) -> str:
    """The name alone; empty where there is none or it is too long for one."""
    try:
        found = concept(element)
    except LeftOut:
        return ""
    return found.name if found else ""


def codes(element: Element) -> tuple[str, ...]:
    """What a status is stated as: its codes, else its words, in lower case."""
    stated = tuple(code.lower() for one in element.items("coding") if (code := one.text("code")))
    text = element.text("text").lower()
    return stated or ((text,) if text else ())
