"""What is asked of a record, as values."""

from typing import NamedTuple

from app.patient.periods import Period
from app.patient.subjects import Subject


class Ask(NamedTuple):
    """One thing that is asked of a record.

    Attributes:
        how: `latest`, `trend`, `first` and the other tables of `asked.toml`; `leans` for a fact
            that the library's part leans on, `needs` where it matters that it is not stated.
        subjects: what is asked about; empty where `kind` or `named` tells it.
        kind: the kind of entries, as `KINDS` calls them, or `person`.
        named: free words that the vocabulary does not know (`colonoscopy`).
        past: whether what is no longer so is asked for, too; None: that alone.
        of_family: whether the illnesses of relatives are asked for.
    """

    how: str
    subjects: tuple[Subject, ...] = ()
    kind: str | None = None
    named: str = ""
    period: Period | None = None
    past: bool | None = False
    of_family: bool = False


class Asked(NamedTuple):
    """A question's parts; `beyond` is what the library's part names, for the evidence."""

    asks: tuple[Ask, ...]
    leans: tuple[Ask, ...]
    rest: str
    beyond: tuple[Subject, ...]
