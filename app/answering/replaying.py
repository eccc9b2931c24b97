"""Answers a question of the past once more, and tells whether the answer is the same."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from app.answering import canonical
from app.domain.answer import Answer, Outcome
from app.domain.audit import AuditEntry, AuditKind, Seen
from app.domain.errors import NotFound
from app.domain.frozen import Frozen
from app.domain.ports.audit import KeyedHashes
from app.domain.question import Caller, Question
from app.domain.ranking import Access

OUTCOMES: Final = frozenset({AuditKind.ANSWER, AuditKind.ABSTENTION, AuditKind.REFERRAL})
NONE: Final = "none"
"""The generation of a referral without an index."""


class InForce(NamedTuple):
    """What a question would be answered with today."""

    kept: frozenset[str]
    """Generations that can be opened."""
    generator: str
    rules: str
    settings: str


class Replayed(Frozen):
    trace_id: str
    other: tuple[str, ...] = ()
    """What was given and is not what was asked with then; nothing is answered."""
    gone: tuple[str, ...] = ()
    """What is no longer as it was."""
    ran: bool = False
    same: bool | None = None
    """None: it was not answered again."""
    differs: str | None = None
    """Where the answers first differ."""


def replay(
    entry: AuditEntry,
    question: Question,
    now: InForce,
    hashes: KeyedHashes,
    answer: Callable[[Question, Caller], Outcome],
) -> Replayed:
    """Args:
        question: as it is said to have been asked, with its record read as of `entry.as_of`.
        answer: answers on the generation `entry.generation`, and leaves nothing on record.

    Raises:
        NotFound: the entry is of no question.
    """
    if entry.kind not in OUTCOMES or entry.trace_id is None:
        raise NotFound(
            f"The audit log knows this trace as {entry.kind.value}: no answer to replay."
        )
    other = tuple(_other(entry, question, hashes))
    gone = tuple(_gone(entry, now))
    if other or not _there(entry, now):
        return Replayed(trace_id=entry.trace_id, other=other, gone=gone)
    outcome = answer(question, caller_of(entry))
    differs = next(_differences(entry, outcome, hashes), None)
    made = outcome.trace.embedder
    if entry.embedder not in (None, canonical.named(made)):
        gone = (*gone, f"embedder: {entry.embedder} then, {canonical.named(made)} now")
    return Replayed(
        trace_id=entry.trace_id, gone=gone, ran=True, same=differs is None, differs=differs
    )


def caller_of(entry: AuditEntry) -> Caller:
    """Who sees what the caller of then saw."""
    seen = entry.seen or Seen(audiences=())
    tags = None if seen.tags is None else frozenset(seen.tags)
    return Caller(name=entry.actor, access=Access(audiences=frozenset(seen.audiences), tags=tags))


def _other(entry: AuditEntry, question: Question, hashes: KeyedHashes) -> Iterator[str]:
    record = None if question.record is None else canonical.record_form(question.record)
    given = (
        ("question", canonical.QUESTION, canonical.question_form(question), entry.question),
        (
            "conversation",
            canonical.CONVERSATION,
            canonical.conversation_form(question),
            entry.conversation,
        ),
        (
            "filters or country",
            canonical.ASKED_WITH,
            canonical.asked_with_form(question),
            entry.asked_with,
        ),
        ("patient's record", canonical.RECORD, record, entry.record),
    )
    for told, what, form, known in given:
        if known is None and form is not None:
            yield f"{told}: there was none then"
        elif known is not None and form is None:
            yield f"{told}: there was one then"
        elif known is not None and form is not None and not hashes.recognises(what, form, known):
            yield f"{told}: another one, or not to the letter"


def _there(entry: AuditEntry, now: InForce) -> bool:
    return entry.generation in (None, NONE) or entry.generation in now.kept


def _gone(entry: AuditEntry, now: InForce) -> Iterator[str]:
    if not _there(entry, now):
        yield f"generation: {entry.generation} is no longer kept"
    for what, then, today in (
        ("model", entry.generator, now.generator),
        ("rules", entry.rules, now.rules),
        ("settings", entry.settings, now.settings),
    ):
        if then is not None and then != canonical.named(today):
            yield f"{what}: {then} then, {canonical.named(today)} now"


def _differences(entry: AuditEntry, outcome: Outcome, hashes: KeyedHashes) -> Iterator[str]:
    if outcome.kind != entry.kind.value:
        yield f"it was {entry.kind.value}, now it is {outcome.kind}"
    reason = getattr(outcome, "reason", None)
    if reason != entry.reason:
        yield f"it was abstained for {entry.reason}, now for {reason}"
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    for number, (claim, known) in enumerate(zip(claims, entry.claims, strict=False), start=1):
        if not hashes.recognises(canonical.CLAIM, canonical.claim_form(claim), known):
            yield f"claim {number} has other words or citations"
    if len(claims) != len(entry.claims):
        yield f"there were {len(entry.claims)} claims, now there are {len(claims)}"
    marks = canonical.marks(outcome.checks)
    for then, today in zip(entry.checks, marks, strict=False):
        if then != today:
            yield (
                f"check {then.name} said {then.status.value} ({then.rule}), "
                f"now {today.name} says {today.status.value} ({today.rule})"
            )
    if len(marks) != len(entry.checks):
        yield f"there were {len(entry.checks)} verdicts of checks, now there are {len(marks)}"
    form = canonical.outcome_form(outcome)
    if entry.answer is None or not hashes.recognises(canonical.OUTCOME, form, entry.answer):
        yield "something else of the outcome: what was withheld, or whom it refers to"
