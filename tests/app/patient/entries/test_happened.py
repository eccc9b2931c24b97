"""What is true of procedures, encounters, reports and immunizations alike."""

import pytest

from tests.app.patient.bundles import encounter, fault, immunization, procedure, report


@pytest.mark.parametrize("made", [procedure, encounter, report, immunization])
@pytest.mark.parametrize("status", ["entered-in-error", "perhaps"])
def test_what_was_entered_in_error_is_left_out(made: type, status: str) -> None:
    assert fault(made(status=status))[0] == "status"
