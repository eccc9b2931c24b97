"""Patients by their record, and what one check must say of a sentence to them: our own set.

A set is a file of JSON lines:

    id        unique in the set
    pair      the two of a pair differ in one fact of the record or question, or in the drug said
    check     interactions | contraindications | allergy | renal | hepatic | age | maximum_dose |
              boxed_warning
    expected  fires: the check must block or warn; silent: it must do neither; asks: the fact that
              it needs is missing or too old, and must be asked for
    bundle    the record, a FHIR R4 Bundle
    question  as it is asked
    says      one sentence that a wrong model would state
    why       what the line is about

Records are synthetic and read as of 28 November 2026. `expected` speaks of the one check it names.
"""

from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.jsonl import Id
from eval.patient_claims import Check

AS_OF: Final = date(2026, 11, 28)


class PatientCase(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Id
    pair: str = Field(pattern=r"\S")
    check: Check
    expected: Literal["fires", "silent", "asks"]
    bundle: dict[str, Any]
    question: str = Field(pattern=r"\S")
    says: str = Field(pattern=r"\S")
    why: str = ""

    @property
    def check_name(self) -> str:
        """As the product calls the check."""
        return self.check.replace("_", " ")
