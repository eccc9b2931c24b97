"""The trip of a question, from the words that were asked to an outcome.

One leased generation serves it from beginning to end. The steps stand in `Answerer._steps` in the
order in which they happen; each takes frozen values and gives new ones.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as Steps
from contextlib import closing
from functools import partial
from typing import Final, NamedTuple

from app.answering.abstaining import (
    declined,
    no_evidence,
    nothing_stands,
    switched_off,
    weak_evidence,
)
from app.answering.admission import admit, beside
from app.answering.checking import Checking, gathered
from app.answering.deciding import Deciding
from app.answering.drafting import Drafted, Drafting, told_at_once
from app.answering.observing import Observers, observed
from app.answering.on_record import BEYOND, library_of, on_record
from app.answering.other_sides import other_sides
from app.answering.reviewing import ForReview, Reviewing
from app.answering.switching import NOTHING_OFF, Switching, without
from app.answering.telling import Telling
from app.answering.timing import Stopwatch
from app.answering.understanding import understood
from app.answering.weighing import Weighing
from app.domain.answer import (
    Answer,
    CheckEvent,
    CitedClaim,
    ConflictEvent,
    DoneEvent,
    Event,
    Evidence,
    EvidenceEvent,
    Outcome,
    Referral,
    Trace,
)
from app.domain.conflict import Conflict
from app.domain.leaving import Left, stays
from app.domain.manifest import Manifest
from app.domain.ports.following import FollowUps
from app.domain.ports.grounding import Calibrator
from app.domain.ports.index import Generations, Snapshot
from app.domain.ports.observing import TripObserver
from app.domain.ports.record import RecordFinder
from app.domain.ports.retrieval import Retriever
from app.domain.question import Caller, Question
from app.domain.ranking import Ranking
from app.domain.safety import Screening
from app.domain.switching import SwitchedOff
from app.domain.visibility import visible

SPARE: Final = 2
"""Passages retrieved for each one that may be admitted, so that duplicates leave no gap."""
LOOKED_AT: Final = 100
"""Passages ranked, so that what other documents state otherwise is among them. In a library of 576
guidelines and labels the passage that disagreed on a dose stood on rank 46 and 51, below those of
the one document that says most of the matter."""


NONE: Final = "none"
"""Of a referral without an index: no generation took part in it."""


class Trip(NamedTuple):
    """What accompanies one question."""

    trace_id: str
    watch: Stopwatch
    left: Left
    review: ForReview


class Answerer:
    """Answers questions from the library, or says honestly that it cannot.

    Args:
        drafting: turns evidence into judged claims.
        checking: safety rules on the question and on the whole answer.
        calibrator: states how likely an answer is right; None leaves it unstated.
        weighing: finds where sources disagree, and notes what is old; it only adds, too.
        records: finds what bears on a question in the patient's record that came with it.
        follow_ups: reads a follow-up question so that it stands alone; None: as it stands.
        reviewing: lists outcomes that a person should look at; None: none are.
        switching: tells what the site has switched off; None: nothing can be.
        forget: empties what is remembered of texts, once words of a record were among them.
        evidence: at most this many passages are admitted.
        settings: fingerprint of the settings in force, for the trace.
        rules: fingerprint of the clinical rules in force.
        observer: looks on, for metrics and traces.
    """

    def __init__(
        self,
        *,
        generations: Generations,
        retriever: Retriever,
        drafting: Drafting,
        checking: Checking | None = None,
        calibrator: Calibrator | None = None,
        weighing: Weighing | None = None,
        records: RecordFinder | None = None,
        follow_ups: FollowUps | None = None,
        reviewing: Reviewing | None = None,
        switching: Switching | None = None,
        forget: Callable[[], None] = lambda: None,
        evidence: int = 8,
        settings: str = "",
        rules: str = "",
        observer: TripObserver | None = None,
    ) -> None:
        self._generations = generations
        self._retriever = retriever
        self._drafting = drafting
        self._checking = checking or Checking()
        self._deciding = Deciding(calibrator, drafting)
        self._weighing = weighing
        self._records = records
        self._follow_ups = follow_ups
        self._reviewing = reviewing
        self._switching = switching
        self._forget = forget
        self._evidence = evidence
        self._settings = settings
        self._rules = rules
        self._observer = observer or Observers()

    def answer(self, question: Question, caller: Caller, left: Left = stays) -> Outcome:
        """The outcome that `stream` ends with.

        Raises:
            IndexUnavailable: nothing was ingested yet.
            Overloaded: the language model has more waiting than it admits.
        """
        with closing(self._events(question, caller, left)) as events:
            for event in events:
                if isinstance(event, DoneEvent):
                    return event.outcome
        raise AssertionError("a stream of events ends with `done`")

    def stream(self, question: Question, caller: Caller, left: Left = stays) -> Iterator[Event]:
        """Evidence, then claims and checks as they pass, then conflicts and exactly one `done`.

        Nothing that was yielded is ever taken back. Closing the iterator ends the lease.

        Raises:
            IndexUnavailable: nothing was ingested yet; at the first `next`.
            Overloaded: the language model has more waiting than it admits.
        """
        return self._events(question, caller, left)

    def _events(self, question: Question, caller: Caller, left: Left) -> Steps[Event, None, None]:
        try:
            yield from self._trip(question, caller, left)
        finally:
            if question.record is not None:
                self._forget()

    def _trip(self, question: Question, caller: Caller, left: Left) -> Steps[Event, None, None]:
        trip = Trip(uuid.uuid4().hex, Stopwatch(), left, ForReview())
        events = self._told(question, caller, trip)
        return observed(events, question, trip.trace_id, trip.watch, self._observer)

    def _told(self, question: Question, caller: Caller, trip: Trip) -> Steps[Event, None, None]:
        checking = self._checking
        telling = Telling(question.audience, checking.signed_off, checking.wording, question.record)
        with trip.watch.stage("screen"):
            read = understood(question, checking.screened, self._follow_ups)
        screening = read.screening
        if screening.findings:  # also where no index can be opened: an emergency does not wait
            referred = read.told(self._referred(screening, trip))
            return (yield from telling.events(self._reviewed(referred, question, caller, trip)))
        with self._generations.lease() as snapshot:
            steps = read.told(self._begun(read.question, screening, caller, snapshot, trip))
            yield from telling.events(self._reviewed(steps, question, caller, trip))

    def _reviewed(
        self, steps: Steps[Event, None, Outcome], question: Question, caller: Caller, trip: Trip
    ) -> Steps[Event, None, Outcome]:
        """The same, and on the list of people where one should look at it."""
        outcome = yield from steps
        if self._reviewing is None:
            return outcome
        return self._reviewing.put(outcome, question, caller.tenant, trip.review)

    def _referred(self, screening: Screening, trip: Trip) -> Steps[Event, None, Outcome]:
        """1. Screen the question, where a person must take over."""
        yield from ()
        trace = self._trace(self._generations.current(), trip)
        return Referral(findings=screening.findings, checks=gathered(screening.checks), trace=trace)

    def _begun(
        self,
        question: Question,
        screening: Screening,
        caller: Caller,
        snapshot: Snapshot,
        trip: Trip,
    ) -> Steps[Event, None, Outcome]:
        """1. Screen the question, and see whether the site lets it be answered."""
        off, stopped = NOTHING_OFF, None
        if screening.decline is None and self._switching is not None:
            with trip.watch.stage("switches"):
                off = self._switching.off()
                stopped = self._switching.stopped(question, off)
        trace = self._trace(snapshot.manifest, trip)
        if screening.decline is not None:
            return declined(screening.decline, screening, trace)
        if stopped is not None:
            return switched_off(stopped, question, trace)
        return (yield from self._steps(question, screening, caller, snapshot, trip, off))

    def _steps(
        self,
        question: Question,
        screening: Screening,
        caller: Caller,
        snapshot: Snapshot,
        trip: Trip,
        off: SwitchedOff,
    ) -> Steps[Event, None, Outcome]:
        manifest, watch = snapshot.manifest, trip.watch

        with watch.stage("read"):
            subject = self._checking.subject(question, snapshot, caller, trip.trace_id, off)
            said = (*screening.checks, *self._checking.asked(subject))
        if screening.plain is not None:
            question = question.model_copy(update={"text": screening.plain})

        # 2. Find in the patient's record what is asked of it, and retrieve for the rest, among what
        # this caller may see.
        record = on_record(self._records, question, watch)
        subject = subject.about(question, record.evidence, record.rest)
        asked = question.model_copy(update={"text": subject.asked})
        selection = visible(question, caller)
        wanted = SPARE * self._evidence
        depth = max(wanted, LOOKED_AT) if self._weighing else wanted
        ranking = Ranking()
        if record.rest:
            with watch.stage("retrieve"):
                ranking = self._retriever.retrieve(asked.text, snapshot, selection, depth)
                ranking = without(ranking, snapshot, off)

        # 3. Admit.
        with watch.stage("admit"):
            best = Ranking(hits=ranking.hits[:wanted])
            library = admit(best, snapshot, selection, self._evidence, after=len(record.evidence))
        if not library and not record.said:
            return no_evidence(gathered(said), self._trace(manifest, trip))
        evidence = record.evidence + library
        yield EvidenceEvent(evidence=evidence)
        yield from (CheckEvent(check=one) for one in gathered(said) if told_at_once(one))

        # Abstain now or never: what was shown is not taken back.
        with watch.stage("foresee"):
            found = self._deciding.found(asked, library, manifest) if library else None
            refusal = self._deciding.refusal(asked, found)
        if refusal is not None and not record.said:
            return weak_evidence(refusal, library, gathered(said), self._trace(manifest, trip))

        # 4. Draft, and 5. judge each claim before anyone sees it.
        subject = subject.about(question, evidence, record.rest)
        drafted = yield from self._drafting.recorded(record.said, subject, watch)
        of_library = Drafted()
        if library and refusal is None:
            of_library = yield from self._drafting.draft(subject, watch, trip.left)
            drafted = drafted.then(of_library)

        # 6. Check the whole: this may add to the answer, and takes nothing back.
        with watch.stage("check"):
            whole = self._checking.whole(of_library.claims, subject)
            admitted = evidence
            if self._weighing is not None and of_library.claims:
                admitted += beside(ranking, snapshot, selection, evidence)
            found_otherwise = self._weighed(of_library.claims, asked, library_of(admitted))
            others = other_sides(
                found_otherwise, lambda each: self._drafting.against(each, subject)
            )
            conflicts = others.conflicts
        checks = gathered((*said, *drafted.checks, *others.checks, *whole))
        yield from (CheckEvent(check=check) for check in checks)
        yield from (ConflictEvent(conflict=conflict) for conflict in conflicts)

        # 7. Decide.
        if not drafted.claims:
            if care_team := self._checking.care_team(question, checks):
                return Referral(
                    findings=care_team, checks=checks, trace=self._trace(manifest, trip)
                )
            return nothing_stands(drafted, library, checks, self._trace(manifest, trip))
        with watch.stage("decide"):
            decision = self._deciding.decided(found, of_library)
        trip.review.measures = partial(self._deciding.measured, found, of_library)
        labels = {citation.label for claim in drafted.claims for citation in claim.citations}
        labels |= {side.citation.label for each in conflicts for side in each.sides}
        used = tuple(each for each in admitted if each.label in labels)
        return Answer(
            claims=drafted.claims,
            evidence=used,
            withheld=drafted.withheld + others.withheld,
            checks=checks,
            drafted_by=drafted.drafted_by,
            notes=(
                *drafted.notes,
                *((BEYOND,) if record.rest and not of_library.claims else ()),
                *others.notes,
                *decision.notes,
                *(self._weighing.notes(library_of(used)) if self._weighing else ()),
            ),
            conflicts=conflicts,
            confidence=decision.confidence,
            review=True if drafted.blocked or others.withheld else decision.review,
            trace=self._trace(manifest, trip),
        )

    def _weighed(
        self, claims: Sequence[CitedClaim], question: Question, admitted: Sequence[Evidence]
    ) -> tuple[Conflict, ...]:
        return self._weighing.conflicts(claims, question, admitted) if self._weighing else ()

    def _trace(self, manifest: Manifest | None, trip: Trip) -> Trace:
        embedder = manifest.embedder if manifest else None
        return Trace(
            trace_id=trip.trace_id,
            generation=manifest.generation if manifest else NONE,
            embedder=f"{embedder.name}@{embedder.weights_sha256[:12]}" if embedder else NONE,
            generator=self._drafting.fingerprint,
            rules=self._rules,
            settings=self._settings,
            timings=trip.watch.timings,
        )
