"""Each concept is looked up once a bundle, and what was found is gone with it."""

from app.patient.concepts import Concept
from app.patient.names import Names


def test_a_concept_is_looked_up_by_what_it_is_asked_as() -> None:
    names, warfarin = Names(), Concept("Warfarin", ())
    assert names.medicine(warfarin).names == {"warfarin"}
    assert names.medicine(warfarin) is names.medicine(Concept("Warfarin", ()))
    assert names.analyte(warfarin).names == frozenset()
