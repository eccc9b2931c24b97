"""What an answer rests on, weighed: where sources disagree, and what is old."""

from collections.abc import Sequence
from typing import Final

from app.answering.preference import Preferences
from app.domain.answer import CitedClaim, Evidence
from app.domain.conflict import Conflict
from app.domain.ports.clock import Clock
from app.domain.ports.grounding import Conflicts
from app.domain.question import Question

DAYS_A_YEAR: Final = 365.25


class Weighing:
    """Step 6 of a question's trip, beside the safety rules; it only adds.

    Args:
        finder: finds what admitted evidence states otherwise.
        preferences: say which side is preferred.
        old_after_years: a document that is older gets a note; None: none does.
    """

    def __init__(
        self,
        finder: Conflicts,
        preferences: Preferences,
        clock: Clock,
        old_after_years: float | None = None,
    ) -> None:
        self._finder = finder
        self._preferences = preferences
        self._clock = clock
        self._old_after_years = old_after_years

    def conflicts(
        self, claims: Sequence[CitedClaim], question: Question, admitted: Sequence[Evidence]
    ) -> tuple[Conflict, ...]:
        """Where other evidence states otherwise than the claims, each with the side preferred."""
        if not claims:
            return ()
        today = self._clock.now().date()
        found = self._finder.disagreements(claims, question.text, admitted)
        return tuple(self._preferences.weigh(each, today, question.audience) for each in found)

    def notes(self, cited: Sequence[Evidence]) -> tuple[str, ...]:
        """What a reader must know of the age and standing of the documents that are cited."""
        today = self._clock.now().date()
        overdue, doubted, old = [], [], []
        for label, card in _documents(cited):
            stated = card.document.provenance
            if stated.concern:
                doubted.append(f"[{label}]")
            if stated.review_due is not None and stated.review_due < today:
                overdue.append(f"[{label}] was due for review on {stated.review_due}")
            elif (
                stated.dated is not None
                and self._old_after_years is not None
                and (today - stated.dated).days > self._old_after_years * DAYS_A_YEAR
            ):
                old.append(f"[{label}] is of {stated.dated}")
        return (
            *_noted("An expression of concern was published about {}.", doubted),
            *_noted("Past its review date: {}. Look for a newer edition.", overdue),
            *_noted("Old evidence: {}. Look for newer.", old),
        )


def _documents(cited: Sequence[Evidence]) -> list[tuple[int, Evidence]]:
    """The first label of each document."""
    first: dict[str, tuple[int, Evidence]] = {}
    for each in sorted(cited, key=lambda one: one.label):
        first.setdefault(each.document.id, (each.label, each))
    return list(first.values())


def _noted(words: str, which: Sequence[str]) -> tuple[str, ...]:
    return (words.format(", ".join(which)),) if which else ()
