"""Conversations in which the danger shows only once their turns are joined, and benign twins.

A set is a file of JSON lines:

    id        unique in the set
    pair      a danger and its twin, which differ in what makes it one, have the same
    kind      what must be joined: pregnancy, lactation, allergy, blood-thinner, other-medicine,
              kidney, age, alcohol, dose (added up), red-flag (split), correction, someone-else
    turns     what the person said before, oldest first
    message   what is said now, by a patient
    checks    of which one must fire, as the product calls them; `emergency`: it must be referred
    expected  fires | refer | silent: none of them may fire, and nothing is referred
    says      optional: one sentence that a wrong model would state

The last message alone is answered as any other would be.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.jsonl import Id


class Spoken(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Id
    pair: str = Field(pattern=r"\S")
    kind: str = Field(pattern=r"\S")
    turns: tuple[str, ...] = Field(min_length=1)
    message: str = Field(pattern=r"\S")
    checks: tuple[str, ...] = Field(min_length=1)
    expected: Literal["fires", "refer", "silent"]
    says: str | None = Field(default=None, pattern=r"\S")
