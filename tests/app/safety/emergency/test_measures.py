"""Figures that a text states are read in their unit."""

import pytest

from app.safety.screens.emergency.ages import ages
from app.safety.screens.emergency.measures import measured


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("spo2 82%", "oxygen-low"),
        ("the clip on his finger for oxygen says 79", "oxygen-low"),
        ("bp 74/40", "pressure-low"),
        ("a pressure of 228 over 131", "pressure-extreme"),
        ("hr 190", "heart-rate-very-high"),
        ("bradycardic at 28 a minute", "heart-rate-very-low"),
        ("resp 36", "breathing-rate-very-high"),
        ("gcs dropped from 15 to 8", "coma-score-low"),
        ("temp 104.5 f", "temperature-very-high"),
        ("thermometer says 38.4", "temperature-fever"),
        ("temperature 35.1", "temperature-low"),
        ("glucose 1.9 mmol/l", "glucose-very-low"),
        ("glucose 32 mg/dl", "glucose-very-low"),
        ("potassium came back at 7.1", "potassium-very-high"),
        ("sodium 112", "sodium-very-low"),
        ("ph 6.9", "acid-blood"),
        ("lactate 8,1", "lactate-high"),
        ("hb 4.5 g/dl", "haemoglobin-very-low"),
        ("haemoglobin 45 g/l", "haemoglobin-very-low"),
        ("inr 12", "inr-extreme"),
        ("lithium level 3.1", "lithium-high"),
        ("took 20 g of paracetamol", "grams-many"),
        ("took 16 tablets of it", "tablets-many"),
        ("pao2 5.2 kpa", "oxygen-low"),
        ("pao2 38 mmhg", "oxygen-low"),
    ],
)
def test_a_value_out_of_order_is_a_finding(text: str, finding: str) -> None:
    assert finding in {one.finding for one in measured(text)}


@pytest.mark.parametrize(
    "text",
    [
        "bp 128/79", "spo2 98%", "hr 72", "temp 37.0", "glucose 5.6 mmol/l", "glucose 95 mg/dl",
        "potassium 4.6", "inr 2.5", "hba1c 6.5%", "hemoglobin a1c of 6.5", "20/20 vision",
        "took 2 tablets", "on 24/12 we met", "oxygen at 2 litres", "respiratory rate 16",
    ],
)  # fmt: skip
def test_a_value_in_order_is_none(text: str) -> None:
    found = {one.finding for one in measured(text)}
    assert not {one for one in found if not one.endswith("weeks")}


def test_a_limit_is_told_from_a_value() -> None:
    assert all(one.beyond for one in measured("potassium above 6.5"))
    assert not any(one.beyond for one in measured("potassium of 6.5"))


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("my 3-week-old feels hot", "under-1-month"),
        ("baby, 2 months, has a cough", "under-3-months"),
        ("my son is 4 years old", "under-5"),
        ("she's 74 and dizzy", "over-50"),
        ("neonate, day 9", "under-1-month"),
    ],
)
def test_an_age_is_a_finding(text: str, finding: str) -> None:
    assert finding in {one.finding for one in ages(text)}


@pytest.mark.parametrize("text", ["she is 34 weeks pregnant", "three weeks ago", "for 2 months"])
def test_weeks_of_pregnancy_and_time_gone_by_are_no_age(text: str) -> None:
    assert ages(text) == ()
