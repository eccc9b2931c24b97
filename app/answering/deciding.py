"""Whether to answer at all, and what is said of an answer's certainty."""

from collections.abc import Sequence
from typing import Final

from app.answering.drafting import Drafted, Drafting
from app.domain.answer import Evidence
from app.domain.confidence import Found, Measured
from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from app.domain.ports.grounding import Calibrator
from app.domain.question import Question

TOO_UNSURE: Final = (
    "Answers that rest on passages like those found are wrong more often than is accepted here, so "
    "none is given."
)
REVIEW: Final = (
    "The confidence of this answer lies below what is accepted here without a second look: have "
    "someone who knows the subject check it against its sources."
)


class Decision(Frozen):
    """What an answer says of itself; None where nothing is known."""

    confidence: float | None = None
    review: bool | None = None
    notes: tuple[str, ...] = ()


class Deciding:
    """Asks the calibrator twice: before anything is drafted, and of the judged answer.

    Args:
        calibrator: None: nothing is known of any answer.
        drafting: knows the signs of the evidence, and its own reasons to say nothing.
    """

    def __init__(self, calibrator: Calibrator | None, drafting: Drafting) -> None:
        self._calibrator = calibrator
        self._drafting = drafting

    def found(
        self, question: Question, evidence: Sequence[Evidence], manifest: Manifest
    ) -> Found | None:
        """What both questions to the calibrator are about; None without one."""
        if self._calibrator is None:
            return None
        return Found(
            question=question.text,
            evidence=tuple(evidence),
            signs=self._drafting.signs(question, evidence),
            embedder=manifest.embedder,
            analyzer=manifest.analyzer,
            generator=self._drafting.fingerprint,
        )

    def refusal(self, question: Question, found: Found | None) -> str | None:
        """Why to abstain before anything is drafted; None: draft. Where drafting has a reason of
        its own it is told, for it says more."""
        if self._calibrator is None or found is None:
            return None
        if self._calibrator.foreseen(found).enough is not False:
            return None
        return self._drafting.refusal(question, found.evidence) or TOO_UNSURE

    def decided(self, found: Found | None, drafted: Drafted) -> Decision:
        """Of what was drafted from the library; nothing is known where that gave no claim."""
        if self._calibrator is None or found is None or not drafted.claims:
            return Decision()
        stated = self._calibrator.stated(found, drafted.claims, len(drafted.withheld))
        review = None if stated.enough is None else not stated.enough
        return Decision(
            confidence=stated.probability, review=review, notes=(REVIEW,) if review else ()
        )

    def measured(self, found: Found | None, drafted: Drafted) -> Measured | None:
        """What spoke for the answer, as numbers, for whoever reviews it."""
        if self._calibrator is None or found is None or not drafted.claims:
            return None
        return self._calibrator.measured(found, drafted.claims, len(drafted.withheld))
