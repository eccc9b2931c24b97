"""Doses, units and frequencies: what is altered, and what must be left alone."""

from decimal import Decimal

import pytest

from eval.makers.mutate import frequency_swap, restated, tenfold_dose, unit_swap
from eval.makers.mutate.mutation import Mutation
from eval.makers.mutate.quantity import written


def claims(mutation: Mutation, sentence: str) -> list[str]:
    return [one.claim for one in mutation.mutate(sentence)]


def test_a_dose_becomes_ten_times_itself_and_a_tenth() -> None:
    assert claims(tenfold_dose, "The usual dose of examplol is 2.5 mg once daily.") == [
        "The usual dose of examplol is 25 mg once daily.",
        "The usual dose of examplol is 0.25 mg once daily.",
    ]


def test_a_dose_named_twice_changes_in_both_places() -> None:
    sentence = "Start at 5 mg, and stay at 5 mg for a week."
    assert claims(tenfold_dose, sentence)[0] == "Start at 50 mg, and stay at 50 mg for a week."


def test_thousands_keep_their_marks() -> None:
    assert claims(tenfold_dose, "Give 1,500 mg of examplol today.") == [
        "Give 15,000 mg of examplol today.",
        "Give 150 mg of examplol today.",
    ]
    assert written(Decimal("2000"), "200") == "2000"


def test_an_amount_the_sentence_has_already_is_not_made_again() -> None:
    found = claims(tenfold_dose, "Tablets hold 20 mg, or 200 mg, of examplol.")
    assert found == [
        "Tablets hold 2 mg, or 200 mg, of examplol.",
        "Tablets hold 20 mg, or 2000 mg, of examplol.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "See section 5.1 for the dose of examplol.",
        "Examplol was first sold in 1998 as a syrup.",
        "Doses up to 5, 10 and 20 mg of examplol were studied.",
        "Take at least 20 mg of examplol each morning.",
        "Doses of examplol greater than 10 mg are to be avoided.",
        "Take 20 mg or more of examplol each morning.",
        "The dose of examplol is 10 to 20 mg each morning.",
        "The dose of examplol is 10 mg to 20 mg each morning.",
        "Examplol suits infants weighing between 500 and 700 g at birth.",
        "Examplol 20 mg did not help.",
        "In patients receiving 20 mg of examplol, itch ceased.",
        "If itch persists on 20 mg of examplol, stop it.",
        "For patients who itch for long although they were given 20 mg of it, wait.",
        "Serum samplate of 5 mg/dL is usual, and 3 mEq/L too.",
        "Clearance of 60 mL/min is usual.",
        "Doses on a mg/m2 basis were compared, as 30 mg2 was.",
        "The weight of examplol is 456.3 g/mol.",
        "Give examplol 0 mg today.",
    ],
)
def test_what_is_no_plain_dose_is_left_alone(sentence: str) -> None:
    assert claims(tenfold_dose, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("The dose of examplol is 20 mg.", "The dose of examplol is 20 mcg."),
        ("The dose of examplol is 20 mcg/kg.", "The dose of examplol is 20 mg/kg."),
        ("Infuse 5 mL of examplol.", "Infuse 5 L of examplol."),
        ("Infuse examplol for 3 hours.", "Infuse examplol for 3 days."),
        ("The dose of examplol is 10 to 20 mg.", "The dose of examplol is 10 to 20 mcg."),
        ("It was a 24-hour infusion.", "It was a 24-day infusion."),
    ],
)
def test_a_unit_is_taken_for_another(sentence: str, claim: str) -> None:
    assert claims(unit_swap, sentence) == [claim]


@pytest.mark.parametrize(
    "sentence",
    [
        "Examplol suits children of 6 months to 5 years.",
        "Examplol suits a child 2 years of age.",
        "Examplol suits a 2-year-old child.",
        "Take examplol within 24 hours of the bite.",
        "The dose may be 10 mg to 20 mg, but never 40 mg.",
        "It weighs 456.3 g/mol.",
    ],
)
def test_ages_bounds_and_mixed_ranges_keep_their_units(sentence: str) -> None:
    assert claims(unit_swap, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Take examplol once daily.", "Take examplol twice daily."),
        ("Once daily, take examplol.", "Twice daily, take examplol."),
        ("Take examplol every 8 hours.", "Take examplol every 12 hours."),
        ("Take examplol 5 mg daily.", "Take examplol 5 mg weekly."),
        ("Take examplol three times a day.", "Take examplol once a day."),
        ("Give 2 mg/kg/day and then 4 mg/kg/day.", "Give 2 mg/kg/week and then 4 mg/kg/week."),
    ],
)
def test_a_frequency_is_taken_for_another(sentence: str, claim: str) -> None:
    assert claims(frequency_swap, sentence) == [claim]


@pytest.mark.parametrize(
    "sentence",
    [
        "Take examplol once daily or twice daily.",
        "Take examplol once or twice daily.",
        "Take examplol twice daily (BID).",
        "Take examplol at most twice daily.",
        "Do not take examplol twice daily.",
        "In patients treated once daily, itch ceased.",
        "If taken once daily, examplol may fail.",
        "Examplol is best at every daytime meal.",
    ],
)
def test_several_or_bounded_frequencies_are_left_alone(sentence: str) -> None:
    assert claims(frequency_swap, sentence) == []


@pytest.mark.parametrize("mutation", [tenfold_dose, unit_swap, frequency_swap])
def test_another_amount_for_the_same_dose_is_a_contradiction(mutation: Mutation) -> None:
    sentence = "The dose of examplol is 20 mg twice daily."
    assert {one.label for one in mutation.mutate(sentence)} == {"contradicted"}
    assert sentence not in claims(mutation, sentence)


def test_the_same_amount_in_other_words_stays_supported() -> None:
    made = list(restated.mutate("Take 500 mg of examplol twice daily for 2 weeks."))
    assert [one.claim for one in made] == [
        "Take 0.5 g of examplol twice daily for 2 weeks.",
        "Take 500 mg of examplol twice daily for 14 days.",
        "Take 500 mg of examplol two times a day for 2 weeks.",
    ]
    assert {one.label for one in made} == {"supported"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Tablets hold 5, 10 and 20 mg of examplol.",
        "Take 10 to 20 mg of examplol.",
        "Take 5 mg of examplol.",
        "It was a 20-mg tablet.",
    ],
)
def test_an_amount_whose_unit_is_shared_is_not_restated(sentence: str) -> None:
    assert claims(restated, sentence) == []
