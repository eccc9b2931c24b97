"""Outcomes for a chat to say; illustrative."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    ClaimEvent,
    DoneEvent,
    Event,
    Evidence,
    EvidenceEvent,
    Outcome,
    Referral,
    Trace,
)
from app.domain.citation import Citation, Origin
from app.domain.corpus import DocumentCard, Passage, Provenance, Span
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict, Contact, Finding

TRACE = Trace(
    trace_id="5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90",
    generation="g",
    embedder="e",
    generator="x",
    rules="r",
    settings="s",
)
WARNED = CheckVerdict(
    name="interactions",
    status=CheckStatus.WARN,
    rule="a/b",
    why="These medicines may not go well together.",
    next_step="Ask your pharmacist.",
)
HELD = WARNED.model_copy(update={"status": CheckStatus.BLOCK})
EMERGENCY = Finding(
    name="emergency/stroke",
    message="This may be a stroke.",
    next_step="Call now.",
    contacts=(Contact(name="Emergency services", number="999", note="free"),),
)


def claim(text: str, origin: Origin = Origin.LIBRARY, label: int = 1) -> CitedClaim:
    quote = Citation(
        label=label,
        document_id="d",
        passage_id="p",
        source="Observation/1" if origin is Origin.RECORD else "leaflets",
        span=Span(start=0, end=len(text)),
        quote=text,
        origin=origin,
    )
    return CitedClaim(text=text, citations=(quote,))


def evidence(text: str, origin: Origin = Origin.LIBRARY, label: int = 1) -> Evidence:
    passage = Passage(
        id="p",
        document_id="d",
        source="leaflets",
        path=("Leaflet A",),
        span=Span(start=0, end=len(text)),
        text=text,
    )
    stated = Provenance(
        source="leaflets", licence="CC0-1.0", publisher="Ours", published=date(2026, 1, 1)
    )
    card = DocumentCard(id="d", origin="a.md", title="Leaflet A", provenance=stated)
    return Evidence(label=label, passage=passage, document=card, origin=origin)


def answer(*texts: str, checks: tuple[CheckVerdict, ...] = ()) -> Answer:
    return Answer(
        claims=tuple(claim(text, label=at) for at, text in enumerate(texts, 1)),
        evidence=tuple(evidence(text, label=at) for at, text in enumerate(texts, 1)),
        checks=checks,
        trace=TRACE,
    )


def abstention(
    reason: AbstentionReason = AbstentionReason.WEAK_EVIDENCE,
    checks: tuple[CheckVerdict, ...] = (),
) -> Abstention:
    return Abstention(reason=reason, explanation="Why.", checks=checks, trace=TRACE)


def referral(*findings: Finding) -> Referral:
    return Referral(findings=findings or (EMERGENCY,), trace=TRACE)


def told(outcome: Outcome) -> Iterator[Event]:
    """The events that end with it."""
    if isinstance(outcome, Answer):
        yield EvidenceEvent(evidence=outcome.evidence)
        yield from (ClaimEvent(claim=each) for each in outcome.claims)
    yield DoneEvent(outcome=outcome)


def by_word(question: Question) -> Iterator[Event]:
    """What the words of a question call for."""
    text = question.text.lower()
    turns: Sequence[str] = [turn.text.lower() for turn in question.conversation]
    if any("numb face" in each for each in (text, *turns)):
        yield from told(referral())
    elif "held" in text:
        yield from told(abstention(AbstentionReason.UNSAFE, (HELD,)))
    elif "nothing" in text or "person" in text:
        yield from told(abstention())
    else:
        yield from told(answer("Take it with food.", "Drink water."))
