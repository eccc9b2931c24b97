"""What a drafted claim must pass before anyone sees it: quote, verify, cite, check."""

from collections.abc import Sequence
from typing import Final

from app.domain.answer import (
    CitedClaim,
    DraftClaim,
    Evidence,
    Verdict,
    VerdictKind,
    Withheld,
)
from app.domain.citation import Citation, Origin
from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.ports.governance import Overrides
from app.domain.ports.grounding import Citer, Quoter, Verifier
from app.domain.ports.safety import ClaimCheck, PatientWords
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject

REFUSED: Final = (VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED)
"""The graver first: what is contradicted is told as that, whatever else was found wanting."""
CITATION: Final = "citation"
ENTAILMENT: Final = "entailment"
"""The verifier without whose SUPPORTED no label is put right: that other words hold the claim's
numbers does not mean that they carry it."""


class Judged(Frozen):
    """A claim that may be shown, or why it is withheld (never both), and what the checks said."""

    claim: CitedClaim | None = None
    withheld: Withheld | None = None
    refusal: Verdict | None = None
    """The verdict that withholds it, in full: for the model's second try and for review. It may
    repeat words of the claim, so it is never shown with the answer."""
    checks: tuple[CheckVerdict, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether a safety rule, not a verifier, withholds it."""
        return self.withheld is not None and self.refusal is None


class ClaimJudge:
    """Puts one claim to every verifier, the citer and every check, in that order.

    One verifier that finds the claim unsupported or contradicted, one quote that cannot be
    located, or one check that blocks, and the claim is withheld: nothing outvotes them.

    What is drafted must rest on the library: words of the patient's own record, which anybody may
    have written there, are shown as the record's and recommend nothing.

    A claim that names labels and quotes nothing is given the words it stands on first. Where the
    evidence it names does not carry it and another piece carries it outright, that one is cited.

    Args:
        checks: on the words of a claim.
        on_quotes: those of them that also look at words of the library which stand beside a claim:
            the quotes beneath a model's sentence, the sides of a conflict. None: all of them.
        on_record: those of them that words of the patient's own record must pass.
        overrides: where a clinician's override is put on record; None: no rule can be overridden.
        wording: what a patient reads beside a claim; None: nothing.
    """

    def __init__(
        self,
        citer: Citer,
        verifiers: Sequence[Verifier],
        checks: Sequence[ClaimCheck],
        quoter: Quoter,
        overrides: Overrides | None = None,
        wording: PatientWords | None = None,
        on_quotes: Sequence[ClaimCheck] | None = None,
        on_record: Sequence[ClaimCheck] = (),
    ) -> None:
        self._citer = citer
        self._verifiers = tuple(verifiers)
        self._objections = {each.name: each.objection for each in verifiers}
        self._checks = tuple(checks)
        self._on_quotes = self._checks if on_quotes is None else tuple(on_quotes)
        self._on_record = tuple(on_record)
        self._quoter = quoter
        self._overrides = overrides
        self._wording = wording

    def judge(self, draft: DraftClaim, subject: Subject) -> Judged:
        """The claim with its citations, or why it is withheld."""
        evidence = subject.evidence
        if _states_record(draft, evidence):
            return self._of_record(draft, subject)
        if draft.quotes:
            return self._put(draft, subject, evidence)
        named = tuple(each for each in evidence if each.label in draft.cited)
        if len(named) < len(draft.cited):
            return self._withheld(_no_such_label(draft, evidence))
        judged = self._put(self._quoting(draft, named), subject, evidence)
        if judged.refusal is None or judged.refusal.kind is VerdictKind.CONTRADICTED:
            return judged
        others = tuple(each for each in evidence if each.label not in draft.cited)
        repaired = self._put(self._quoting(draft, others), subject, evidence)
        if repaired.claim is not None and _outright(repaired.claim):
            return repaired
        return judged

    def _of_record(self, draft: DraftClaim, subject: Subject) -> Judged:
        """Words of the patient's own record recommend nothing: they must stand there, and may
        identify nobody. What rules say of them, the checks of the question say."""
        citations = self._citer(draft, subject.evidence)
        if not citations:
            why = "the quoted words do not stand in the record"
            return self._withheld(Verdict(kind=VerdictKind.UNSUPPORTED, by=CITATION, why=why))
        claim = CitedClaim(text=draft.text, citations=citations)
        said = tuple(one for check in self._on_record for one in check.check(claim, subject))
        return self._unless_blocked(claim, subject, said)

    def against(self, citation: Citation, subject: Subject) -> tuple[CheckVerdict, ...]:
        """What blocks words of the library from being shown beside a claim, and what an override
        lets pass of it; empty where nothing speaks against them."""
        words = CitedClaim(text=citation.quote, citations=(citation,))
        blocking = (
            one
            for check in self._on_quotes
            for one in check.check(words, subject)
            if one.status is CheckStatus.BLOCK
        )
        return tuple(self._overridden(one, subject) for one in blocking)

    def _quoting(self, draft: DraftClaim, evidence: Sequence[Evidence]) -> DraftClaim:
        return DraftClaim(
            text=draft.text, quotes=self._quoter(draft.text, evidence), labels=draft.labels
        )

    def _put(self, draft: DraftClaim, subject: Subject, evidence: Sequence[Evidence]) -> Judged:
        if not draft.quotes:
            why = "no sentence of the evidence it names shares a word with it"
            return self._withheld(
                Verdict(kind=VerdictKind.UNSUPPORTED, by=CITATION, why=why, strength=1.0)
            )
        labels = {quote.label for quote in draft.quotes}
        cited = tuple(each for each in evidence if each.label in labels)
        verdicts = tuple(
            verifier.verify(draft, subject.compared, cited, evidence)
            for verifier in self._verifiers
        )
        refusal = _gravest(verdicts)
        held = tuple(self._as_check(verdict) for verdict in verdicts)
        if refusal is not None:
            return self._withheld(refusal, held)
        citations = self._citer(draft, evidence)
        if not citations:
            why = "the quoted words do not stand in the cited evidence"
            return self._withheld(Verdict(kind=VerdictKind.UNSUPPORTED, by=CITATION, why=why))
        if all(one.origin is Origin.RECORD for one in citations):
            why = "nothing but the patient's own record carries it: quote its line, or the library"
            unsourced = Verdict(kind=VerdictKind.UNSUPPORTED, by=CITATION, why=why)
            return self._withheld(unsourced, (*held, self._as_check(unsourced)))
        claim = CitedClaim(text=draft.text, citations=citations, verdicts=verdicts)
        return self._checked(claim, subject, held)

    def _checked(
        self, claim: CitedClaim, subject: Subject, held: tuple[CheckVerdict, ...]
    ) -> Judged:
        """Every check is asked, so that a reader is told all that speaks against a claim."""
        said = held + tuple(
            self._overridden(one, subject)
            for check in self._checks
            for one in check.check(claim, subject)
        )
        for citation in claim.citations:
            if citation.quote != claim.text:
                said += self.against(citation, subject)
        return self._unless_blocked(claim, subject, said)

    def _unless_blocked(
        self, claim: CitedClaim, subject: Subject, said: tuple[CheckVerdict, ...]
    ) -> Judged:
        blocking = next((one for one in said if one.status is CheckStatus.BLOCK), None)
        if blocking is None:
            return Judged(claim=self._for_reader(claim, subject.question), checks=said)
        reason = blocking.why or "a safety rule blocks it"
        withheld = Withheld(reason=reason, rule=blocking.rule or blocking.name)
        return Judged(withheld=withheld, checks=said)

    def _for_reader(self, claim: CitedClaim, question: Question) -> CitedClaim:
        if self._wording is None or question.audience is not Audience.PATIENT:
            return claim
        beside = {
            "lead": self._wording.lead(claim.text),
            "ask_first": self._wording.ask_first(claim.text),
        }
        return claim.model_copy(update=beside)

    def _overridden(self, check: CheckVerdict, subject: Subject) -> CheckVerdict:
        """A block that the asking clinician lets pass is a warning, once it is on record."""
        if check.status is not CheckStatus.BLOCK or self._overrides is None:
            return check
        named = (one for one in subject.question.overrides if one.rule == check.rule)
        override = next(named, None)
        if override is None:
            return check
        self._overrides.record(override, subject.trace_id)
        return check.model_copy(
            update={"status": CheckStatus.WARN, "overridden_by": override.clinician}
        )

    def _withheld(self, refusal: Verdict, held: tuple[CheckVerdict, ...] = ()) -> Judged:
        withheld = Withheld(reason=self._objection(refusal), rule=refusal.by)
        checks = held or (self._as_check(refusal),)
        return Judged(withheld=withheld, refusal=refusal, checks=checks)

    def _as_check(self, verdict: Verdict) -> CheckVerdict:
        """What a verifier found, for the list of all checks; without a word of the claim."""
        if verdict.kind not in REFUSED:
            return CheckVerdict(name=verdict.by, status=CheckStatus.PASS)
        return CheckVerdict(name=verdict.by, status=CheckStatus.BLOCK, why=self._objection(verdict))

    def _objection(self, refusal: Verdict) -> str:
        return self._objections.get(refusal.by, "the evidence it names does not carry it")


def _states_record(draft: DraftClaim, evidence: Sequence[Evidence]) -> bool:
    """Whether it consists of whole lines of the patient's record, each quoted: a part of one may
    say what the whole does not (`no known allergy to ...`)."""
    lines = {one.label: one.passage.text for one in evidence if one.origin is Origin.RECORD}
    return (
        bool(draft.quotes)
        and all(lines.get(quote.label) == quote.text for quote in draft.quotes)
        and draft.text == " ".join(quote.text for quote in draft.quotes)
    )


def _gravest(verdicts: Sequence[Verdict]) -> Verdict | None:
    for kind in REFUSED:
        for verdict in verdicts:
            if verdict.kind is kind:
                return verdict
    return None


def _outright(claim: CitedClaim) -> bool:
    return any(
        verdict.kind is VerdictKind.SUPPORTED and verdict.by == ENTAILMENT
        for verdict in claim.verdicts
    )


def _no_such_label(draft: DraftClaim, evidence: Sequence[Evidence]) -> Verdict:
    missing = sorted(draft.cited - {each.label for each in evidence})
    why = f"there is no evidence with the label [{missing[0]}]"
    return Verdict(kind=VerdictKind.UNSUPPORTED, by=CITATION, why=why)
