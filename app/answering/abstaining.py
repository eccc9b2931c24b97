"""The abstentions that a question can end with, each with its reason and what came nearest."""

from collections.abc import Sequence
from typing import Final

from app.answering.checking import gathered
from app.answering.drafting import Drafted
from app.answering.switching import explained
from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Evidence, Trace
from app.domain.corpus import DocumentCard
from app.domain.question import Question
from app.domain.safety import CheckVerdict, Decline, Screening
from app.domain.switching import Switch

NEAREST: Final = 3
"""Documents that an abstention names."""


def declined(decline: Decline, screening: Screening, trace: Trace) -> Abstention:
    """A screen says that the question is none for this product, or none for anybody."""
    return Abstention(
        reason=decline.reason,
        explanation=decline.explanation,
        checks=gathered(screening.checks),
        trace=trace,
    )


def switched_off(switch: Switch, question: Question, trace: Trace) -> Abstention:
    """The site switched off what the question is about."""
    return Abstention(
        reason=AbstentionReason.SWITCHED_OFF,
        explanation=explained(switch, question.audience),
        trace=trace,
    )


def no_evidence(checks: tuple[CheckVerdict, ...], trace: Trace) -> Abstention:
    """Nothing could be admitted."""
    return Abstention(
        reason=AbstentionReason.NO_EVIDENCE,
        explanation="Nothing in the library that may be shown here matches the question.",
        checks=checks,
        trace=trace,
    )


def weak_evidence(
    why: str, evidence: Sequence[Evidence], checks: tuple[CheckVerdict, ...], trace: Trace
) -> Abstention:
    """What was admitted is not enough to begin with a draft."""
    return Abstention(
        reason=AbstentionReason.WEAK_EVIDENCE,
        explanation=why,
        nearest=_nearest(evidence),
        checks=checks,
        trace=trace,
    )


def nothing_stands(
    drafted: Drafted,
    evidence: Sequence[Evidence],
    checks: tuple[CheckVerdict, ...],
    trace: Trace,
) -> Abstention:
    """Nothing that was drafted may be shown, or nothing was drafted."""
    if drafted.blocked:
        reason = AbstentionReason.UNSAFE
        explanation = "A safety rule holds back what could be said, so nothing is shown."
    elif drafted.withheld:
        reason = (
            AbstentionReason.CONFLICTING_EVIDENCE
            if drafted.contradicted
            else AbstentionReason.WEAK_EVIDENCE
        )
        explanation = "No drafted sentence passed its checks, so none is shown."
    else:
        reason = AbstentionReason.WEAK_EVIDENCE
        said = drafted.insufficient
        explanation = said.why if said else "The passages found do not answer the question."
    return Abstention(
        reason=reason,
        explanation=explanation,
        nearest=_nearest(evidence),
        withheld=drafted.withheld,
        checks=checks,
        review=drafted.blocked or None,
        trace=trace,
    )


def _nearest(evidence: Sequence[Evidence]) -> tuple[DocumentCard, ...]:
    """The first documents of the evidence, each once."""
    cards = {each.document.id: each.document for each in evidence}
    return tuple(cards.values())[:NEAREST]
