"""What screens and checks report."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domain.abstention import AbstentionReason
from app.domain.corpus import Span
from app.domain.frozen import Frozen


class CheckStatus(StrEnum):
    """The result of one check. Missing data is `NOT_CHECKED`, never `PASS`."""

    PASS = "pass"  # noqa: S105 - a status, no password
    WARN = "warn"
    BLOCK = "block"
    NOT_CHECKED = "not_checked"


class Severity(StrEnum):
    """How bad it is to pass over a rule; the site's clinical owner may see it otherwise."""

    CRITICAL = "critical"
    """Death or lasting harm is likely, or it is contraindicated outright."""
    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"


class Provenance(StrEnum):
    """Where a rule comes from."""

    SOURCED = "sourced"
    """It points at words that a reader can open."""
    LIBRARY = "library"
    """Words of a document of the ingested library, quoted with the verdict."""
    FROM_MEMORY = "from_memory"
    """General knowledge: it names no publication, and may warn but not block."""


class LibraryWords(Frozen):
    """Words of the library that a verdict stands on: `document.text[span] == quote`, or an empty
    quote where the reader may not see them."""

    document_id: str
    passage_id: str
    title: str = ""
    span: Span
    quote: str


class CheckVerdict(Frozen):
    """What one check said: the rule that fired, the words that fired it, why, and what to do."""

    name: str
    status: CheckStatus
    rule: str | None = None
    fired_on: str | None = None
    why: str = ""
    next_step: str | None = None
    severity: Severity | None = None
    provenance: Provenance | None = None
    source: str | None = None
    """Of a sourced rule: title and place, for a reader to open."""
    reviewed_by: str | None = None
    """Who of the site signed the rule off; None: nobody has."""
    library: tuple[LibraryWords, ...] = ()
    """What documents of the library state of the same, for or against."""
    supply: tuple[str, ...] = ()
    """What a caller must add to the question for this check to be made."""
    overridden_by: str | None = None
    """The clinician who let a block pass; the reason is on record."""

    @model_validator(mode="after")
    def _memory_does_not_block(self) -> Self:
        if self.status is CheckStatus.BLOCK and self.provenance is Provenance.FROM_MEMORY:
            raise ValueError("a rule from memory may warn but not block")
        if self.provenance is Provenance.LIBRARY and not self.library:
            raise ValueError("a verdict of the library quotes it")
        return self


class Contact(Frozen):
    """A number to ring."""

    name: str
    number: str
    note: str = ""


class Finding(Frozen):
    """Something in the question that takes it out of the machine's hands."""

    name: str
    """Kind and case: `emergency/stroke`, `crisis/suicide`, `language/de`."""
    message: str
    next_step: str
    contacts: tuple[Contact, ...] = ()


class Decline(Frozen):
    """Why a screen has a question abstained from."""

    reason: AbstentionReason
    explanation: str


class Screening(Frozen):
    """What a screen decided before retrieval."""

    findings: tuple[Finding, ...] = ()
    """Not empty: refer."""
    decline: Decline | None = None
    """Not None, and nothing to refer: abstain."""
    checks: tuple[CheckVerdict, ...] = Field(default=())
    """One verdict at least of every screen that looked."""
    plain: str | None = None
    """The question without the words that speak to a model, where a screen took some out."""
