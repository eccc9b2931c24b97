"""What a record calls something."""

import pytest

from app.patient.concepts import LONGEST_NAME, codes, concept, required, words
from app.patient.element import Element
from app.patient.left_out import LeftOut
from tests.app.patient.bundles import LOINC, Json


def at(value: object) -> Element:
    return Element(value, "Bundle.code")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"text": "Asthma", "coding": [{"display": "Other"}]}, "Asthma"),
        ({"coding": [{"code": "1"}, {"display": "Asthma"}]}, "Asthma"),
        ({"coding": [{"system": LOINC, "code": "4548-4"}]}, "LOINC 4548-4"),
        ({"coding": [{"system": "urn:x", "code": "7"}]}, "urn:x 7"),
        ({"coding": [{"code": "7"}]}, "7"),
        ({"text": "高血圧"}, "高血圧"),
        ({"text": "ارتفاع ضغط الدم"}, "ارتفاع ضغط الدم"),
    ],
)
def test_the_name_is_the_text_else_a_display_else_the_code(value: Json, name: str) -> None:
    found = concept(at(value))
    assert found
    assert found.name == name


@pytest.mark.parametrize(
    "value", [None, {}, {"text": " "}, {"coding": []}, {"coding": [None, {}]}, [], "Asthma", 5]
)
def test_without_words_and_codes_there_is_none(value: object) -> None:
    assert concept(at(value)) is None
    assert words(at(value)) == ""
    with pytest.raises(LeftOut):
        required(at(value))


@pytest.mark.parametrize(
    "value", [{"text": "x" * 501}, {"text": "x", "coding": [{"display": "x" * 501}]}]
)
def test_a_text_where_a_name_belongs_is_not_cut_but_left_out(value: Json) -> None:
    with pytest.raises(LeftOut, match=str(LONGEST_NAME)):
        concept(at(value))
    assert words(at(value)) == ""


def test_a_status_is_stated_in_codes_else_in_words() -> None:
    assert codes(at({"coding": [{"code": "Active"}], "text": "Resolved"})) == ("active",)
    assert codes(at({"text": "Resolved"})) == ("resolved",)
    assert codes(at(None)) == ()


def test_too_many_codings_are_no_concept() -> None:
    many = {"coding": [{"code": str(number)} for number in range(51)]}
    with pytest.raises(LeftOut, match="codings"):
        concept(at(many))
    assert words(at(many)) == ""
