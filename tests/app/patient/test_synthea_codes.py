"""How much of forty synthetic records is recognised, where those are at ../shared/data."""

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.record import Coding
from app.patient.amounts import quantity, standard
from app.patient.coded import allergen, analyte, medicine, problem

ARCHIVE = Path(__file__).parents[4] / "shared/data/fhir/synthea_r4_40.tar.gz"
pytestmark = pytest.mark.skipif(
    not ARCHIVE.is_file(), reason="the records are not at ../shared/data/fhir"
)
Concept = tuple[tuple[Coding, ...], str]


@cache
def resources() -> tuple[dict[str, Any], ...]:
    found: list[dict[str, Any]] = []
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".json") else None
            if file is not None:
                found += [entry["resource"] for entry in json.load(file)["entry"]]
    return tuple(found)


def of_type(kind: str) -> Iterator[dict[str, Any]]:
    return (one for one in resources() if one["resourceType"] == kind)


def concept(stated: dict[str, Any]) -> Concept:
    codings = tuple(
        Coding(system=one["system"], code=one["code"], display=one.get("display", ""))
        for one in stated.get("coding", ())
    )
    return codings, stated.get("text", "")


def test_every_medicine_is_known_and_code_and_words_agree() -> None:
    requests = [concept(one["medicationCodeableConcept"]) for one in of_type("MedicationRequest")]
    assert len(requests) > 100
    for each in requests:
        known = medicine(*each)
        assert known.names, each
        assert known.disagreement is None, known


def test_medicines_are_known_by_code_and_by_words_alone() -> None:
    requests = [concept(one["medicationCodeableConcept"]) for one in of_type("MedicationRequest")]
    by_code = sum(
        bool(medicine(tuple(Coding(system=c.system, code=c.code) for c in codings), "").names)
        for codings, _ in requests
    )
    by_words = sum(
        bool(medicine((), text or codings[0].display).names) for codings, text in requests
    )
    assert by_code / len(requests) > 0.85
    assert by_words / len(requests) > 0.94


UNKNOWN_PROBLEMS = {
    "241929008",  # acute allergic reaction
    "156073000",  # fetus with unknown complication
    "283371005", "283385000", "284549007", "284551006",  # lacerations
    "33737001",  # fracture of rib
    "428251008",  # history of appendectomy
}  # fmt: skip


def test_conditions_that_are_unknown_are_listed() -> None:
    unknown: Counter[str] = Counter()
    for one in of_type("Condition"):
        codings, text = concept(one["code"])
        known = problem(codings, text)
        assert known.disagreement is None, known
        if not known.names:
            unknown[codings[0].code] += 1
    assert set(unknown) <= UNKNOWN_PROBLEMS


def test_no_allergen_of_them_is_a_medicine() -> None:
    allergies = [concept(one["code"]) for one in of_type("AllergyIntolerance")]
    assert len(allergies) > 50
    for each in allergies:
        assert allergen(*each) == (frozenset(), None, None), each


PLATELET_WIDTH = "32207-3"


def test_results_but_antibodies_and_widths_of_platelets_are_known_in_their_unit() -> None:
    seen = 0
    for whole in of_type("Observation"):
        for one in (whole, *whole.get("component", ())):
            codings, text = concept(one["code"])
            if "IgE" in text or codings[0].code == PLATELET_WIDTH:
                assert not analyte(codings, text).names
                continue
            known = analyte(codings, text)
            assert known.names, text
            assert known.disagreement is None, known
            value = one.get("valueQuantity")
            if value:
                (name,) = known.names
                amount = quantity(value["value"], None, value["unit"], value["code"])
                found, why = standard(amount, name)
                assert found is not None, (name, why)
                seen += 1
    assert seen > 2000
