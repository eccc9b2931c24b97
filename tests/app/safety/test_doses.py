"""What is read of the doses in a text."""

import pytest

from app.safety.doses import doses_in
from tests.timed import processor_seconds

DAILY = (
    ("Paracetamol 500 mg to 1 g every 4 to 6 hours, maximum 4 g in 24 hours.", (2000, 4000)),
    ("Take 4 g of paracetamol a day.", (4000, 4000)),
    ("I take 4000 mg ibuprofen a day", (4000, 4000)),
    ("Ibuprofen 400 mg three times daily with food.", (1200, 1200)),
    ("Take two 500 mg tablets of paracetamol four times a day.", (4000, 4000)),
    ("2 x 500mg paracetamol qds", (4000, 4000)),
    ("Paracetamol 500 mg tablets: take 2 tablets every six hours.", (4000, 4000)),
    ("methotrexate 2.5 mg tablets: take 6 tablets once weekly", (15 / 7, 15 / 7)),
    ("Methotrexate 15 mg once weekly.", (15 / 7, 15 / 7)),
    ("once-weekly methotrexate 15 mg", (15 / 7, 15 / 7)),
    ("Alendronate 70 mg once a week", (10, 10)),
    ("levothyroxine 1,000 micrograms daily", (1, 1)),
    ("Levothyroxine 100 \u00b5g od", (0.1, 0.1)),
    ("Digoxin 0,25 mg once daily", (0.25, 0.25)),
    ("The maximum daily dose of ibuprofen is 2400 mg.", (2400, 2400)),
    ("Apixaban 5 mg or 2.5 mg twice daily", (5, 10)),
    ("oxycodone 5-10 mg q4-6h prn", (20, 60)),
    ("tramadol 100 mg every 4 to 6 hours, up to 4 times daily", (400, 400)),
    ("Give paracetamol, 1 g, max 4 doses in 24 hours", (4000, 4000)),
    ("Ibuprofen 3.2 g/day in divided doses", (3200, 3200)),
    ("Ibuprofen 1.2 g divided three times a day", (1200, 1200)),
    ("prednisolone 40 mg on alternate days", (20, 20)),
    ("amlodipine 5 mg every morning and night", (10, 10)),
    ("ceftriaxone 2 g IV every 24 hours", (2000, 2000)),
    ("gabapentin five hundred milligrams three times a day", (1500, 1500)),
    ("codeine 30 mg 4-hourly", (180, 180)),
    ("Amoxicillin 1.5 g in 3 divided doses daily", (1500, 1500)),
    ("Nitrofurantoin 100 mg twice daily for a week", (200, 200)),
    ("Sertraline may be increased up to 200 mg daily.", (200, 200)),
    ("metformin 500 mg with each meal", (1500, 1500)),
    ("propranolol 40 mg b.d.", (80, 80)),
    ("co-amoxiclav 500/125 three times a day", (1500, 1500)),
    ("Paracetamol 1 g. Repeat every 6 hours: paracetamol 1 g every 6 hours", (4000, 4000)),
)


@pytest.mark.parametrize(("text", "day"), DAILY)
def test_the_amount_of_a_day_is_read(text: str, day: tuple[float, float]) -> None:
    read = [one.per_day for one in doses_in(text) if one.per_day]
    assert any(one == pytest.approx(day, rel=0.01) for one in read), read


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("co-codamol 30/500, two tablets qds", {"codeine": 240, "acetaminophen": 4000}),
        ("co-codamol, two tablets four times a day", {"codeine": 64, "acetaminophen": 4000}),
        ("Norco 10/325 two tablets every 4 hours", {"hydrocodone": 120, "acetaminophen": 3900}),
        ("Norco 10/325 every 6 hours", {"hydrocodone": 40, "acetaminophen": 1300}),
        ("hydrocodone/acetaminophen 10/325 mg 2 tablets q4h", {"acetaminophen": 3900}),
        ("hydrocodone 5 mg/acetaminophen 325 mg, 2 tablets every 4 hours", {"acetaminophen": 3900}),
        ("Percocet 5/325. Take 2 tablets every 6 hours.", {"oxycodone": 40, "acetaminophen": 2600}),
        ("aspirin 75 mg od and clopidogrel 75 mg od", {"aspirin": 75, "clopidogrel": 75}),
        ("75 mg aspirin and 300 mg clopidogrel daily", {"aspirin": 75, "clopidogrel": 300}),
        ("codeine 30 mg and metronidazole 400 mg tds", {"codeine": 90, "metronidazole": 1200}),
    ],
)  # fmt: skip
def test_several_ingredients_are_counted_apart(text: str, amounts: dict[str, float]) -> None:
    read = {one.drug: one.per_day[1] for one in doses_in(text) if one.per_day}
    assert {drug: read.get(drug) for drug in amounts} == pytest.approx(amounts)


@pytest.mark.parametrize(
    "text",
    [
        "Amlodipine and zumptolin 500 mg daily",
        "amoxicillin suspension 250 mg/5 mL three times a day",
        "dopamine 5 mcg/kg/min",
        "A serum digoxin of 2 ng/mL is toxic.",
        "doxorubicin 75 mg/m2 every 21 days",
        "Metformin: increase by 500 mg weekly.",
        "LDL cholesterol fell on atorvastatin by 30%.",
        "Paracetamol is safe at usual doses.",
        "A woman of 52 who weighs 70 kg takes amlodipine.",
    ],
)
def test_what_is_no_dose_is_not_read_for_one(text: str) -> None:
    assert doses_in(text) == ()


def test_an_overlong_text_is_read_in_linear_time() -> None:
    def seconds(text: str) -> float:
        return processor_seconds(lambda: doses_in(text))

    line = (
        "Paracetamol 500 mg to 1 g every 4 to 6 hours, 2 tablets or 3 x 500 mg, maximum 4 g daily. "
    )
    digits = "12 34 5,000 6 or 7 to 8 tablets of 9 x "
    for part in (line, digits, "paracetamol ", "4 g or "):
        seconds(part * 10)
        small = seconds(part * (10_000 // len(part)))
        large = seconds(part * (100_000 // len(part)))
        assert large < 40 * small + 0.5, part
