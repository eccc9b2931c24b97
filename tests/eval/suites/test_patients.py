"""The patients suite: what counts as caught, asked and a false alarm."""

import pytest

from app.domain.safety import CheckStatus, CheckVerdict
from eval.patient_cases import PatientCase
from eval.suites.patients import patient_item, summarise


def line(expected: str) -> PatientCase:
    return PatientCase.model_validate(
        {
            "id": "a",
            "pair": "p",
            "check": "maximum_dose",
            "expected": expected,
            "bundle": {"resourceType": "Bundle"},
            "question": "Q?",
            "says": "S.",
        }
    )


def verdict(status: str, *supply: str) -> CheckVerdict:
    return CheckVerdict(name="maximum dose", status=CheckStatus(status), supply=supply)


@pytest.mark.parametrize(
    ("expected", "said", "shares"),
    [
        ("fires", [verdict("block")], {"caught": 1.0, "blocked": 1.0}),
        ("fires", [verdict("pass"), verdict("warn")], {"caught": 1.0, "blocked": 0.0}),
        ("fires", [verdict("not_checked", "weight")], {"caught": 0.0, "blocked": 0.0}),
        ("fires", [], {"caught": 0.0, "blocked": 0.0}),
        ("silent", [verdict("pass")], {"false_alarms": 0.0}),
        ("silent", [verdict("not_checked", "weight")], {"false_alarms": 0.0}),
        ("silent", [verdict("warn")], {"false_alarms": 1.0}),
        ("asks", [verdict("not_checked", "weight")], {"asked": 1.0}),
        ("asks", [verdict("not_checked")], {"asked": 0.0}),
        ("asks", [verdict("warn")], {"asked": 1.0}),
        ("asks", [verdict("pass")], {"asked": 0.0}),
    ],
)
def test_what_counts(expected: str, said: list[CheckVerdict], shares: dict[str, float]) -> None:
    item = patient_item(line(expected), said)
    assert {name: gained for name, (gained, _) in item.shares.items()} == shares
    assert item.groups == {"check": "maximum_dose"}


def test_what_a_set_lacks_is_undefined() -> None:
    result = summarise([patient_item(line("fires"), [verdict("block")], 2)], "a set")
    assert result.headline["caught"] == 1.0
    assert result.headline["asked"] is None
    assert result.headline["partly_unusable"] == 1
    assert set(result.undefined) == {"asked", "false_alarms"}
