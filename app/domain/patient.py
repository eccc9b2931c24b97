"""What is told of the person a question is about, each with who told it and in which words.

Nothing here is guessed: what was not told is None, or empty, and a check that needs it is
`not_checked`.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from app.domain.frozen import Frozen


class Teller(StrEnum):
    QUESTION = "question"
    CONVERSATION = "conversation"
    RECORD = "record"


class Told(Frozen):
    """Who told something, in which words."""

    by: Teller
    words: str
    resource: str | None = None
    """Of a record: the resource it stands in, such as `Observation/17`."""
    on: date | None = None
    stale: bool = False
    """Too old to go by; a check that needs it is `not_checked`."""


class Use(StrEnum):
    """How a medicine stands to the person."""

    TAKEN = "taken"
    ASKED = "asked"
    """May it be given, and how: the question is about it."""
    STOPPED = "stopped"


class Medicine(Frozen):
    """A medicine, or a class of which one is meant.

    `ingredients` are canonical names as `app.terms.drugs` gives them. Without a `class_name` they
    are all in it; with one they are the members of which one is meant, and `which` asks for it.
    """

    ingredients: frozenset[str] = Field(min_length=1)
    class_name: str | None = None
    use: Use
    which: str | None = None
    told: Told


class Allergy(Frozen):
    """To medicines, by canonical names or by a class of `app.terms.drugs`, or to something else."""

    ingredients: frozenset[str] = frozenset()
    class_name: str | None = None
    substance: str
    """As told: `penicillin`, `egg`."""
    known: bool = True
    """False: it is not known what the words mean, so that no medicine can be compared with it."""
    told: Told


class Problem(Frozen):
    """A condition that the person has; `name` as `app.terms.conditions` names it."""

    name: str
    told: Told


class YesNo(Frozen):
    """Told to be so, or told not to be so."""

    holds: bool
    told: Told


class Range(Frozen):
    """`low` <= value < `high`, or one value where both are the same."""

    low: float
    high: float
    told: Told


class Kidney(Frozen):
    """Kidney function by the measure it was told in, and no other."""

    measure: Literal["egfr", "crcl", "creatinine", "words", "dialysis"]
    """mL/min/1.73 m2 for `egfr`, mL/min for `crcl`, micromol/L for `creatinine`; `words` is a
    degree ("severe renal impairment") as a range in mL/min; `dialysis` has 0 to 15."""
    low: float
    high: float
    told: Told


class Situation(Frozen):
    """The person of whom a question, its conversation and a record speak."""

    medicines: tuple[Medicine, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    no_allergies: Told | None = None
    """Words that say there is none."""
    problems: tuple[Problem, ...] = ()
    pregnant: YesNo | None = None
    weeks: Range | None = None
    """Of the pregnancy."""
    breastfeeding: YesNo | None = None
    age: Range | None = None
    """Years."""
    sex: Literal["female", "male"] | None = None
    weight: Range | None = None
    """Kilograms."""
    kidneys: tuple[Kidney, ...] = ()
    liver: Literal["normal", "mild", "moderate", "severe", "impaired"] | None = None
    """Child-Pugh A, B, C; `impaired` where no degree is told; `normal` where it is told to be."""
    liver_told: Told | None = None


class Whom(Frozen):
    """The person a question is about as far as the question does not tell it: by a record and by
    earlier turns."""

    words: str = ""
    """All that quotations are compared with; a sentence, or empty."""
    group: str = ""
    """Of it what documents have sections of their own for: `in pregnancy`; or empty."""
