"""One form of question, record and answer, whose hash is the same wherever it is computed: JSON in
UTF-8, keys sorted; and names without blanks.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from app.domain.answer import Answer, CitedClaim, Outcome, Referral, Withheld
from app.domain.audit import NAME, CheckMark
from app.domain.citation import Citation
from app.domain.corpus import content_id
from app.domain.question import Question
from app.domain.ranking import Filters
from app.domain.record import PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict, Severity

QUESTION: Final = "question"
CONVERSATION: Final = "conversation"
ASKED_WITH: Final = "asked with"
PATIENT: Final = "patient"
RECORD: Final = "record"
ENTRY: Final = "record entry"
CLAIM: Final = "claim"
OUTCOME: Final = "outcome"
_NAME: Final = re.compile(NAME)


def marks(checks: tuple[CheckVerdict, ...]) -> tuple[CheckMark, ...]:
    return tuple(
        _mark(each.name, each.status, each.rule, each.severity, each.overridden_by is not None)
        for each in checks
    )


def claim_form(claim: CitedClaim) -> bytes:
    """The canonical form of a claim: its words, and where each quote stands."""
    return form(
        {
            "text": claim.text,
            "lead": claim.lead,
            "ask_first": claim.ask_first,
            "citations": [_citation(each) for each in claim.citations],
        }
    )


def claim_forms(outcome: Outcome) -> tuple[bytes, ...]:
    """Of each claim, in reading order."""
    return tuple(map(claim_form, outcome.claims)) if isinstance(outcome, Answer) else ()


def outcome_form(
    outcome: Outcome,
    claims: Sequence[bytes] | None = None,
    checks: Sequence[CheckMark] | None = None,
) -> bytes:
    """The canonical form of what is the same when the same question is answered in the same way:
    claims, citations and verdicts; no trace id, no times, no notes.

    Args:
        claims, checks: their forms and marks, where they are at hand.
    """
    claims = claim_forms(outcome) if claims is None else claims
    checks = marks(outcome.checks) if checks is None else checks
    return form(
        {
            "kind": outcome.kind,
            "reason": None if isinstance(outcome, Answer | Referral) else outcome.reason,
            "claims": [each.decode() for each in claims],
            "checks": [vars(each) for each in checks],
            "withheld": withheld(outcome),
            "findings": findings(outcome),
        }
    )


def question_form(question: Question) -> bytes:
    return question.text.encode()


def conversation_form(question: Question) -> bytes | None:
    """None: there was none."""
    turns = [[turn.speaker.value, turn.text] for turn in question.conversation]
    return form(turns) if turns else None


def asked_with_form(question: Question) -> bytes | None:
    """Filters, country, locale, reading level; None: none was named."""
    for_reader = {"locale": question.locale, "reading_level": question.reading_level}
    named = {name: value for name, value in for_reader.items() if value is not None}
    if question.filters == Filters() and question.country is None and not named:
        return None
    filters = question.filters.model_dump()
    if not question.filters.grades:  # as rows were written before there were any
        del filters["grades"]
    return form({"filters": filters, "country": question.country, **named})


def record_form(record: PatientRecord) -> bytes:
    return form(record.model_dump())


def form(value: object) -> bytes:
    """Of any value."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    ).encode("utf-8", "surrogatepass")


def named(text: str) -> str:
    """`text` as one word: blanks as `+`; what cannot be a name, by its content id."""
    if _NAME.fullmatch(text):
        return text
    word = "+".join(text.split())
    return word if _NAME.fullmatch(word) else f"sha256:{content_id(text)}"


def withheld(outcome: Outcome) -> tuple[str, ...]:
    """Rules and verifiers that held a claim back."""
    held: tuple[Withheld, ...] = () if isinstance(outcome, Referral) else outcome.withheld
    return tuple(named(each.rule) for each in held)


def findings(outcome: Outcome) -> tuple[str, ...]:
    """Of a referral: kind and case."""
    found = outcome.findings if isinstance(outcome, Referral) else ()
    return tuple(named(each.name) for each in found)


@lru_cache(maxsize=4096)
def _mark(
    name: str, status: CheckStatus, rule: str | None, severity: Severity | None, overridden: bool
) -> CheckMark:
    """There are as many as our rules have verdicts, so each is made once."""
    return CheckMark(
        name=named(name),
        status=status,
        rule=rule and named(rule),
        severity=severity,
        overridden=overridden,
    )


def _citation(citation: Citation) -> list[object]:
    span = citation.span
    return [citation.document_id, citation.passage_id, span.start, span.end, citation.quote]


def _plain(value: object) -> object:
    """What JSON has no word for; a set in one order, whatever its elements."""
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
