"""What screens and checks report."""

from enum import StrEnum

from app.domain.frozen import Frozen


class CheckStatus(StrEnum):
    """The result of one check. Missing data is `NOT_CHECKED`, never `PASS`."""

    PASS = "pass"  # noqa: S105 - a status, no password
    WARN = "warn"
    BLOCK = "block"
    NOT_CHECKED = "not_checked"


class CheckVerdict(Frozen):
    """What one check said: the rule that fired, the words that fired it, why, and what to do."""

    name: str
    status: CheckStatus
    rule: str | None = None
    fired_on: str | None = None
    why: str = ""
    next_step: str | None = None


class Finding(Frozen):
    """Something in the question that takes it out of the machine's hands."""

    name: str
    message: str
    next_step: str


class Screening(Frozen):
    """What a screen decided before retrieval; both empty: go on."""

    findings: tuple[Finding, ...] = ()
    """Not empty: refer."""
    abstain: str | None = None
    """Not None: abstain for this reason."""
