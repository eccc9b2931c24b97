"""Whom a bundle is of."""

import pytest

from app.domain.errors import UnusableRecord
from app.domain.record import PatientRecord
from tests.app.patient.bundles import Json, bundle, patient, read, reader


def of(**elements: object) -> PatientRecord:
    stated = {name: value for name, value in patient(**elements).items() if value is not None}
    return read(of=stated)


@pytest.mark.parametrize(
    ("gender", "sex"),
    [("female", "female"), ("male", "male"), ("other", None), ("unknown", None), (None, None)],
)  # fmt: skip
def test_sex_is_the_administrative_gender_where_it_is_one_of_two(
    gender: str | None, sex: str | None
) -> None:
    record = of(gender=gender)
    assert record.sex == sex
    assert not record.unusable


@pytest.mark.parametrize("born", ["1960", "1960-02", "1960-02-03"])
def test_a_birth_may_be_partial(born: str) -> None:
    record = of(birthDate=born)
    assert record.born
    assert record.born.text == born


@pytest.mark.parametrize(
    ("elements", "path"),
    [
        ({"birthDate": "2027-01-01"}, "birthDate"),
        ({"birthDate": "1899-12-31"}, "birthDate"),
        ({"birthDate": "1960-02-30"}, "birthDate"),
        ({"birthDate": "03/02/1960"}, "birthDate"),
        ({"birthDate": 1960}, "birthDate"),
        ({"birthDate": ["1960"]}, "birthDate"),
        ({"gender": "F"}, "gender"),
        ({"gender": 5}, "gender"),
        ({"deceasedDateTime": "2027-01-01"}, "deceasedDateTime"),
        ({"deceasedDateTime": "yes"}, "deceasedDateTime"),
        ({"deceasedBoolean": "perhaps"}, "deceasedBoolean"),
    ],
)
def test_what_cannot_be_so_is_listed_and_unknown(elements: Json, path: str) -> None:
    record = of(**elements)
    (left,) = record.unusable
    assert left.at == f"Bundle.entry[0].resource.{path}"
    assert (record.born is None) == (path == "birthDate")
    assert record.sex is None
    assert record.died is None


def test_a_death_before_the_birth_makes_both_unknown() -> None:
    record = of(deceasedDateTime="1950-01-01")
    assert (record.born, record.died) == (None, None)
    assert [left.at.rpartition(".")[2] for left in record.unusable] == [
        "birthDate",
        "deceasedDateTime",
    ]


def test_a_death_without_a_date_lies_somewhere_in_the_life() -> None:
    died = of(deceasedBoolean=True).died
    assert died
    assert died.text == "1960-02-03/2026-06-01"
    assert of(deceasedBoolean=False).died is None


def test_a_broken_name_or_address_is_nobodys_business() -> None:
    record = of(name="Canarywort", address=[[5]], telecom={"x": 1}, identifier=None)
    assert not record.unusable


def test_no_patient_is_refused() -> None:
    with pytest.raises(UnusableRecord, match="no Patient") as caught:
        reader().read({**bundle(), "entry": []})
    assert caught.value.path == "Bundle.entry"


def test_two_patients_are_refused_at_the_second() -> None:
    with pytest.raises(UnusableRecord, match="more than one Patient") as caught:
        read(patient(id="q"))
    assert caught.value.path == "Bundle.entry[1].resource"


def test_the_same_patient_twice_is_one() -> None:
    assert read(patient()).patient == "Patient/p"


def test_the_same_patient_told_differently_is_refused() -> None:
    with pytest.raises(UnusableRecord, match="twice, and differently"):
        read(patient(birthDate="1970-01-01"))


def test_a_modifier_of_a_patient_is_not_read_over() -> None:
    with pytest.raises(UnusableRecord) as caught:
        of(modifierExtension=[{"url": "https://x.example", "valueBoolean": True}])
    assert caught.value.path == "Bundle.entry[0].resource.modifierExtension"
