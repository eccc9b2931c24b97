"""What travels over HTTP where it is not a domain type itself, and the way into the domain."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    WithJsonSchema,
)

from app.domain.answer import EvidenceEvent
from app.domain.conversation import ChatEvent
from app.domain.corpus import Audience, Document, DocumentCard, Passage, Provenance, Section, Span
from app.domain.errors import InvalidQuestion
from app.domain.formulary import FormularyRow
from app.domain.found import MOST_FOUND
from app.domain.governance import NO_NUL, Override, Person, Reason
from app.domain.model_state import ModelState
from app.domain.question import LONGEST_QUESTION, MOST_TURNS, Question, Speaker, Turn
from app.domain.ranking import Filters
from app.domain.standing import Part
from app.http.example_bundle import BUNDLE
from app.http.marking import Marked

Words = Annotated[
    str,
    Field(
        description="Text with at least one letter or digit.",
        examples=["How often should serum potassium be checked after starting spironolactone?"],
        # Told here, enforced by `Question.asked`, whose message says what to do about it.
        json_schema_extra={"minLength": 1, "maxLength": LONGEST_QUESTION},
    ),
]


class _Request(BaseModel):
    """Unknown fields are refused, so that a misspelt filter is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _iso(value: object) -> object:
    """A number would be read as seconds since 1970, which nobody means."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("not a date as YYYY-MM-DD")
    return value


def _encodable(value: str) -> str:
    value.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return value


Name = Annotated[str, AfterValidator(_encodable)]
Names = Annotated[tuple[Name, ...], Field(max_length=1_000)]
Day = Annotated[date, BeforeValidator(_iso)]


class FiltersBody(_Request):
    """What narrows the search; an empty list does not narrow."""

    sources: Names = ()
    jurisdictions: Names = ()
    document_ids: Names = ()
    grades: Names = Field(
        default=(),
        description="Grades of evidence in the words of the documents (`provenance.grade`): `B`, "
        "`GRADE: moderate`. Case, spaces and hyphens do not count; grades of other schemes are not "
        "translated. An ungraded document matches none.",
    )
    published_from: Day | None = None
    published_to: Day | None = Field(
        default=None, description="Inclusive. An undated document matches no date filter."
    )
    include_superseded: StrictBool = Field(
        default=False, description="Superseded editions too; retracted ones are never found."
    )

    def to_filters(self) -> Filters:
        return Filters(
            sources=frozenset(self.sources),
            jurisdictions=frozenset(self.jurisdictions),
            document_ids=frozenset(self.document_ids),
            grades=frozenset(self.grades),
            published_from=self.published_from,
            published_to=self.published_to,
            include_superseded=self.include_superseded,
        )


class OverrideBody(_Request):
    """A rule that would withhold a claim, and the clinician who lets it pass."""

    rule: Name = Field(
        min_length=1, max_length=200, pattern=NO_NUL, examples=["pregnancy/tetracyclines"]
    )
    clinician: Annotated[Person, AfterValidator(_encodable)] = Field(
        examples=["Dr A. Examplo, registrar"]
    )
    reason: Annotated[Reason, AfterValidator(_encodable)] = Field(
        description="Goes on record with the rule and the trace id. No patient's words.",
        examples=["No alternative is left; agreed with microbiology."],
    )


Bundle = Annotated[
    bytes,
    WithJsonSchema(
        {
            "type": "object",
            "title": "FHIR R4 Bundle",
            "description": "One patient's record: a FHIR R4 Bundle with exactly one Patient, and "
            "Condition, MedicationRequest, MedicationStatement, AllergyIntolerance, Observation, "
            "Procedure, Encounter, DiagnosticReport and Immunization beside it. Other resources "
            "are passed over. It is kept nowhere.",
            "required": ["resourceType"],
            "properties": {
                "resourceType": {"const": "Bundle"},
                "entry": {"type": "array"},
            },
            "additionalProperties": True,
            "examples": [BUNDLE],
        }
    ),
]
"""As it was sent: what an object of this kind says is read apart from the rest of the body
(`record_bodies.py`)."""
AsOf = Annotated[
    Day | None,
    Field(
        description="The day to read the record on, for an answer to be had again; today by "
        "default. It goes with `patient`.",
        examples=["2026-03-31"],
    ),
]


class EarlierTurnBody(_Request):
    """What was said before the question."""

    speaker: Speaker
    text: Name = Field(max_length=LONGEST_QUESTION, repr=False)


class AskBody(_Request):
    question: Words
    conversation: tuple[EarlierTurnBody, ...] = Field(
        default=(),
        max_length=MOST_TURNS,
        repr=False,
        description="What was said before, the oldest turn first. A follow-up question (`and for "
        "children?`) is read as the whole question it stands for, which `read_as` tells; the "
        "checks read what the user said in all turns. It is kept nowhere.",
        examples=[
            [
                {"speaker": "user", "text": "What is the dose of examplol?"},
                {"speaker": "assistant", "text": "Adults take one tablet a day [1]."},
            ]
        ],
    )
    patient: Bundle | None = Field(default=None, repr=False)
    as_of: AsOf = None
    audience: Audience = Audience.CLINICIAN
    filters: FiltersBody = FiltersBody()
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="Where the asker is, ISO 3166-1: whose emergency numbers a referral gives.",
        examples=["GB"],
    )
    overrides: tuple[OverrideBody, ...] = Field(
        default=(),
        max_length=20,
        description="For clinicians alone; each is on record before its claim is shown.",
    )


class SummaryBody(_Request):
    patient: Bundle = Field(repr=False)
    as_of: AsOf = None


class SearchBody(_Request):
    query: Words
    k: StrictInt = Field(default=10, ge=1, le=MOST_FOUND, description="At most this many passages.")
    audience: Audience = Audience.CLINICIAN
    filters: FiltersBody = FiltersBody()


class PassageBody(BaseModel):
    """A passage with the card of the document it stands in."""

    id: str
    document_id: str
    source: str
    path: tuple[str, ...]
    span: Span
    text: str
    sentences: tuple[Span, ...]
    pages: tuple[int, int] | None = None
    record: FormularyRow | None = None
    document: DocumentCard
    marked: Marked | None = None

    @classmethod
    def of(
        cls, passage: Passage, card: DocumentCard, marked: Marked | None = None
    ) -> "PassageBody":
        return cls(**dict(passage), document=card, marked=marked)


class TitlesEvent(BaseModel):
    """The admitted evidence as a patient is told of it: which documents, each once, without their
    words. Words reach a patient with the claims that stand on them."""

    event: Literal["evidence"] = "evidence"
    documents: tuple[DocumentCard, ...]


def sent(event: ChatEvent, audience: Audience) -> ChatEvent | TitlesEvent:
    """The event as this audience is sent it."""
    if isinstance(event, EvidenceEvent) and audience is Audience.PATIENT:
        cards = {each.document.id: each.document for each in event.evidence}
        return TitlesEvent(documents=tuple(cards.values()))
    return event


class DocumentBody(BaseModel):
    """A document in full: every citation's `quote` equals `text[span.start:span.end]`.

    Offsets count Unicode code points.
    """

    id: str
    origin: str
    title: str
    provenance: Provenance
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Span, ...]
    marked: Marked | None = None

    @classmethod
    def of(cls, document: Document, marked: Marked | None = None) -> "DocumentBody":
        return cls(
            marked=marked,
            **dict(document.card),
            text=document.text,
            sections=document.sections,
            pages=document.pages,
        )


class Health(BaseModel):
    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])


class Readiness(BaseModel):
    status: str = Field(examples=["ready"])
    generation: str
    documents: int
    passages: int
    model: ModelState | None = Field(
        description="How the language model stands; null where answers are quotations anyway."
    )
    parts: tuple[Part, ...] = Field(
        default=(), description="How the other parts stand; all that are `needed` are ready."
    )


def to_question(body: AskBody) -> Question:
    """Without the record. Raises InvalidQuestion."""
    if body.as_of is not None and body.patient is None:
        raise InvalidQuestion("as_of is the day to read a record on: send it with patient.")
    return Question.asked(
        body.question,
        body.audience,
        tuple(Turn(speaker=one.speaker, text=one.text) for one in body.conversation),
        body.filters.to_filters(),
        country=body.country,
        overrides=tuple(Override.model_validate(one.model_dump()) for one in body.overrides),
    )


def to_query(body: SearchBody) -> Question:
    """Raises InvalidQuestion."""
    return Question.asked(body.query, body.audience, filters=body.filters.to_filters())
