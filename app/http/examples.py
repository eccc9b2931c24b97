"""The examples in the OpenAPI document: built from the real types, so they cannot go stale.

The clinical sentences are ours and illustrative.
"""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    Evidence,
    Referral,
    StageTiming,
    Trace,
    Verdict,
    VerdictKind,
)
from app.domain.citation import Citation
from app.domain.conflict import About, Conflict, Preference, Side
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
from app.domain.record import Unusable
from app.domain.safety import CheckStatus, CheckVerdict, Contact, Finding, Severity
from app.domain.safety import Provenance as RuleProvenance
from app.domain.summary import (
    PatientSummary,
    RecordPlace,
    SectionKind,
    SummaryFinding,
    SummaryLine,
    SummarySection,
)
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
_CITATION: Final = Citation(
    label=1,
    document_id=_CARD.id,
    passage_id=_PASSAGE.id,
    source="example",
    span=_SENTENCE,
    quote=_SENTENCE.of(_TEXT),
)
_OTHER_TEXT: Final = "Stop spironolactone above 5.5 mmol/L."
_OTHER_CARD: Final = _CARD.model_copy(
    update={
        "id": content_id("example", _OTHER_TEXT),
        "origin": "guidelines/potassium.md",
        "title": "Potassium: illustrative guideline",
        "provenance": _CARD.provenance.model_copy(update={"effective": date(2019, 5, 1)}),
    }
)
_OTHER: Final = Passage(
    id=content_id(_OTHER_CARD.id, "0"),
    document_id=_OTHER_CARD.id,
    source="example",
    path=(_OTHER_CARD.title,),
    span=Span(start=0, end=len(_OTHER_TEXT)),
    text=_OTHER_TEXT,
)
_LIMIT: Final = Span(start=_SENTENCE.end + 1, end=len(_TEXT))
_STOP: Final = _CITATION.model_copy(update={"span": _LIMIT, "quote": _LIMIT.of(_TEXT)})
_CONFLICT: Final = Conflict(
    about=About.LIMIT,
    subject="spironolactone",
    sides=(
        Side(
            citation=_STOP,
            document=_CARD,
            says="6.0 mmol/L",
        ),
        Side(
            citation=Citation(
                label=2,
                document_id=_OTHER_CARD.id,
                passage_id=_OTHER.id,
                source="example",
                span=_OTHER.span,
                quote=_OTHER_TEXT,
            ),
            document=_OTHER_CARD,
            says="5.5 mmol/L",
        ),
    ),
    preference=Preference(
        side=0,
        rule="newer",
        why="The newer document is preferred to one that is more than a year older: 2026-01-01 "
        "against 2019-05-01.",
    ),
)
_WARNED: Final = CheckVerdict(
    name="renal",
    status=CheckStatus.WARN,
    rule="renal/spironolactone",
    fired_on="spironolactone; eGFR 25",
    why="Below an eGFR of 30 mL/min/1.73 m2 it should be left out: potassium can rise.",
    next_step="Do not start it; where it is taken, check potassium at once.",
    severity=Severity.CRITICAL,
    provenance=RuleProvenance.SOURCED,
    source="Drug label sections of the NLM corpus (US National Library of Medicine, 2012)",
)
_UNCHECKED: Final = CheckVerdict(
    name="allergy",
    status=CheckStatus.NOT_CHECKED,
    why="Nothing is told of allergies.",
    supply=("allergies to medicines with what happened, or that there are none",),
)
ANSWER: Final = Answer(
    claims=(
        CitedClaim(
            text=_SENTENCE.of(_TEXT),
            citations=(_CITATION,),
            verdicts=(Verdict(kind=VerdictKind.SUPPORTED, by="quotation"),),
        ),
        CitedClaim(
            text=_LIMIT.of(_TEXT),
            citations=(_STOP,),
            verdicts=(Verdict(kind=VerdictKind.SUPPORTED, by="quotation"),),
        ),
    ),
    evidence=(
        Evidence(label=1, passage=_PASSAGE, document=_CARD),
        Evidence(label=2, passage=_OTHER, document=_OTHER_CARD),
    ),
    conflicts=(_CONFLICT,),
    checks=(_WARNED, _UNCHECKED, CheckVerdict(name="age", status=CheckStatus.PASS)),
    confidence=0.93,
    review=False,
    to_supply=_UNCHECKED.supply,
    trace=_TRACE,
)
REFERRAL: Final = Referral(
    findings=(
        Finding(
            name="emergency/stroke",
            message="These can be signs of a stroke. Every minute counts.",
            next_step="Call an ambulance now.",
            contacts=(Contact(name="Emergency services", number="999"),),
        ),
    ),
    checks=(CheckVerdict(name="emergency", status=CheckStatus.WARN, rule="emergency/stroke"),),
    trace=_TRACE,
)
ABSTENTION: Final = Abstention(
    reason=AbstentionReason.WEAK_EVIDENCE,
    explanation="No passage of the library is near enough to the question to be quoted.",
    nearest=(_CARD,),
    trace=_TRACE,
)
_STREAM: Final = (
    'id: 1\nevent: evidence\ndata: {"event":"evidence","evidence":[...]}\n\n'
    'id: 2\nevent: claim\ndata: {"event":"claim","claim":{...}}\n\n'
    'id: 3\nevent: check\ndata: {"event":"check","check":{...}}\n\n'
    'id: 4\nevent: conflict\ndata: {"event":"conflict","conflict":{...}}\n\n'
    'id: 5\nevent: done\ndata: {"event":"done","outcome":{...}}\n\n'
)


def _value(shown: BaseModel) -> dict[str, Any]:
    return {"value": shown.model_dump(mode="json")}


def response(description: str, **shown: BaseModel) -> dict[str, Any]:
    named = {name: _value(each) for name, each in shown.items()}
    return {"description": description, "content": {"application/json": {"examples": named}}}


OUTCOMES: Final = response("The outcome", answer=ANSWER, abstention=ABSTENTION, referral=REFERRAL)
OUTCOMES["content"]["text/event-stream"] = {"schema": {"type": "string"}, "example": _STREAM}

FOUND: Final = response(
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
PASSAGE: Final = response("The passage", passage=PassageBody.of(_PASSAGE, _CARD))
DOCUMENT: Final = response(
    "The document",
    document=DocumentBody.of(
        Document(
            card=_CARD,
            text=_TEXT,
            sections=(Section(path=_PATH, span=Span(start=0, end=len(_TEXT))),),
        )
    ),
)
SUMMARY: Final = response(
    "The summary",
    summary=PatientSummary(
        patient="Patient/1",
        as_of=date(2026, 3, 31),
        sections=(
            SummarySection(
                kind=SectionKind.MEDICINES,
                title="Medicines",
                lines=(
                    SummaryLine(
                        text="Spironolactone 25 mg tablet: active since 2026-01-05.",
                        cites=(RecordPlace(resource="MedicationRequest/3", on="2026-01-05"),),
                    ),
                ),
            ),
            SummarySection(
                kind=SectionKind.ALLERGIES,
                title="Allergies",
                unknown="nothing stated, which is not that there are none",
            ),
            SummarySection(
                kind=SectionKind.KIDNEYS,
                title="Kidney function",
                lines=(
                    SummaryLine(
                        text="eGFR 25 mL/min/1.73 m2 on 2026-03-03.",
                        cites=(RecordPlace(resource="Observation/4", on="2026-03-03"),),
                    ),
                ),
            ),
        ),
        findings=(
            SummaryFinding(
                check=_WARNED,
                cites=(
                    RecordPlace(resource="MedicationRequest/3", on="2026-01-05"),
                    RecordPlace(resource="Observation/4", on="2026-03-03"),
                ),
            ),
        ),
        checks=(_UNCHECKED,),
        to_supply=_UNCHECKED.supply,
        unusable=(
            Unusable(at="Bundle.entry[7].resource.valueQuantity", why="The unit is missing."),
        ),
        trace=_TRACE.model_copy(update={"generator": "none", "timings": ()}),
    ),
)
