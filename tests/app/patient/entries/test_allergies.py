"""AllergyIntolerances, and statements that no allergy is known."""

from typing import Any

import pytest

from app.domain.record import Course
from tests.app.patient.bundles import SNOMED, allergy, entry, fault, intolerance, status


@pytest.mark.parametrize(
    "text",
    [
        "No known allergies", "No known allergy (situation)", "NKDA", "NKA",
        "No known drug allergies",
        "No known drug allergy", "no known medication allergies", "Nil known", "None known",
        "No allergies", "Not allergic to medication", "Denies any allergies", "No active allergies",
        "No known allergies or intolerances", "Allergies: none",
        "No Known Drug Allergy (situation)",
    ],
)  # fmt: skip
def test_words_that_there_is_none_are_no_allergy(text: str) -> None:
    found = intolerance(entry(allergy(text)))
    assert found.none_known
    assert found.known_as == frozenset()


@pytest.mark.parametrize("code", ["716186003", "409137002"])
def test_codes_that_there_is_none_are_no_allergy(code: str) -> None:
    found = intolerance(entry(allergy(code={"coding": [{"system": SNOMED, "code": code}]})))
    assert found.none_known
    assert found.known_as == frozenset()


@pytest.mark.parametrize(
    ("code", "to"), [("429625007", "food"), ("428607008", "environment"), ("716184000", "latex")]
)
def test_none_known_to_food_says_nothing_of_medicines(code: str, to: str) -> None:
    found = intolerance(entry(allergy(code={"coding": [{"system": SNOMED, "code": code}]})))
    assert found.none_known
    assert found.known_as == {to}


def test_none_known_to_one_substance_names_it() -> None:
    found = intolerance(entry(allergy("No known latex allergy")))
    assert found.none_known
    assert found.known_as == {"latex"}


@pytest.mark.parametrize(
    "text", ["Penicillin", "Nickel", "Nonoxynol", "Allergy to nuts", "Noxzema"]
)
def test_what_only_begins_like_it_is_an_allergy(text: str) -> None:
    assert not intolerance(entry(allergy(text))).none_known


@pytest.mark.parametrize("text", ["Allergies not assessed", "Unknown"])
def test_where_nobody_asked_nothing_is_known(text: str) -> None:
    assert fault(allergy(text)) == ("code", "says that nothing is known of allergies")


@pytest.mark.parametrize("code", ["refuted", "entered-in-error"])
def test_what_is_not_so_is_left_out(code: str) -> None:
    assert fault(allergy(verificationStatus=status(code)))[0] == "verificationStatus"


@pytest.mark.parametrize(
    ("elements", "course", "confirmed"),
    [
        ({}, Course.ACTIVE, True),
        ({"clinicalStatus": status("inactive")}, Course.PAST, True),
        ({"clinicalStatus": status("resolved")}, Course.PAST, True),
        ({"clinicalStatus": None}, Course.UNKNOWN, True),
        ({"verificationStatus": status("unconfirmed")}, Course.ACTIVE, False),
    ],
)
def test_course_and_certainty(elements: dict[str, Any], course: Course, confirmed: bool) -> None:
    found = intolerance(entry(allergy(**elements)))
    assert (found.course, found.confirmed) == (course, confirmed)


def test_what_happened_is_told_once_with_its_severity() -> None:
    rash = {"manifestation": [{"text": "Rash"}], "severity": "mild"}
    found = intolerance(
        entry(
            allergy(
                type="intolerance",
                criticality="high",
                reaction=[rash, rash, {"manifestation": [{"text": "Wheeze"}, {"text": "Hives"}]}],
            )
        )
    )
    assert found.reaction == "Rash (mild); Wheeze, Hives; high criticality"
    assert found.intolerance


def test_the_substance_of_a_reaction_names_an_allergy_without_a_code() -> None:
    reaction = [{"substance": {"text": "Amoxicillin"}, "manifestation": [{"text": "Rash"}]}]
    assert intolerance(entry(allergy(code=None, reaction=reaction))).name == "Amoxicillin"
