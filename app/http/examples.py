"""The examples in the OpenAPI document: built from the real types, so they cannot go stale.

The clinical sentences are ours and illustrative.
"""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from app.domain.answer import (
    Abstention,
    AbstentionReason,
    Answer,
    CitedClaim,
    Evidence,
    StageTiming,
    Trace,
    Verdict,
    VerdictKind,
)
from app.domain.citation import Citation
from app.domain.corpus import (
    Document,
    DocumentCard,
    Passage,
    Provenance,
    Section,
    Span,
    content_id,
)
from app.domain.found import Found, FoundPassage
from app.domain.ranking import Place
from app.http.wire import DocumentBody, PassageBody

_TEXT: Final = (
    "Monitoring\n\nCheck serum potassium one week after starting spironolactone. "
    "Stop it above 6.0 mmol/L."
)
_SPAN: Final = Span(start=12, end=len(_TEXT))
_SENTENCE: Final = Span(start=12, end=_TEXT.index(" Stop"))
_CARD: Final = DocumentCard(
    id=content_id("example", _TEXT),
    origin="guidelines/spironolactone.md",
    title="Spironolactone: illustrative guideline",
    provenance=Provenance(
        source="example",
        publisher="Illustrative, not for clinical use",
        licence="CC0-1.0",
        jurisdiction="GB",
        effective=date(2026, 1, 1),
    ),
)
_PATH: Final = (_CARD.title, "Monitoring")
_PASSAGE: Final = Passage(
    id=content_id(_CARD.id, "12"),
    document_id=_CARD.id,
    source="example",
    path=_PATH,
    span=_SPAN,
    text=_SPAN.of(_TEXT),
    sentences=(_SENTENCE, Span(start=_SENTENCE.end + 1, end=len(_TEXT))),
)
_TRACE: Final = Trace(
    trace_id="5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90",
    generation="20260101T090000Z-1a2b3c4d",
    embedder="all-MiniLM-L6-v2/53aa51172d14",
    generator="extractive/1",
    rules="none",
    settings="0123456789abcdef",
    timings=(StageTiming(stage="retrieve", seconds=0.014),),
)
_ANSWER: Final = Answer(
    claims=(
        CitedClaim(
            text=_SENTENCE.of(_TEXT),
            citations=(
                Citation(
                    label=1,
                    document_id=_CARD.id,
                    passage_id=_PASSAGE.id,
                    source="example",
                    span=_SENTENCE,
                    quote=_SENTENCE.of(_TEXT),
                ),
            ),
            verdicts=(Verdict(kind=VerdictKind.SUPPORTED, by="quotation"),),
        ),
    ),
    evidence=(Evidence(label=1, passage=_PASSAGE, document=_CARD),),
    confidence=0.93,
    review=False,
    trace=_TRACE,
)
_ABSTENTION: Final = Abstention(
    reason=AbstentionReason.WEAK_EVIDENCE,
    explanation="No passage of the library is near enough to the question to be quoted.",
    nearest=(_CARD,),
    trace=_TRACE,
)
_STREAM: Final = (
    'event: evidence\ndata: {"event":"evidence","evidence":[...]}\n\n'
    'event: claim\ndata: {"event":"claim","claim":{...}}\n\n'
    'event: conflict\ndata: {"event":"conflict","conflict":{...}}\n\n'
    'event: done\ndata: {"event":"done","outcome":{...}}\n\n'
)


def _value(shown: BaseModel) -> dict[str, Any]:
    return {"value": shown.model_dump(mode="json")}


def _response(description: str, **shown: BaseModel) -> dict[str, Any]:
    named = {name: _value(each) for name, each in shown.items()}
    return {"description": description, "content": {"application/json": {"examples": named}}}


OUTCOMES: Final = _response("The outcome", answer=_ANSWER, abstention=_ABSTENTION)
OUTCOMES["content"]["text/event-stream"] = {"schema": {"type": "string"}, "example": _STREAM}

FOUND: Final = _response(
    "The ranking",
    found=Found(
        generation=_TRACE.generation,
        seconds=0.014,
        passages=(
            FoundPassage(
                id=_PASSAGE.id,
                document_id=_CARD.id,
                rank=1,
                score=0.97,
                dense=Place(rank=1, score=0.71),
                lexical=Place(rank=2, score=11.3),
                source="example",
                title=_CARD.title,
                path=_PATH,
                span=_SPAN,
                text=_PASSAGE.text,
            ),
        ),
    ),
)
PASSAGE: Final = _response("The passage", passage=PassageBody.of(_PASSAGE, _CARD))
DOCUMENT: Final = _response(
    "The document",
    document=DocumentBody.of(
        Document(
            card=_CARD,
            text=_TEXT,
            sections=(Section(path=_PATH, span=Span(start=0, end=len(_TEXT))),),
        )
    ),
)
