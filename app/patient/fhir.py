"""The one file that speaks to fhir.resources; R4 is read by its R4B models, which differ from R4 in
no resource that is read here.

They are loaded at the first record (0.4 s), each resource is validated by itself (0.2 ms an
Observation), and what they let pass (codes, references, null for what is required) is looked at
where it is read.
"""

import re
from collections.abc import Mapping
from functools import cache
from os.path import commonprefix
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError

if TYPE_CHECKING:
    from pydantic import BaseModel

READ: Final = (
    "AllergyIntolerance",
    "Condition",
    "DiagnosticReport",
    "Encounter",
    "Immunization",
    "Medication",
    "MedicationAdministration",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Patient",
    "Procedure",
)
"""The resource types that can be validated."""
CHOICE: Final = re.compile(r"from this list \[(?P<names>[A-Za-z', ]+)\]")
ELEMENT_NAME: Final = re.compile(r"_?[a-z][A-Za-z0-9]{0,40}")


class Fault(NamedTuple):
    """Where a resource is not R4, from the resource on (`.code.coding[0].code`), and why; without a
    word of it."""

    path: str
    why: str


def faults(resource_type: str, resource: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What the R4 model of one of the `READ` types refuses; empty: it is valid."""
    try:
        _models()[resource_type].model_validate(resource)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return tuple(_fault(one["loc"], one["type"], one["msg"]) for one in found)
    except KeyError:
        return (Fault("", "holds a resource of a type that R4 does not have"),)
    return ()


@cache
def _models() -> "Mapping[str, type[BaseModel]]":
    from fhir.resources.R4B.allergyintolerance import AllergyIntolerance
    from fhir.resources.R4B.condition import Condition
    from fhir.resources.R4B.diagnosticreport import DiagnosticReport
    from fhir.resources.R4B.encounter import Encounter
    from fhir.resources.R4B.immunization import Immunization
    from fhir.resources.R4B.medication import Medication
    from fhir.resources.R4B.medicationadministration import MedicationAdministration
    from fhir.resources.R4B.medicationrequest import MedicationRequest
    from fhir.resources.R4B.medicationstatement import MedicationStatement
    from fhir.resources.R4B.observation import Observation
    from fhir.resources.R4B.patient import Patient
    from fhir.resources.R4B.procedure import Procedure

    models = (
        AllergyIntolerance,
        Condition,
        DiagnosticReport,
        Encounter,
        Immunization,
        Medication,
        MedicationAdministration,
        MedicationRequest,
        MedicationStatement,
        Observation,
        Patient,
        Procedure,
    )
    return {model.__name__: model for model in models}


def _fault(place: tuple[int | str, ...], kind: str, message: str) -> Fault:
    """Of the message only the names of a choice of elements are taken: it may hold values."""
    choice = CHOICE.search(message)
    if not choice:
        return Fault(_path(place), _why(kind))
    names = choice["names"].replace("'", "").split(", ")
    name = commonprefix(names)  # noqa: RUF071 - of names that differ in their last words, no paths
    return Fault(f"{_path(place)}.{name}[x]", "is missing or stated twice, and R4 requires one")


def _path(place: tuple[int | str, ...]) -> str:
    """The models' place as a FHIR path, as far as it is made of names that FHIR could have."""
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step == "root" or not ELEMENT_NAME.fullmatch(step):
            break
        else:
            path += f".{step.removesuffix('__ext')}"
    return path


def _why(kind: str) -> str:
    if kind == "missing":
        return "is missing, and R4 requires it"
    if kind == "extra_forbidden":
        return "is no element that R4 has there"
    if kind in {"list_type", "model_validation_format", "model_type", "json_invalid"}:
        return "is of another kind than R4 has there"
    return "is no value that R4 allows there"
