"""What wordings and codes say beside the concept they name."""

import pytest

from app.domain.record import Coding
from app.patient.coding_sense import Sense, senses
from app.patient.concepts import Concept
from tests.app.patient.bundles import SNOMED

ICD_10 = "http://hl7.org/fhir/sid/icd-10"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Asthma", set()),
        ("Family history of asthma", {Sense.FAMILY}),
        ("History of asthma", {Sense.PAST}),
        ("No family history of asthma", {Sense.DENIED}),
        ("Suspected asthma", {Sense.SUSPECTED}),
        ("Historical rickets outbreak", set()),
        ("Priority case", set()),
        ("Possibility", set()),
        ("Query pneumonia", {Sense.SUSPECTED}),
        ("Fathering", set()),
        ("Anxiety and fear of the unknown", set()),
        ("Acute disease not elsewhere named", set()),
    ],
)
def test_words_are_read_for_what_they_say_of_the_concept(text: str, said: set[Sense]) -> None:
    assert senses(Concept(text, ())) == said


@pytest.mark.parametrize(
    ("coding", "said"),
    [
        (Coding(system=ICD_10, code="Z80.3"), {Sense.FAMILY}),
        (Coding(system=ICD_10, code="Z86.7"), {Sense.PAST}),
        (Coding(system=ICD_10, code="E80.3"), set()),
        (Coding(system=SNOMED, code="Z80.3"), set()),
        (Coding(system=SNOMED, code="160245001"), {Sense.DENIED}),
        (Coding(system=ICD_10, code="160245001"), set()),
        (Coding(system=SNOMED, code="1", display="History of asthma (situation)"), {Sense.PAST}),
    ],
)
def test_codes_and_displays_are_read_too(coding: Coding, said: set[Sense]) -> None:
    assert senses(Concept("Asthma", (coding,))) == said
