"""Sentences that say what a patient's record states recommend nothing, whatever they name."""

from typing import Final

from app.domain.answer import CitedClaim
from app.domain.citation import Origin
from app.domain.ports.safety import ClaimCheck
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.saying import passed

STATES: Final = "It says what the record states, and recommends nothing."


class LibraryClaimCheck:
    """A check on what the library recommends: a claim that cites the record alone passes it."""

    def __init__(self, check: ClaimCheck) -> None:
        self._check = check
        self.name: Final = check.name

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        if claim.citations and all(one.origin is Origin.RECORD for one in claim.citations):
            return (passed(self.name, STATES),)
        return self._check.check(claim, subject)
