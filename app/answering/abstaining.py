"""The abstentions that a question can end with, each with its reason and what came nearest."""

from collections.abc import Sequence
from typing import Final

from app.answering.drafting import Drafted
from app.domain.answer import Abstention, AbstentionReason, Evidence, Trace
from app.domain.corpus import DocumentCard
from app.domain.safety import CheckVerdict

NEAREST: Final = 3
"""Documents that an abstention names."""


def out_of_scope(why: str, trace: Trace) -> Abstention:
    """A screen says that the question is none for this product."""
    return Abstention(reason=AbstentionReason.OUT_OF_SCOPE, explanation=why, trace=trace)


def no_evidence(trace: Trace) -> Abstention:
    """Nothing could be admitted."""
    return Abstention(
        reason=AbstentionReason.NO_EVIDENCE,
        explanation="Nothing in the library that may be shown here matches the question.",
        trace=trace,
    )


def weak_evidence(why: str, evidence: Sequence[Evidence], trace: Trace) -> Abstention:
    """What was admitted is not enough to begin with a draft."""
    return Abstention(
        reason=AbstentionReason.WEAK_EVIDENCE,
        explanation=why,
        nearest=_nearest(evidence),
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
        trace=trace,
    )


def _nearest(evidence: Sequence[Evidence]) -> tuple[DocumentCard, ...]:
    """The first documents of the evidence, each once."""
    cards = {each.document.id: each.document for each in evidence}
    return tuple(cards.values())[:NEAREST]
