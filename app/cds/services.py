"""The services that order systems discover, and the FHIR resources that each asks for."""

from types import MappingProxyType
from typing import Final

from app.domain.decision_support import Hook, HookService
from app.terms.analytes import analytes, panels

PATIENT: Final = "patient"
_OF_PATIENT: Final = "patient={{context.patientId}}"
_RESULTS: Final = (
    "creatinine",
    "egfr",
    "crcl",
    "child-pugh score",
    "child-pugh class",
    "weight",
    "height",
    "potassium",
    "sodium",
    "inr",
    "platelets",
    "qtc",
    "ejection fraction",
    "systolic pressure",
    "diastolic pressure",
    "pulse",
    "smoking status",
    "pregnancy status",
    "pregnancy test",
    "breastfeeding status",
    "gestational age",
)
"""Analytes that some check reads, by our names."""
MOST_RESULTS: Final = 200


def _codes() -> str:
    """LOINC codes; the panel of blood pressure, too, whose parts often stand in it alone."""
    single = [code for name in _RESULTS for code in analytes()[name].loinc]
    return ",".join(dict.fromkeys((*single, *panels()["blood pressure"].loinc)))


PREFETCH: Final = MappingProxyType(
    {
        PATIENT: "Patient/{{context.patientId}}",
        "medicationRequests": f"MedicationRequest?{_OF_PATIENT}&status=active,on-hold",
        "medicationStatements": f"MedicationStatement?{_OF_PATIENT}&status=active,on-hold",
        "allergies": f"AllergyIntolerance?{_OF_PATIENT}",
        "conditions": f"Condition?{_OF_PATIENT}",
        "observations": f"Observation?{_OF_PATIENT}&code={_codes()}"
        f"&_sort=-date&_count={MOST_RESULTS}",
    }
)
"""Key -> query, within what CDS Hooks recommends: reads, and searches by reference and token."""
_NEEDS: Final = (
    "FHIR R4 (4.0.1). Every prefetch key must be sent: null where nothing was found. No FHIR "
    "server is called, so a call without them is answered with 412."
)

SERVICES: Final = (
    HookService(
        id="citewell-patient-view",
        hook=Hook.PATIENT_VIEW,
        title="Citewell: what the record tells against itself",
        description="The gravest findings of interactions, contraindications, allergies, age, "
        "kidneys and liver among what the patient takes and has, at most five.",
        prefetch=PREFETCH,
        usage_requirements=_NEEDS,
    ),
    HookService(
        id="citewell-order-select",
        hook=Hook.ORDER_SELECT,
        title="Citewell: checks of a medicine that is selected",
        description="What speaks against the selected medicines for this patient, and beside the "
        "other drafts: interactions, contraindications, allergies, age, kidneys, liver, doses, "
        "duplicates.",
        prefetch=PREFETCH,
        usage_requirements=_NEEDS,
    ),
    HookService(
        id="citewell-order-sign",
        hook=Hook.ORDER_SIGN,
        title="Citewell: checks of medicines before they are signed",
        description="What speaks against the drafted medicines for this patient, and against them "
        "together: interactions, contraindications, allergies, age, kidneys, liver, doses, "
        "duplicates.",
        prefetch=PREFETCH,
        usage_requirements=_NEEDS,
    ),
)
