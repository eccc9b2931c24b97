"""Coded answers in words."""

import pytest

from app.patient.coded_answers import answer
from app.patient.element import Element
from tests.app.patient.bundles import LOINC, SNOMED, Json


@pytest.mark.parametrize(
    ("concept", "words"),
    [
        ({"coding": [{"system": SNOMED, "code": "77386006"}]}, "Pregnant"),
        ({"coding": [{"system": SNOMED, "code": "60001007"}]}, "Not pregnant"),
        ({"coding": [{"system": LOINC, "code": "LA18978-9"}]}, "Never smoker"),
        ({"coding": [{"code": "77386006"}], "text": "Not this time"}, "Not this time"),
        ({"coding": [{"code": "77386006", "display": "Gravid"}]}, "Gravid"),
        ({"coding": [{"system": SNOMED, "code": "1"}]}, "SNOMED CT 1"),
        ({}, ""),
    ],
)
def test_an_answer_is_in_the_records_words_where_it_has_any(concept: Json, words: str) -> None:
    assert answer(Element(concept, "Bundle")) == words
