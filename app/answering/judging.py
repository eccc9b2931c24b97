"""What a drafted claim must pass before anyone sees it: verify, cite, check."""

from collections.abc import Sequence

from app.domain.answer import (
    CitedClaim,
    DraftClaim,
    Evidence,
    Verdict,
    VerdictKind,
    Withheld,
)
from app.domain.frozen import Frozen
from app.domain.ports.grounding import Citer, Verifier
from app.domain.ports.safety import ClaimCheck
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict

REFUSED = frozenset({VerdictKind.UNSUPPORTED, VerdictKind.CONTRADICTED})


class Judged(Frozen):
    """A claim that may be shown, or why it is withheld (never both), and what the checks said."""

    claim: CitedClaim | None = None
    withheld: Withheld | None = None
    checks: tuple[CheckVerdict, ...] = ()


class ClaimJudge:
    """Puts one claim to every verifier, the citer and every check, in that order.

    One verifier that finds the claim unsupported or contradicted, one quote that cannot be
    located, or one check that blocks, and the claim is withheld: nothing outvotes them.
    """

    def __init__(
        self, citer: Citer, verifiers: Sequence[Verifier], checks: Sequence[ClaimCheck]
    ) -> None:
        self._citer = citer
        self._verifiers = tuple(verifiers)
        self._checks = tuple(checks)

    def judge(self, draft: DraftClaim, question: Question, evidence: Sequence[Evidence]) -> Judged:
        """Every verifier and check is asked while the claim stands; the first refusal ends it."""
        cited = tuple(each for each in evidence if each.label in draft.cited)
        verdicts: list[Verdict] = []
        for verifier in self._verifiers:
            verdict = verifier.verify(draft, question.text, cited, evidence)
            if verdict.kind in REFUSED:
                reason = verdict.why or verdict.kind.value
                return Judged(withheld=Withheld(reason=reason, rule=verdict.by))
            verdicts.append(verdict)
        citations = self._citer(draft, evidence)
        if not citations:
            reason = "the quoted words do not stand in the cited evidence"
            return Judged(withheld=Withheld(reason=reason, rule="citation"))
        claim = CitedClaim(text=draft.text, citations=citations, verdicts=tuple(verdicts))
        said: list[CheckVerdict] = []
        for check in self._checks:
            checked = check.check(claim, question)
            said.append(checked)
            if checked.status is CheckStatus.BLOCK:
                reason = checked.why or "a safety rule blocks it"
                withheld = Withheld(reason=reason, rule=checked.rule or checked.name)
                return Judged(withheld=withheld, checks=tuple(said))
        return Judged(claim=claim, checks=tuple(said))
