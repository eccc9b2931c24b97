"""From evidence to the sentences of an answer, each judged before anyone sees it.

A language model drafts where there is one; a sentence that fails is drafted once more with the
reason. Where the model falls short, quotations take over, and a note says so.
"""

import logging
from collections.abc import Generator as Steps
from collections.abc import Sequence
from contextlib import closing
from typing import Final

from app.answering.judging import ClaimJudge, Judged
from app.answering.timing import Stopwatch
from app.answering.weight import weighty
from app.domain.answer import (
    CheckEvent,
    CitedClaim,
    ClaimEvent,
    DraftClaim,
    DraftedBy,
    Event,
    Evidence,
    Insufficient,
    VerdictKind,
    Withheld,
)
from app.domain.conflict import Conflict
from app.domain.errors import GenerationTimeout, ModelUnavailable
from app.domain.frozen import Frozen
from app.domain.leaving import Left, stays
from app.domain.ports.generation import Drafts, Generator, Quoting
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.signs import Signs
from app.domain.subject import Subject

ENOUGH: Final = 0.5
"""Share of a model's sentences that must pass; with fewer, what is left no longer is its answer.
Set by hand; not measured, for no real model was run yet."""

UNAVAILABLE: Final = (
    "The language model gave out. What follows is quoted from the sources word for word."
)
TOO_LATE: Final = (
    "The language model took too long. What follows is quoted from the sources word for word."
)
NONE_LEFT: Final = (
    "No sentence of the language model passed its checks. What follows is quoted from the sources "
    "word for word."
)
FELL_SHORT: Final = (
    "Sentences of the language model were held back, a dose or a caution among them or too many to "
    "leave a whole answer. The sources are quoted word for word beside what remains."
)

_log = logging.getLogger("citewell")


def told_at_once(check: CheckVerdict) -> bool:
    """Whether a verdict is sent before the claims that follow; that all is well is told at the
    end."""
    return check.status is not CheckStatus.PASS


class Drafted(Frozen):
    """What became of a draft once every claim was judged."""

    claims: tuple[CitedClaim, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    checks: tuple[CheckVerdict, ...] = ()
    insufficient: Insufficient | None = None
    drafted_by: DraftedBy = DraftedBy.QUOTATIONS
    notes: tuple[str, ...] = ()
    blocked: bool = False
    """Whether a safety rule held something back."""
    contradicted: bool = False
    """Whether evidence contradicted something."""

    def then(self, other: "Drafted") -> "Drafted":
        """This, and what was drafted after it; who drafted is told of the latter."""
        return Drafted(
            claims=self.claims + other.claims,
            withheld=self.withheld + other.withheld,
            checks=self.checks + other.checks,
            insufficient=other.insufficient,
            drafted_by=other.drafted_by,
            notes=self.notes + other.notes,
            blocked=self.blocked or other.blocked,
            contradicted=self.contradicted or other.contradicted,
        )


class Drafting:
    """Steps 4 and 5 of a question's trip.

    Args:
        generator: a language model; None where the machine has none.
        quotations: quotes the evidence, and says where it does not answer the question.
        judge: what every claim must pass, whoever drafted it.
    """

    def __init__(self, generator: Generator | None, quotations: Quoting, judge: ClaimJudge) -> None:
        self._generator = generator
        self._quotations = quotations
        self._judge = judge

    @property
    def fingerprint(self) -> str:
        """Of everything that drafts."""
        parts = (self._generator, self._quotations)
        return " ".join(each.fingerprint for each in parts if each is not None)

    def signs(self, question: Question, evidence: Sequence[Evidence]) -> Signs | None:
        """How near the evidence comes; None where no sentence of it can be quoted."""
        return self._quotations.signs(question.text, evidence)

    def refusal(self, question: Question, evidence: Sequence[Evidence]) -> str | None:
        """Why the evidence does not answer the question; None where it may."""
        return self._quotations.refusal(question.text, evidence)

    def against(self, conflict: Conflict, subject: Subject) -> tuple[CheckVerdict, ...]:
        """What keeps a conflict's words from being shown beside the claims; empty: nothing."""
        sides = (side.citation for side in conflict.sides)
        return tuple(one for each in sides for one in self._judge.against(each, subject))

    def recorded(
        self, said: Sequence[DraftClaim], subject: Subject, watch: Stopwatch
    ) -> Steps[Event, None, Drafted]:
        """What the patient's record says to the question, word for word."""
        tally = _Tally()
        for draft in said:
            yield from tally.add(draft, self._judged(draft, subject, watch))
        return tally.drafted(DraftedBy.QUOTATIONS)

    def draft(
        self,
        subject: Subject,
        watch: Stopwatch,
        left: Left = stays,
    ) -> Steps[Event, None, Drafted]:
        """Claims in reading order, each shown only once it was judged.

        Args:
            subject: with the evidence that was admitted.
            left: stops a language model whose reader is gone.

        Raises:
            Overloaded: the language model has more waiting than it admits.
        """
        tally = _Tally()
        if self._generator is None:
            yield from self._quoted(subject, tally, watch)
            return tally.drafted(DraftedBy.QUOTATIONS)
        with watch.stage("draft"):
            refusal = self._quotations.refusal(subject.asked, subject.library)
        if refusal is not None:
            tally.insufficient = Insufficient(why=refusal)
            return tally.drafted(DraftedBy.MODEL)
        note = yield from self._modelled(self._generator, subject, tally, watch, left)
        if note is None and (tally.insufficient is not None or not tally.falls_short()):
            return tally.drafted(DraftedBy.MODEL)
        said = len(tally.claims)
        yield from self._quoted(subject, tally, watch)
        if said:
            return tally.drafted(DraftedBy.BOTH, note or FELL_SHORT)
        return tally.drafted(DraftedBy.QUOTATIONS, note or NONE_LEFT)

    def _modelled(
        self,
        generator: Generator,
        subject: Subject,
        tally: "_Tally",
        watch: Stopwatch,
        left: Left,
    ) -> Steps[Event, None, str | None]:
        """The model's sentences; a note where it gave out."""
        asked, evidence = subject.asked, subject.evidence
        try:
            with closing(generator.draft(asked, evidence, left)) as drafts:
                for draft in watch.each("draft", drafts):
                    if isinstance(draft, Insufficient):
                        tally.insufficient = draft
                        return None
                    judged = self._judged(draft, subject, watch)
                    if judged.refusal is not None and not left():
                        judged = self._again(generator, subject, draft, judged, watch, left)
                    yield from tally.add(draft, judged)
        except ModelUnavailable as error:
            _log.warning("The language model gave out: %s", error)
            return UNAVAILABLE
        except GenerationTimeout as error:
            _log.warning("The language model gave out: %s", error)
            return TOO_LATE
        return None

    def _again(
        self,
        generator: Generator,
        subject: Subject,
        failed: DraftClaim,
        judged: Judged,
        watch: Stopwatch,
        left: Left,
    ) -> Judged:
        """The second try where it passes, the first refusal where it does not."""
        why = judged.refusal.why if judged.refusal else ""
        with watch.stage("draft"):
            asked, evidence = subject.asked, subject.evidence
            better = generator.redraft(asked, evidence, failed, why, left)
        if better is None or better == failed:
            return judged
        second = self._judged(better, subject, watch)
        return second if second.claim is not None else judged

    def _quoted(
        self,
        subject: Subject,
        tally: "_Tally",
        watch: Stopwatch,
    ) -> Steps[Event, None, None]:
        drafts = self._quotations.draft(subject.asked, subject.library)
        yield from self._each_quoted(drafts, subject, tally, watch)
        if tally.claims or not tally.refused:
            return
        # All that came first is about other people, say: what comes next may be about these.
        drafts = self._quotations.again(subject.asked, subject.library, tally.refused)
        yield from self._each_quoted(drafts, subject, tally, watch)

    def _each_quoted(
        self, drafts: Drafts, subject: Subject, tally: "_Tally", watch: Stopwatch
    ) -> Steps[Event, None, None]:
        with closing(drafts):
            for draft in watch.each("draft", drafts):
                if isinstance(draft, Insufficient):
                    tally.insufficient = draft
                    return
                if not tally.quoted(draft):
                    yield from tally.add(draft, self._judged(draft, subject, watch))

    def _judged(self, draft: DraftClaim, subject: Subject, watch: Stopwatch) -> Judged:
        with watch.stage("judge"):
            return self._judge.judge(draft, subject)


class _Tally:
    """What was judged so far."""

    def __init__(self) -> None:
        self.claims: list[CitedClaim] = []
        self.insufficient: Insufficient | None = None
        self._judged: list[Judged] = []
        self._lost_weight = False
        self._refused: set[str] = set()

    @property
    def refused(self) -> frozenset[str]:
        """The texts of what may not be shown."""
        return frozenset(self._refused)

    def add(self, draft: DraftClaim, judged: Judged) -> Steps[Event, None, None]:
        self._judged.append(judged)
        yield from (CheckEvent(check=check) for check in judged.checks if told_at_once(check))
        if judged.claim is None:
            self._refused.add(draft.text)
            self._lost_weight |= weighty(draft.text)
        elif judged.claim.text not in {claim.text for claim in self.claims}:
            self.claims.append(judged.claim)
            yield ClaimEvent(claim=judged.claim)

    def quoted(self, draft: DraftClaim) -> bool:
        """Whether a claim that is shown stands on these very words already."""
        shown = {citation.quote for claim in self.claims for citation in claim.citations}
        return {quote.text for quote in draft.quotes} <= shown

    def falls_short(self) -> bool:
        """Whether what is left of a model's draft is no answer that could stand alone."""
        return self._lost_weight or len(self.claims) < max(1.0, ENOUGH * len(self._judged))

    def drafted(self, by: DraftedBy, *notes: str) -> Drafted:
        withheld = tuple(each.withheld for each in self._judged if each.withheld)
        return Drafted(
            claims=tuple(self.claims),
            withheld=withheld,
            checks=tuple(check for each in self._judged for check in each.checks),
            insufficient=self.insufficient,
            drafted_by=by,
            notes=notes,
            blocked=any(each.blocked for each in self._judged),
            contradicted=any(
                each.refusal is not None and each.refusal.kind is VerdictKind.CONTRADICTED
                for each in self._judged
            ),
        )
