"""Who answers for a rule, who let a claim pass against one, and what waits for a person.

None of it holds a word of a question, an answer or a patient.
"""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from app.domain.frozen import Frozen

NO_NUL: Final = r"^[^\x00]*$"
"""PostgreSQL keeps no NUL in a text."""
Person = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=NO_NUL)
]
"""A name, or a name and a role; blanks alone are none."""
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=5, max_length=1000, pattern=NO_NUL)
]


class SignOff(Frozen):
    """A clinical owner's word that a rule holds here, for the rule as it read then."""

    rule: str
    content: str
    """SHA-256 of the rule; a rule that was changed since is unreviewed again."""
    by: Person
    note: str = Field(default="", max_length=1000, pattern=NO_NUL)
    at: datetime


class Override(Frozen):
    """A clinician lets a claim pass that a rule would withhold, and says why."""

    rule: str = Field(min_length=1, max_length=200, pattern=NO_NUL)
    clinician: Person
    reason: Reason


class UsedOverride(Frozen):
    """An override that let a claim pass, on record before the claim is shown."""

    override: Override
    trace_id: str
    at: datetime


class ReviewTask(Frozen):
    """An answer for a person to look at: a rule held something of it back."""

    trace_id: str
    rules: tuple[str, ...]
    at: datetime
