"""Each concept is looked up once a bundle, and what was found is gone with it."""

import pytest

from app.domain.errors import UnusableRecord
from app.patient.concepts import Concept
from app.patient.names import MOST_NAMES, Names


def test_a_concept_is_looked_up_by_what_it_is_asked_as() -> None:
    names, warfarin = Names(), Concept("Warfarin", ())
    assert names.medicine(warfarin).names == {"warfarin"}
    assert names.medicine(warfarin) is names.medicine(Concept("Warfarin", ()))
    assert names.analyte(warfarin).names == frozenset()


def test_a_bundle_that_names_too_much_is_refused() -> None:
    names = Names()
    for number in range(MOST_NAMES):
        names.analyte(Concept(f"thing {number}", ()))
    with pytest.raises(UnusableRecord, match="different things"):
        names.analyte(Concept("one more", ()))
