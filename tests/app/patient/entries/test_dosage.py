"""A dosage in words."""

import pytest

from app.patient.element import Element
from app.patient.entries.dosage import LONGEST, dosage
from tests.app.patient.bundles import Json


def worded(*instructions: Json) -> str:
    return dosage(tuple(Element(one, "Bundle") for one in instructions))


def every(frequency: int, period: float, unit: str, **more: object) -> Json:
    repeat = {"frequency": frequency, "period": period, "periodUnit": unit, **more}
    return {"timing": {"repeat": repeat}}


@pytest.mark.parametrize(
    ("instruction", "words"),
    [
        (every(1, 1, "d"), "once daily"),
        (every(2, 1, "d"), "twice daily"),
        (every(3, 1.0, "d"), "3 times daily"),
        (every(1, 8, "h"), "every 8 hours"),
        (every(1, 2, "wk"), "every 2 weeks"),
        (every(1, 1, "wk", dayOfWeek=["mon", "thu"]), "once weekly on Monday, Thursday"),
        (every(2, 3, "d"), "twice every 3 days"),
        (every(1, 4, "h", periodMax=6), "every 4 to 6 hours"),
        (every(1, 1, "d", frequencyMax=2), "1 to 2 times daily"),
        (every(1, 1, "d", when=["HS"]), "once daily at bedtime"),
        (every(1, 1, "d", timeOfDay=["08:00:00"]), "once daily at 08:00"),
        (every(1, 1, "d", boundsDuration={"value": 7, "unit": "days"}), "once daily for 7 days"),
        ({"timing": {"code": {"coding": [{"code": "BID"}]}}}, "twice daily"),
        ({"timing": {"code": {"text": "with each feed"}}}, "with each feed"),
        ({"asNeededBoolean": True}, "as needed"),
        ({"asNeededBoolean": False}, ""),
        ({"asNeededCodeableConcept": {"text": "pain"}}, "as needed for pain"),
        ({"doseAndRate": [{"doseQuantity": {"value": 500, "unit": "mg"}}]}, "500 mg"),
        (
            {
                "doseAndRate": [
                    {"doseRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "tablets"}}}
                ]
            },
            "1 to 2 tablets",
        ),
        (
            {"doseAndRate": [{"rateQuantity": {"value": 100, "unit": "mL/h"}}]},
            "100 mL/h",
        ),
        ({"text": "Take one at night", "asNeededBoolean": True}, "Take one at night"),
        (
            {
                "maxDosePerPeriod": {
                    "numerator": {"value": 4, "unit": "g"},
                    "denominator": {"value": 1, "unit": "day"},
                }
            },
            "at most 4 g in 1 day",
        ),
    ],
)  # fmt: skip
def test_the_parts_are_worded(instruction: Json, words: str) -> None:
    assert worded(instruction) == words


def test_parts_stand_in_the_order_of_a_prescription() -> None:
    told = worded(
        {
            **every(2, 1, "d"),
            "asNeededCodeableConcept": {"text": "pain"},
            "route": {"text": "by mouth"},
            "doseAndRate": [{"doseQuantity": {"value": 500, "unit": "mg"}}],
        }
    )
    assert told == "500 mg, by mouth, twice daily, as needed for pain"


def test_instructions_are_told_once_each() -> None:
    assert worded({"text": "one a day"}, {"text": "one a day"}, {"text": "two at night"}) == (
        "one a day; two at night"
    )


def test_a_dosage_too_long_to_give_whole_is_not_given() -> None:
    assert worded({"text": "x" * (LONGEST + 1)}) == ""
