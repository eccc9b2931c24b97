"""Which outcomes a person looks at, and what the reviewer is given to see."""

import logging
from collections.abc import Callable
from typing import Final

from app.domain.answer import Answer, CitedClaim, Outcome, Referral
from app.domain.citation import Origin
from app.domain.confidence import Measured
from app.domain.errors import Unavailable
from app.domain.ports.reviewing import ReviewQueue, Sampling, Topics
from app.domain.question import Question
from app.domain.reviewing import GENERAL, Cause, Texts
from app.domain.safety import CheckStatus
from app.domain.switching import CHECK

NOT_LISTED: Final = (
    "A person was to look at this answer, and the list of answers for review could not be written. "
    "Tell whoever looks after this service."
)
OF_RECORD: Final = "[words of the patient's record]"
_LONGEST: Final = 8_000
_ALL: Final = (Cause.BLOCKED, Cause.WITHHELD, Cause.LOW_CONFIDENCE)

_log = logging.getLogger("citewell")


class ForReview:
    """What only a reviewed answer needs, so that it is worked out for no other.

    `measures`: what spoke for the answer, as numbers; None of what is no answer.
    """

    def __init__(self) -> None:
        self.measures: Callable[[], Measured | None] = lambda: None


class Reviewing:
    """Puts outcomes on the list of people.

    Args:
        sampling: draws outcomes that nothing speaks against; None: none are drawn.
        causes: for which an outcome is listed, beside the sample.
        texts: whether question and outcome are kept for the reviewer; a record's words never are.
    """

    def __init__(
        self,
        queue: ReviewQueue,
        topics: Topics,
        sampling: Sampling | None = None,
        *,
        causes: tuple[Cause, ...] = _ALL,
        texts: bool = False,
    ) -> None:
        self._queue = queue
        self._topics = topics
        self._sampling = sampling
        self._causes = frozenset(causes)
        self._texts = texts

    def put(
        self,
        outcome: Outcome,
        question: Question,
        tenant: str | None = None,
        beside: ForReview | None = None,
    ) -> Outcome:
        """The outcome, with a note where it should have been listed and could not be."""
        trace_id = outcome.trace.trace_id
        rules = _rules(outcome)
        try:
            causes = tuple(each for each in _causes(outcome) if each in self._causes)
            if self._sampling is not None and self._sampling.drawn(trace_id):
                causes = (*causes, Cause.SAMPLE)
            if not causes:
                return outcome
            about = self._topics.of(outcome.read_as or question.text, rules)
            self._queue.put(
                trace_id,
                rules,
                causes=causes,
                topic=about[0] if about else GENERAL,
                texts=_texts(outcome, question) if self._texts else None,
                tenant=tenant,
                measured=None if beside is None else beside.measures(),
            )
        except Unavailable as error:
            _log.error("No review task could be written: %s", error)
            if isinstance(outcome, Answer):
                return outcome.model_copy(update={"notes": (*outcome.notes, NOT_LISTED)})
        return outcome


def _rules(outcome: Outcome) -> tuple[str, ...]:
    """Those that held something back."""
    blocking = (one.rule for one in outcome.checks if one.status is CheckStatus.BLOCK)
    return tuple(dict.fromkeys(rule for rule in blocking if rule))


def _causes(outcome: Outcome) -> tuple[Cause, ...]:
    rules = _rules(outcome)
    found = [Cause.BLOCKED] if rules else []
    if isinstance(outcome, Referral):
        return tuple(found)
    if any(each.rule not in (*rules, CHECK) for each in outcome.withheld):
        found.append(Cause.WITHHELD)
    if isinstance(outcome, Answer) and outcome.review and not found:
        found.append(Cause.LOW_CONFIDENCE)
    return tuple(found)


def _texts(outcome: Outcome, question: Question) -> Texts:
    if isinstance(outcome, Answer):
        said = "\n".join(dict.fromkeys(map(_told, outcome.claims)))
    elif isinstance(outcome, Referral):
        said = "\n".join(each.message for each in outcome.findings)
    else:
        said = f"{outcome.reason.value}: {outcome.explanation}"
    return Texts(
        question=question.text[:_LONGEST],
        outcome=said[:_LONGEST],
        audience=question.audience,
        kind=outcome.kind,
    )


def _told(claim: CitedClaim) -> str:
    """A claim's words; of one that leans on the patient's record none."""
    if any(citation.origin is Origin.RECORD for citation in claim.citations):
        return OF_RECORD
    return claim.text
