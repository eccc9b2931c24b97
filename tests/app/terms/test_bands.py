"""Grades, measures, times since, allergies, salts and products that a text names."""

from math import inf

import pytest

from app.terms.allergies import allergens_in
from app.terms.drugs import drug_names
from app.terms.elapsed import Elapsed, elapsed_in, windows_in
from app.terms.grades import grades_in
from app.terms.measures import Band, bands_in, comparable
from app.terms.rough_ages import bare_ages_in
from app.terms.salts import salts_in


@pytest.mark.parametrize(
    ("text", "word", "marks"),
    [
        ("stage 3", "stage", {"3"}),
        ("NYHA class II to IV", "nyha", {"2", "3", "4"}),
        ("Category 4", "stage", {"4"}),
        ("hepatitis b or C", "hepatitis", {"b", "c"}),
        ("third-degree burns", "degree", {"3"}),
        ("rhesus-negative", "rhesus", {"negative"}),
        ("Insulin 300 units/mL", "strength", {"300 units/ml"}),
    ],
)
def test_a_grade_is_read(text: str, word: str, marks: set[str]) -> None:
    assert grades_in(text)[word] == marks


@pytest.mark.parametrize("text", ["CKD stage 3", "vitamin a day", "Child-Pugh class B", "a group"])
def test_what_is_no_grade_or_another_axis_is_left_out(text: str) -> None:
    assert grades_in(text) == {}


@pytest.mark.parametrize(
    ("text", "name", "band"),
    [
        ("INR above 8", "inr", Band(8, inf)),
        ("a child of 12 kg", "weight", Band(12, 12 + 1e-6)),
        ("Body weight under 50 kg", "weight", Band(0, 50)),
        ("platelet count of 30", "platelets", Band(30, 30 + 1e-6)),
        ("Potassium 5.5 to 5.9 mmol/L", "potassium", Band(5.5, 5.9 + 1e-6)),
        ("Over 15 kg and up to 25 kg", "weight", Band(15, 25)),
        ("INR above 5 but below 8", "inr", Band(5, 8)),
    ],
)
def test_a_figure_of_a_measure_is_read(text: str, name: str, band: Band) -> None:
    assert bands_in(text)[name] == (band,)


def test_two_bounds_apart_are_two_ranges() -> None:
    assert bands_in("Under 10 kg or over 40 kg")["weight"] == (Band(0, 10), Band(40, inf))


@pytest.mark.parametrize("text", ["5 mg/kg", "potassium 20 mg", "INR in 7 days", "weight loss"])
def test_a_figure_of_something_else_is_no_measure(text: str) -> None:
    assert bands_in(text) == {}


def test_figures_in_other_units_are_not_compared() -> None:
    assert not comparable("hba1c", Band(8.0, 8.1), Band(48, inf))
    assert comparable("inr", Band(2, 3), Band(8, inf))


def test_times_since_are_read_in_hours() -> None:
    assert elapsed_in("a stroke five and a half hours ago") == (Elapsed(5.5, 5.51),)
    assert windows_in("Onset within 4.5 hours") == (Elapsed(0, 4.51),)
    assert windows_in("After 48 hours") == (Elapsed(48, inf),)
    assert elapsed_in("every six hours") == ()


def test_allergens_are_read_before_and_behind() -> None:
    assert allergens_in("Egg allergy; she is allergic to peanuts") == {"egg", "peanut"}
    assert allergens_in("a severe allergic reaction") == frozenset()


def test_salts_belong_to_their_drug() -> None:
    assert salts_in("metoprolol succinate and diclofenac gel") == {"metoprolol": {"succinate"}}
    assert salts_in("ferrous fumarate")["iron"] == {"fumarate"}


def test_a_combination_is_one_product_and_two_names_are_two() -> None:
    names = drug_names()
    (one,) = names.products("co-codamol")
    assert one == {"codeine", "acetaminophen"}
    assert len(names.products("codeine and paracetamol")) == 2
    assert len(names.products("Naproxen with esomeprazole", heading=True)) == 1
    assert names.products("alendronic acid") == (frozenset({"alendronate"}),)


def test_a_bare_time_is_an_age_where_children_are_spoken_of() -> None:
    assert len(bare_ages_in("a normal pulse at 3 weeks")) == 1
    assert bare_ages_in("at 3 weeks of gestation") == ()
