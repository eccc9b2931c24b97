"""What of an outcome goes on record: ids, names, verdicts, times, and texts as keyed hashes.

Texts are hashed in one canonical form, JSON in UTF-8 with sorted keys, so that the same question,
record or answer has the same hash wherever it is computed.
"""

import json
import re
from datetime import date
from typing import Any, Final

from app.domain.answer import Answer, CitedClaim, Outcome, Referral, Trace, Withheld
from app.domain.audit import NAME, AuditEntry, AuditKind, CheckMark, Seen, StageMark
from app.domain.citation import Citation, Origin
from app.domain.corpus import content_id
from app.domain.ports.audit import KeyedHashes
from app.domain.question import Caller, Question
from app.domain.ranking import Filters
from app.domain.record import PatientRecord
from app.domain.safety import CheckVerdict
from app.domain.summary import PatientSummary

QUESTION: Final = "question"
CONVERSATION: Final = "conversation"
ASKED_WITH: Final = "asked with"
PATIENT: Final = "patient"
RECORD: Final = "record"
ENTRY: Final = "record entry"
CLAIM: Final = "claim"
OUTCOME: Final = "outcome"
_NAME: Final = re.compile(NAME)


def audited(
    outcome: Outcome,
    question: Question,
    caller: Caller,
    hashes: KeyedHashes,
    *,
    role: str | None = None,
    status: int | None = None,
) -> AuditEntry:
    """The entry of an outcome, without a word of question, record or answer.

    Raises Unavailable: there is no key to hash with.
    """
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    cited = [citation for claim in claims for citation in claim.citations]
    library = [each for each in cited if each.origin is Origin.LIBRARY]
    entries = dict.fromkeys(each.source for each in cited if each.origin is Origin.RECORD)
    answer = outcome if isinstance(outcome, Answer) else None
    return AuditEntry(
        kind=AuditKind(outcome.kind),
        **_asked(question, caller, hashes, role),
        **_traced(outcome.trace),
        answer=hashes.hashed(OUTCOME, outcome_form(outcome)),
        claims=tuple(hashes.hashed(CLAIM, claim_form(each)) for each in claims),
        documents=tuple(dict.fromkeys(named(each.document_id) for each in library)),
        passages=tuple(dict.fromkeys(named(each.passage_id) for each in library)),
        record_entries=tuple(hashes.hashed(ENTRY, each.encode()) for each in entries),
        checks=marks(outcome.checks),
        withheld=_withheld(outcome),
        findings=_findings(outcome),
        reason=None if isinstance(outcome, Answer | Referral) else outcome.reason,
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
        actor=named(caller.name),
        role=role and named(role),
        seen=_seen(caller),
        **_recorded(record, hashes),
        **_traced(summary.trace),
        answer=hashes.hashed(OUTCOME, _form(told)),
        checks=marks((*(each.check for each in summary.findings), *summary.checks)),
    )


def marks(checks: tuple[CheckVerdict, ...]) -> tuple[CheckMark, ...]:
    return tuple(
        CheckMark(
            name=named(each.name),
            status=each.status,
            rule=each.rule and named(each.rule),
            severity=each.severity,
            overridden=each.overridden_by is not None,
        )
        for each in checks
    )


def claim_form(claim: CitedClaim) -> bytes:
    """The canonical form of a claim: its words, and where each quote stands."""
    return _form(
        {
            "text": claim.text,
            "lead": claim.lead,
            "ask_first": claim.ask_first,
            "citations": [_citation(each) for each in claim.citations],
        }
    )


def outcome_form(outcome: Outcome) -> bytes:
    """The canonical form of what is the same when the same question is answered in the same way:
    claims, citations and verdicts; no trace id, no times, no notes."""
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    return _form(
        {
            "kind": outcome.kind,
            "reason": None if isinstance(outcome, Answer | Referral) else outcome.reason,
            "claims": [claim_form(each).decode() for each in claims],
            "checks": [each.model_dump(mode="json") for each in marks(outcome.checks)],
            "withheld": _withheld(outcome),
            "findings": _findings(outcome),
        }
    )


def question_form(question: Question) -> bytes:
    return question.text.encode()


def conversation_form(question: Question) -> bytes | None:
    """None: there was none."""
    turns = [[turn.speaker.value, turn.text] for turn in question.conversation]
    return _form(turns) if turns else None


def asked_with_form(question: Question) -> bytes | None:
    """Filters and country; None: nothing was narrowed."""
    if question.filters == Filters() and question.country is None:
        return None
    return _form({"filters": question.filters.model_dump(), "country": question.country})


def record_form(record: PatientRecord) -> bytes:
    return _form(record.model_dump())


def named(text: str) -> str:
    """`text` as one word: blanks as `+`; what cannot be a name, by its content id."""
    word = "+".join(text.split())
    return word if _NAME.fullmatch(word) else f"sha256:{content_id(text)}"


def _asked(
    question: Question, caller: Caller, hashes: KeyedHashes, role: str | None
) -> dict[str, Any]:
    conversation, narrowed = conversation_form(question), asked_with_form(question)
    return {
        "actor": named(caller.name),
        "role": role and named(role),
        "audience": question.audience,
        "seen": _seen(caller),
        "question": hashes.hashed(QUESTION, question_form(question)),
        "conversation": conversation and hashes.hashed(CONVERSATION, conversation),
        "asked_with": narrowed and hashes.hashed(ASKED_WITH, narrowed),
        **({} if question.record is None else _recorded(question.record, hashes)),
    }


def _recorded(record: PatientRecord, hashes: KeyedHashes) -> dict[str, Any]:
    return {
        "patient": hashes.hashed(PATIENT, record.patient.encode()),
        "record": hashes.hashed(RECORD, record_form(record)),
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


def _withheld(outcome: Outcome) -> tuple[str, ...]:
    held: tuple[Withheld, ...] = () if isinstance(outcome, Referral) else outcome.withheld
    return tuple(named(each.rule) for each in held)


def _findings(outcome: Outcome) -> tuple[str, ...]:
    found = outcome.findings if isinstance(outcome, Referral) else ()
    return tuple(named(each.name) for each in found)


def _citation(citation: Citation) -> list[object]:
    span = citation.span
    return [citation.document_id, citation.passage_id, span.start, span.end, citation.quote]


def _form(value: object) -> bytes:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    ).encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """What JSON has no word for; a set in one order, whatever its elements."""
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
