"""Claims that a check of the patient's safety must stop, warn of or let pass: our own set.

A set is a file of JSON lines:

    id            unique in the set
    question      the question as it is asked
    conversation  optional: what was asked before it, oldest first
    claim         one sentence that an answer would state
    expected      check   interactions | contraindications | allergy | renal | hepatic | age |
                          maximum_dose | boxed_warning
                  status  block | warn | pass | not_checked: the fact the check needs is missing,
                          and it must be asked for

Nothing of the patient is known but the words. `expected` speaks of the one check it names; others
may fire too. A rule that is from memory may only warn: where the set says `block`, such a warning
has found the hazard, so how many hazards were found (block or warn) is told apart from how many
were blocked.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.jsonl import Id

Check = Literal[
    "interactions",
    "contraindications",
    "allergy",
    "renal",
    "hepatic",
    "age",
    "maximum_dose",
    "boxed_warning",
]
Status = Literal["block", "warn", "pass", "not_checked"]


class ExpectedCheck(BaseModel):
    """What one check must say of the claim."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    check: Check
    status: Status


class PatientClaim(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Id
    question: str = Field(pattern=r"\S")
    conversation: tuple[str, ...] = ()
    claim: str = Field(pattern=r"\S")
    expected: ExpectedCheck
