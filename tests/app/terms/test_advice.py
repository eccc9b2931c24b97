"""Words of advice, of cases and of regimens: each with texts that it is met in and others."""

import pytest

from app.terms.advice import AGAINST, FAVOUR, HEDGED, STUDY
from app.terms.cases import MARKS, marks_in
from app.terms.regimens import DAILY, FIXED, LASTS_BEFORE, ROLE_OF, ROLES


@pytest.mark.parametrize(
    "text",
    [
        "It is contraindicated in asthma.",
        "It should not be used in pregnancy.",
        "It must never be given by this route.",
        "Do not give it to children.",
        "It is no longer recommended.",
        "The panel recommends against it.",
        "Avoid it in the first trimester.",
    ],
)
def test_advice_against_is_met(text: str) -> None:
    assert AGAINST.search(text)
    assert not FAVOUR.search(AGAINST.sub(" ", text))


@pytest.mark.parametrize(
    "text",
    [
        "It is recommended for adults.",
        "It may be used in pregnancy.",
        "Offer it to everybody.",
        "It is the drug of choice.",
        "We recommend it.",
    ],
)
def test_advice_for_is_met(text: str) -> None:
    assert FAVOUR.search(text)
    assert not AGAINST.search(text)


@pytest.mark.parametrize(
    "text",
    ["Do not take more than 4 g.", "The use of it is growing.", "It is a white powder."],
)
def test_a_limit_and_a_description_advise_nothing(text: str) -> None:
    assert not AGAINST.search(text)
    assert not FAVOUR.search(text)


def test_reservations_and_reports_are_told() -> None:
    assert HEDGED.search("It may be used if nothing else is at hand.")
    assert not HEDGED.search("Avoid it when the eGFR is below 30.")
    assert STUDY.search("Patients were randomised to 20 mg.")
    assert not STUDY.search("Give adults 20 mg daily.")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Severe malaria", "severity"),
        ("Disseminated gonococcal infection", "complicated"),
        ("Late latent syphilis", "late"),
        ("benzathine penicillin", "benzathine"),
        ("penicillin-allergic adults", "allergy"),
        ("modified-release tablets", "form"),
    ],
)
def test_a_case_that_is_singled_out_is_marked(text: str, mark: str) -> None:
    assert mark in marks_in(text)


@pytest.mark.parametrize("text", ["Uncomplicated gonorrhoea", "Adults with asthma", "Take it once"])
def test_a_plain_case_has_no_mark(text: str) -> None:
    assert marks_in(text) == frozenset()


def test_every_mark_and_role_has_words() -> None:
    assert all(MARKS.values())
    assert set(ROLE_OF.values()) == set(ROLES)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (" in 24 hours", True),
        (" of paracetamol per day", True),
        (" daily", True),
        (" twice daily", False),
        (" every 8 hours", False),
    ],
)
def test_what_makes_an_amount_a_days_is_told_from_a_frequency(text: str, met: bool) -> None:
    assert bool(DAILY.search(text)) is met


def test_a_product_of_several_drugs_and_a_duration_are_told() -> None:
    assert FIXED.search("hydrocodone 5 mg/acetaminophen 325 mg")
    assert not FIXED.search("5 mg/kg daily")
    assert LASTS_BEFORE.search("twice daily for at least ")
    assert not LASTS_BEFORE.search("review after ")
