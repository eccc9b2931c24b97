"""What safety rules say of a question, of the person it is about, and of a whole answer.

Rules on single claims are asked where claims are judged (`judging.py`).
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Final

from app.answering.stating import LibraryStates
from app.answering.telling import nobody
from app.domain.answer import CitedClaim
from app.domain.corpus import Audience
from app.domain.errors import Unavailable
from app.domain.patient import Situation, Whom
from app.domain.ports.governance import ReviewQueue, SignOffs
from app.domain.ports.index import Snapshot
from app.domain.ports.safety import (
    AnswerCheck,
    PatientWords,
    QuestionCheck,
    Screen,
    SituationReader,
)
from app.domain.question import Caller, Question
from app.domain.safety import CheckStatus, CheckVerdict, Finding, Screening
from app.domain.subject import Subject

NOT_LISTED: Final = (
    "A safety rule held something back, and the list of answers for review could not be written. "
    "Tell whoever looks after this service."
)

_log = logging.getLogger("citewell")


class Checking:
    """Steps 1 and 6 of a question's trip, as far as rules go.

    Args:
        screens: look at the question before anything is retrieved.
        reader: reads of whom question and conversation speak; None: nothing is known of anyone.
        question_checks: speak of the question itself, also where the library answers nothing.
        answer_checks: look at what is shown; they add to an answer and take nothing back.
        signed_off: who of the site signed a rule off.
        reviews: where answers wait of which a rule held something back; None: nowhere.
        wording: what a patient reads in place of words for clinicians.
    """

    def __init__(
        self,
        screens: Sequence[Screen] = (),
        reader: SituationReader | None = None,
        question_checks: Sequence[QuestionCheck] = (),
        answer_checks: Sequence[AnswerCheck] = (),
        signed_off: SignOffs = nobody,
        reviews: ReviewQueue | None = None,
        wording: PatientWords | None = None,
    ) -> None:
        self._screens = tuple(screens)
        self._reader = reader
        self._question_checks = tuple(question_checks)
        self._answer_checks = tuple(answer_checks)
        self.signed_off: Final = signed_off
        self._reviews = reviews
        self.wording: Final = wording

    def screened(self, question: Question) -> Screening:
        """What all screens say: every one is asked, so that no red flag hides behind another."""
        said = [screen.screen(question) for screen in self._screens]
        return Screening(
            findings=tuple(finding for each in said for finding in each.findings),
            decline=next((each.decline for each in said if each.decline is not None), None),
            checks=tuple(check for each in said for check in each.checks),
            plain=next((each.plain for each in said if each.plain is not None), None),
        )

    def subject(
        self, question: Question, snapshot: Snapshot, caller: Caller, trace_id: str
    ) -> Subject:
        """The question, whom it is about, and what the library states; nothing is admitted yet."""
        situation = self.situation(question)
        return Subject(
            question=question,
            situation=situation,
            whom=self._reader.whom(situation) if self._reader else Whom(),
            stated=LibraryStates(snapshot, caller),
            trace_id=trace_id,
        )

    def situation(self, question: Question) -> Situation:
        """Of whom question, conversation and record speak; without a reader what the record
        itself tells."""
        if self._reader is not None:
            return self._reader.read(question)
        return question.record.situation if question.record is not None else Situation()

    def asked(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        """What is said of the question alone."""
        return tuple(one for check in self._question_checks for one in check.check(subject))

    def whole(self, claims: Sequence[CitedClaim], subject: Subject) -> tuple[CheckVerdict, ...]:
        """What is said of the claims that are shown; nothing of none."""
        if not claims:
            return ()
        return tuple(one for check in self._answer_checks for one in check.check(claims, subject))

    def care_team(self, question: Question, checks: Iterable[CheckVerdict]) -> tuple[Finding, ...]:
        """Whom a patient is referred to where all that could be said was too hard to read."""
        if self.wording is None or question.audience is not Audience.PATIENT:
            return ()
        finding = self.wording.care_team()
        held_back = {one.name for one in checks if one.status is CheckStatus.BLOCK and one.rule}
        return (finding,) if held_back == {finding.name} else ()

    def for_review(self, trace_id: str, checks: Iterable[CheckVerdict]) -> tuple[str, ...]:
        """Put the answer on the list of a person where a rule held something of it back; what a
        reader must know of that."""
        rules = tuple(
            dict.fromkeys(
                one.rule for one in checks if one.status is CheckStatus.BLOCK and one.rule
            )
        )
        if not rules or self._reviews is None:
            return ()
        try:
            self._reviews.put(trace_id, rules)
        except Unavailable as error:
            _log.error("No review task could be written: %s", error)
            return (NOT_LISTED,)
        return ()


def gathered(said: Iterable[CheckVerdict]) -> tuple[CheckVerdict, ...]:
    """Each check once at least, in the order in which they first spoke: every different verdict
    that is no pass, or one pass where there is none."""
    by_name: dict[str, dict[CheckVerdict, None]] = {}
    passes: dict[str, CheckVerdict] = {}
    for one in said:
        told = by_name.setdefault(one.name, {})
        if one.status is CheckStatus.PASS:
            passes.setdefault(one.name, one)
        else:
            told[one] = None
    return tuple(one for name, told in by_name.items() for one in (told or {passes[name]: None}))
