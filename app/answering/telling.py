"""How verdicts reach whoever asked: each once, with who signed its rule off, and to a patient
without the words of documents that may be written for clinicians alone."""

from collections.abc import Generator as Steps
from collections.abc import Iterable
from contextlib import closing

from app.domain.answer import (
    Answer,
    CheckEvent,
    DoneEvent,
    Event,
    Evidence,
    Outcome,
    Referral,
    Withheld,
)
from app.domain.citation import Origin
from app.domain.corpus import Audience
from app.domain.ports.governance import SignOffs
from app.domain.ports.safety import PatientWords
from app.domain.record import PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict


def nobody(rule: str) -> str | None:
    """For a site that keeps no record: no rule is signed off."""
    del rule
    return None


def to_supply(checks: Iterable[CheckVerdict]) -> tuple[str, ...]:
    """What to add to the question for the checks that could not be made, each once."""
    return tuple(dict.fromkeys(what for one in checks for what in one.supply))


class Telling:
    """For one question.

    Args:
        audience: who reads.
        signed_off: who of the site signed a rule off.
        wording: says it in a patient's words; None: as it stands.
        record: the patient's own, of which it is told what could not be used.
    """

    def __init__(
        self,
        audience: Audience,
        signed_off: SignOffs,
        wording: PatientWords | None = None,
        record: PatientRecord | None = None,
    ) -> None:
        self._audience = audience
        self._signed_off = signed_off
        self._wording = wording
        self._unusable = () if record is None else record.unusable
        self._told: set[CheckVerdict] = set()

    def events(self, steps: Steps[Event, None, Outcome]) -> Steps[Event, None, None]:
        """The events of `steps`, then the checks that were not told yet, then `done`."""
        with closing(steps):
            while True:
                try:
                    event = next(steps)
                except StopIteration as ended:
                    outcome: Outcome = ended.value
                    break
                if isinstance(event, CheckEvent):
                    yield from self._new([event.check])
                else:
                    yield event
        yield from self._new(outcome.checks)
        checks = tuple(dict.fromkeys(self.read(check) for check in outcome.checks))
        changed: dict[str, object] = {"checks": checks, "record_unusable": self._unusable}
        if not isinstance(outcome, Referral):
            changed["to_supply"] = to_supply(checks)
            changed["withheld"] = tuple(
                self._reason(one, outcome.checks) for one in outcome.withheld
            )
        if isinstance(outcome, Answer):
            changed["evidence"] = tuple(self._evidence(one) for one in outcome.evidence)
        yield DoneEvent(outcome=outcome.model_copy(update=changed))

    def _new(self, checks: Iterable[CheckVerdict]) -> Steps[Event, None, None]:
        for check in checks:
            read = self.read(check)
            if read not in self._told:
                self._told.add(read)
                yield CheckEvent(check=read)

    def read(self, check: CheckVerdict) -> CheckVerdict:
        """As this reader is told it."""
        changed: dict[str, object] = {}
        if check.rule is not None and (by := self._signed_off(check.rule)) is not None:
            changed["reviewed_by"] = by
        if self._audience is Audience.PATIENT and check.library:
            words = tuple(one.model_copy(update={"quote": ""}) for one in check.library)
            changed["library"] = words
        if self._audience is Audience.PATIENT and check.status is CheckStatus.BLOCK:
            changed["fired_on"] = None  # words of what was held back
        read = check.model_copy(update=changed) if changed else check
        if self._audience is Audience.PATIENT and self._wording is not None:
            return self._wording.verdict(read)
        return read

    def _reason(self, withheld: Withheld, checks: Iterable[CheckVerdict]) -> Withheld:
        """As the check that held it back says it to this reader."""
        if self._audience is not Audience.PATIENT or self._wording is None:
            return withheld
        of_it = (one for one in checks if (one.rule or one.name) == withheld.rule)
        blocking = next((one for one in of_it if one.status is CheckStatus.BLOCK), None)
        if blocking is None:
            return withheld
        return withheld.model_copy(update={"reason": self.read(blocking).why})

    def _evidence(self, evidence: Evidence) -> Evidence:
        """To a patient without the words of a document's passage: beside those that are cited may
        stand what a rule held back. Words of the patient's own record stay."""
        if self._audience is not Audience.PATIENT or evidence.origin is Origin.RECORD:
            return evidence
        bare = evidence.passage.model_copy(update={"text": "", "sentences": (), "record": None})
        return evidence.model_copy(update={"passage": bare})
