"""A limit may stand before the measure that it limits."""

from math import inf

import pytest

from app.terms.kidney_function import clearances_in


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Contraindicated below an eGFR of 45 mL/min/1.73 m2.", 0.0, 45.0),
        ("Contraindicated below a creatinine clearance of 30 mL/min.", 0.0, 30.0),
        ("Unchanged above an eGFR of 60 mL/min.", 60.0, inf),
        ("An eGFR below 30 mL/min", 0.0, 30.0),
    ],
)
def test_a_limit_before_its_measure_is_a_range(text: str, low: float, high: float) -> None:
    (found,) = clearances_in(text)
    assert (found.low, found.high) == (low, high)


def test_a_plain_value_is_one_value() -> None:
    (found,) = clearances_in("With an eGFR of 45 mL/min")
    assert found.low == 45.0
    assert found.high == pytest.approx(45.0)
