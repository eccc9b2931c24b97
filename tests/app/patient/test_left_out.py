"""The path of what is left out holds names of FHIR, and no word of a stranger's."""

import pytest

from app.patient.left_out import left_out


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ("Bundle.entry[3].resource.code", "Bundle.entry[3].resource.code"),
        ("Bundle.entry[3].resource.value[x]", "Bundle.entry[3].resource.value[x]"),
        ("Bundle.entry[3].resource._birthDate", "Bundle.entry[3].resource._birthDate"),
        ("Bundle.entry[3].resource.Jane Doe.code", "Bundle.entry[3].resource"),
        ("Bundle.entry[3].resource.jane doe", "Bundle.entry[3].resource.jane"),
        ("", "Bundle"),
    ],
)
def test_a_path_ends_before_what_fhir_does_not_have(at: str, path: str) -> None:
    assert left_out(at, "why").at == path
