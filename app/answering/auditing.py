"""What of an outcome goes on record: ids, names, verdicts, times, and texts as keyed hashes."""

from typing import Any

from app.answering import canonical
from app.answering.canonical import marks, named
from app.domain.answer import Answer, Outcome, Referral, Trace
from app.domain.audit import AuditEntry, AuditKind, Seen, StageMark
from app.domain.citation import Origin
from app.domain.ordering import OrderReport
from app.domain.ports.audit import KeyedHashes
from app.domain.question import Caller, Question
from app.domain.record import PatientRecord
from app.domain.statements import StatementReport
from app.domain.summary import PatientSummary


def audited(
    outcome: Outcome,
    question: Question,
    caller: Caller,
    hashes: KeyedHashes,
    *,
    role: str | None = None,
    status: int | None = None,
    topics: tuple[str, ...] = (),
) -> AuditEntry:
    """The entry of an outcome, without a word of question, record or answer.

    Args:
        topics: that the question belongs to, by name.

    Raises Unavailable: there is no key to hash with.
    """
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    cited = [citation for claim in claims for citation in claim.citations]
    library = [each for each in cited if each.origin is Origin.LIBRARY]
    entries = dict.fromkeys(each.source for each in cited if each.origin is Origin.RECORD)
    answer = outcome if isinstance(outcome, Answer) else None
    forms, checks = canonical.claim_forms(outcome), marks(outcome.checks)
    whole = canonical.outcome_form(outcome, forms, checks)
    return AuditEntry(
        kind=AuditKind(outcome.kind),
        **_asked(question, caller, hashes, role),
        **_traced(outcome.trace),
        answer=hashes.hashed(canonical.OUTCOME, whole),
        claims=tuple(hashes.hashed(canonical.CLAIM, each) for each in forms),
        documents=tuple(dict.fromkeys(named(each.document_id) for each in library)),
        passages=tuple(dict.fromkeys(named(each.passage_id) for each in library)),
        record_entries=tuple(hashes.hashed(canonical.ENTRY, each.encode()) for each in entries),
        checks=checks,
        withheld=canonical.withheld(outcome),
        findings=canonical.findings(outcome),
        reason=None if isinstance(outcome, Answer | Referral) else outcome.reason,
        topics=tuple(named(each) for each in topics),
        drafted_by=answer and answer.drafted_by,
        confidence=answer and answer.confidence,
        review=None if isinstance(outcome, Referral) else outcome.review,
        status=status,
    )


def asked(
    question: Question, caller: Caller, hashes: KeyedHashes, *, role: str | None = None
) -> AuditEntry:
    """The entry of a question whose answer is about to be sent in pieces."""
    return AuditEntry(kind=AuditKind.ASKED, **_asked(question, caller, hashes, role))


def failed(
    error: str,
    question: Question,
    caller: Caller,
    hashes: KeyedHashes,
    *,
    role: str | None = None,
) -> AuditEntry:
    """The entry of a question that met an error of this name (`IndexUnavailable`)."""
    told = _asked(question, caller, hashes, role)
    return AuditEntry(kind=AuditKind.FAILURE, action=named(error), **told)


def summarised(
    summary: PatientSummary,
    record: PatientRecord,
    caller: Caller,
    hashes: KeyedHashes,
    *,
    role: str | None = None,
) -> AuditEntry:
    """The entry of a record that was put on one page."""
    told = summary.model_dump(exclude={"trace"})
    return AuditEntry(
        kind=AuditKind.SUMMARY,
        **_asking(caller, role),
        **_recorded(record, hashes),
        **_traced(summary.trace),
        answer=hashes.hashed(canonical.OUTCOME, canonical.form(told)),
        checks=marks((*(each.check for each in summary.findings), *summary.checks)),
    )


def orders_checked(
    report: OrderReport,
    record: PatientRecord,
    caller: Caller,
    hashes: KeyedHashes,
    *,
    role: str | None = None,
) -> AuditEntry:
    """The entry of orders that were checked against a record."""
    return AuditEntry(
        kind=AuditKind.ORDERS,
        **_asking(caller, role),
        **_recorded(record, hashes),
        **_traced(report.trace),
        answer=hashes.hashed(
            canonical.OUTCOME, canonical.form(report.model_dump(exclude={"trace"}))
        ),
        record_entries=tuple(
            hashes.hashed(canonical.ENTRY, each.order.encode()) for each in report.orders
        ),
        checks=marks(tuple(one for each in report.orders for one in each.verdicts)),
    )


def statement_checked(
    report: StatementReport,
    about: Question,
    caller: Caller,
    hashes: KeyedHashes,
    *,
    role: str | None = None,
) -> AuditEntry:
    """The entry of a statement that was checked for the person whom `about` tells of."""
    told = report.model_dump(exclude={"trace"})
    return AuditEntry(
        kind=AuditKind.STATEMENT,
        **_asked(about, caller, hashes, role),
        **_traced(report.trace),
        answer=hashes.hashed(canonical.OUTCOME, canonical.form(told)),
        checks=marks(report.checks),
        findings=tuple(named(one.name) for one in report.findings),
    )


def _asked(
    question: Question, caller: Caller, hashes: KeyedHashes, role: str | None
) -> dict[str, Any]:
    conversation, narrowed = (
        canonical.conversation_form(question),
        canonical.asked_with_form(question),
    )
    return {
        **_asking(caller, role),
        "audience": question.audience,
        "question": hashes.hashed(canonical.QUESTION, canonical.question_form(question)),
        "conversation": conversation and hashes.hashed(canonical.CONVERSATION, conversation),
        "asked_with": narrowed and hashes.hashed(canonical.ASKED_WITH, narrowed),
        **({} if question.record is None else _recorded(question.record, hashes)),
    }


def _asking(caller: Caller, role: str | None) -> dict[str, Any]:
    return {
        "actor": named(caller.name),
        "role": role and named(role),
        "tenant": caller.tenant and named(caller.tenant),
        "key": caller.key_id and named(caller.key_id),
        "seen": _seen(caller),
    }


def _recorded(record: PatientRecord, hashes: KeyedHashes) -> dict[str, Any]:
    return {
        "patient": hashes.hashed(canonical.PATIENT, record.patient.encode()),
        "record": hashes.hashed(canonical.RECORD, canonical.record_form(record)),
        "as_of": record.as_of,
    }


def _traced(trace: Trace) -> dict[str, Any]:
    return {
        "trace_id": trace.trace_id,
        "generation": named(trace.generation),
        "embedder": named(trace.embedder),
        "generator": named(trace.generator),
        "rules": named(trace.rules) if trace.rules else None,
        "settings": named(trace.settings) if trace.settings else None,
        "stages": tuple(
            StageMark(name=named(each.stage), seconds=each.seconds) for each in trace.timings
        ),
        "seconds": sum(each.seconds for each in trace.timings),
    }


def _seen(caller: Caller) -> Seen:
    tags = caller.access.tags
    return Seen(
        audiences=tuple(sorted(caller.access.audiences)),
        tags=None if tags is None else tuple(sorted(named(tag) for tag in tags)),
    )
