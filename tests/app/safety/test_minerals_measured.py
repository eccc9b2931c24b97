"""A mineral that is measured is not one that is taken."""

import pytest

from app.safety.taken_together import named_beside


@pytest.mark.parametrize(
    "text",
    [
        "How often is potassium checked after spironolactone is started?",
        "Check potassium one week after spironolactone is started.",
        "Measure creatinine, eGFR and potassium before the first dose.",
        "Her potassium is 5.6 and she takes ramipril.",
        "Potassium above 5.5 mmol/L",
        "Spironolactone with a raised potassium",
    ],
)
def test_measured(text: str) -> None:
    assert [one for one in named_beside(text) if "potassium" in one.names] == []


@pytest.mark.parametrize(
    "text",
    [
        "Can I take potassium with spironolactone?",
        "Give potassium with spironolactone.",
        "She swallows potassium tablets and ramipril.",
        "Is spironolactone safe with a potassium supplement?",
    ],
)
def test_taken(text: str) -> None:
    assert any("potassium" in one.names for one in named_beside(text))
