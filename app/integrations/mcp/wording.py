"""Outcomes and rankings in plain text, for a model or a person to read: referral first, every
sentence with its label, every label with its source."""

from collections.abc import Iterable, Iterator

from app.domain.answer import Abstention, Answer, CitedClaim, Evidence, Outcome, Referral
from app.domain.citation import Origin
from app.domain.corpus import DocumentCard, Span
from app.domain.found import Found
from app.domain.safety import CheckStatus, CheckVerdict, Finding
from app.domain.statements import StatementReport
from app.integrations.mcp.doors import ReadPassage

_TOLD = {
    CheckStatus.BLOCK: "Held back",
    CheckStatus.WARN: "Warning",
    CheckStatus.NOT_CHECKED: "Not checked",
}

_WORST_FIRST = (
    CheckStatus.BLOCK,
    CheckStatus.WARN,
    CheckStatus.NOT_CHECKED,
    CheckStatus.PASS,
)


def of_outcome(outcome: Outcome) -> str:
    """An answer, an abstention or a referral; the first line tells which."""
    return "\n".join(_lines(outcome))


def of_report(report: StatementReport) -> str:
    """What speaks against a statement, the gravest first, then what could not be checked."""
    return "\n".join(_report(report))


def _report(report: StatementReport) -> Iterator[str]:
    yield from _findings(report.findings)
    by_status = dict.fromkeys(CheckStatus, 0)
    for check in report.checks:
        by_status[check.status] += 1
    yield (
        f"CHECKS: {by_status[CheckStatus.BLOCK]} against it, {by_status[CheckStatus.WARN]} "
        f"warnings, {by_status[CheckStatus.NOT_CHECKED]} not checked. This is no all-clear."
    )
    yield from _checks(sorted(report.checks, key=lambda one: _WORST_FIRST.index(one.status)))
    if report.without_library is not None:
        yield f"Facts of the library were not compared: {report.without_library}"
    if report.to_supply:
        yield "To check more, tell of the person: " + "; ".join(report.to_supply)
    yield f"trace {report.trace.trace_id}"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{finding.message} {finding.next_step}"
        for contact in finding.contacts:
            note = f" ({contact.note})" if contact.note else ""
            yield f"- {contact.number}  {contact.name}{note}"


def _lines(outcome: Outcome) -> Iterator[str]:
    if isinstance(outcome, Referral):
        yield "REFERRAL: a person must take over. Pass this on as it stands:"
        yield from _findings(outcome.findings)
    elif isinstance(outcome, Abstention):
        yield "NO ANSWER: the library does not answer this. Do not answer it from memory."
        yield outcome.explanation
        for card in outcome.nearest:
            yield f"- nearest, without answering it: {_card(card)}"
    else:
        yield from _answer(outcome)
    yield from _checks(outcome.checks)
    if not isinstance(outcome, Referral) and outcome.to_supply:
        yield "To check more, add to the question: " + "; ".join(outcome.to_supply)
    if outcome.read_as is not None:
        yield f"The question was read as: {outcome.read_as}"
    yield f"trace {outcome.trace.trace_id}"


def _answer(answer: Answer) -> Iterator[str]:
    yield "ANSWER: each sentence stands on the words of the source in brackets."
    for claim in answer.claims:
        yield from _claim(claim)
    for conflict in answer.conflicts:
        first, second = conflict.sides
        yield (
            f"SOURCES DISAGREE on the {conflict.about} of {conflict.subject}: "
            f"[{first.citation.label}] {first.says}; [{second.citation.label}] {second.says}. "
            f"{conflict.preference.why}"
        )
    yield from answer.notes
    if answer.withheld:
        yield f"{len(answer.withheld)} statement(s) were held back because a check did not pass."
    yield "Sources:"
    for evidence in answer.evidence:
        yield f"[{evidence.label}] {_source(evidence)}"
    if answer.confidence is not None:
        sure = f"{answer.confidence:.2f}"
        yield f"Confidence that most of it rests on documents about the question: {sure}"


def _claim(claim: CitedClaim) -> Iterator[str]:
    labels = "".join(dict.fromkeys(f"[{citation.label}]" for citation in claim.citations))
    if claim.lead:
        yield claim.lead
    if all(citation.quote == claim.text for citation in claim.citations):
        yield f"\u201c{claim.text}\u201d {labels}"
    else:
        yield f"{claim.text} {labels}"
        for citation in claim.citations:
            yield f"  [{citation.label}] \u201c{citation.quote}\u201d"
    if claim.ask_first:
        yield claim.ask_first


def _checks(checks: Iterable[CheckVerdict]) -> Iterator[str]:
    for check in checks:
        if check.status is not CheckStatus.PASS:
            what = f" {check.next_step}" if check.next_step else ""
            yield f"{_TOLD[check.status]} ({check.name}): {check.why}{what}"


def _source(evidence: Evidence) -> str:
    if evidence.origin is Origin.RECORD:
        return f"The patient's record. {evidence.passage.source}"
    place = _place(evidence.passage.path, evidence.document.title)
    return f"{_card(evidence.document)} {place} (passage {evidence.passage.id})"


def _place(path: Iterable[str], title: str) -> str:
    """`Dose > Renal impairment`; the title is not said twice."""
    return " > ".join(each for each in path if each != title)


def _card(card: DocumentCard) -> str:
    stated = card.provenance
    dated = stated.dated or "undated"
    return f"{card.title}. {stated.publisher or stated.source}, {dated}, {stated.status.value}."


def of_found(found: Found) -> str:
    """Passages best first, verbatim."""
    if not found.passages:
        return "No passage was found."
    return "\n\n".join(
        f"{one.rank}. {one.title}. {_place(one.path, one.title)} (passage {one.id})\n{one.text}"
        for one in found.passages
    )


def of_passage(read: ReadPassage, marked: Span | None) -> str:
    """The words, the cited ones between two pairs of asterisks; then where they stand."""
    passage = read.passage
    text = passage.text
    if marked is not None:
        start, end = marked.start - passage.span.start, marked.end - passage.span.start
        text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
    return f"{text}\n\n{_card(read.document)} {_place(passage.path, read.document.title)}"
