"""What travels, as the OpenAPI document of the service states it.

Made by `make client`; not to be edited.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class About(StrEnum):
    """
    What two sources state differently of one drug.
    """

    dose = "dose"
    frequency = "frequency"
    duration = "duration"
    limit = "limit"
    direction = "direction"


class AbstentionReason(StrEnum):
    no_evidence = "no_evidence"
    weak_evidence = "weak_evidence"
    conflicting_evidence = "conflicting_evidence"
    out_of_scope = "out_of_scope"
    unsafe = "unsafe"
    switched_off = "switched_off"


class Patient(BaseModel):
    """
    One patient's record: a FHIR R4 Bundle with exactly one Patient, and Condition, MedicationRequest, MedicationStatement, AllergyIntolerance, Observation, Procedure, Encounter, DiagnosticReport and Immunization beside it. Other resources are passed over. It is kept nowhere.
    """

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
    )
    resourceType: Literal["Bundle"] = "Bundle"
    entry: list[Any] | None = None


class Audience(StrEnum):
    """
    Whom a document was written for, and on whose behalf a question is asked.
    """

    clinician = "clinician"
    patient = "patient"


class CheckStatus(StrEnum):
    """
    The result of one check. Missing data is `NOT_CHECKED`, never `PASS`.
    """

    pass_ = "pass"
    warn = "warn"
    block = "block"
    not_checked = "not_checked"


class Contact(BaseModel):
    """
    A number to ring.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    name: str
    number: str
    note: str = ""


class DraftedBy(StrEnum):
    """
    Who put the sentences of an answer into words.
    """

    quotations = "quotations"
    model = "model"
    both = "both"


class FieldProblem(BaseModel):
    """
    One field of the request that breaks a rule.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    at: str
    rule: str
    message: str


class FiltersBody(BaseModel):
    """
    What narrows the search; an empty list does not narrow.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    sources: Annotated[list[str], Field(max_length=1000)] = []
    jurisdictions: Annotated[list[str], Field(max_length=1000)] = []
    document_ids: Annotated[list[str], Field(max_length=1000)] = []
    grades: Annotated[
        list[str],
        Field(
            description="Grades of evidence in the words of the documents (`provenance.grade`): `B`, `GRADE: moderate`. Case, spaces and hyphens do not count; grades of other schemes are not translated. An ungraded document matches none.",
            max_length=1000,
        ),
    ] = []
    published_from: date | None = None
    published_to: Annotated[
        date | None, Field(description="Inclusive. An undated document matches no date filter.")
    ] = None
    include_superseded: Annotated[
        bool, Field(description="Superseded editions too; retracted ones are never found.")
    ] = False


class Finding(BaseModel):
    """
    Something in the question that takes it out of the machine's hands.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    name: str
    message: str
    next_step: str
    contacts: Annotated[list[Contact], Field(validate_default=True)] = []


class Kind(StrEnum):
    answer = "answer"
    abstention = "abstention"
    referral = "referral"
    broken_off = "broken_off"
    not_known = "not_known"


class KeptTurnBody(BaseModel):
    model_config = ConfigDict(
        frozen=True,
    )
    at: AwareDatetime
    message: str
    reply: Annotated[
        str, Field(description="Without words of a patient's record, which is kept nowhere.")
    ]
    kind: Kind
    trace_id: str
    hand_off: str | None = None


class Origin(StrEnum):
    """
    Where evidence comes from: the library, or the patient's own record.
    """

    library = "library"
    record = "record"


class OverrideBody(BaseModel):
    """
    A rule that would withhold a claim, and the clinician who lets it pass.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    rule: Annotated[str, Field(max_length=200, min_length=1, pattern="^[^\\x00]*$")]
    clinician: Annotated[str, Field(max_length=200, min_length=2, pattern="^[^\\x00]*$")]
    reason: Annotated[
        str,
        Field(
            description="Goes on record with the rule and the trace id. No patient's words.",
            max_length=1000,
            min_length=5,
            pattern="^[^\\x00]*$",
        ),
    ]


class Part(BaseModel):
    """
    One part of the service. `why` is in our own words: no path, address or account.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    name: str
    ready: bool
    needed: bool
    why: str = ""


class Phase(StrEnum):
    cold = "cold"
    loading = "loading"
    ready = "ready"
    failed = "failed"
    resting = "resting"


class Place(BaseModel):
    """
    Where a stage put a passage: rank from 1, and the stage's own score.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    rank: Annotated[int, Field(ge=1)]
    score: float


class Preference(BaseModel):
    """
    Which side is preferred, and why.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    side: int | None = None
    rule: str
    why: str


class Problem(BaseModel):
    """
    RFC 9457 problem details; `trace_id` finds the matching line in the service's log.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    type: str
    title: str
    status: int
    detail: str
    trace_id: str
    path: Annotated[
        str | None, Field(description="Of `unusable-record`: the place in the bundle.")
    ] = None
    errors: list[FieldProblem] | None = None
    retry_after: Annotated[int | None, Field(description="Seconds to wait before retrying.")] = None


class RecordPlace(BaseModel):
    """
    Where something stands in the record.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    resource: str
    on: str | None = None


class RenalMeasure(StrEnum):
    """
    The kidney measure a dose band is stated in; one is never read for another.
    """

    egfr = "egfr"
    crcl = "crcl"


class SearchBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    query: Annotated[
        str,
        Field(description="Text with at least one letter or digit.", max_length=4000, min_length=1),
    ]
    k: Annotated[int, Field(description="At most this many passages.", ge=1, le=100)] = 10
    audience: Audience = Audience.clinician
    filters: FiltersBody | None = None


class SectionKind(StrEnum):
    person = "person"
    problems = "problems"
    medicines = "medicines"
    allergies = "allergies"
    results = "results"
    kidneys = "kidneys"
    immunizations = "immunizations"
    events = "events"
    earlier = "earlier"


class Severity(StrEnum):
    """
    How bad it is to pass over a rule; the site's clinical owner may see it otherwise.
    """

    critical = "critical"
    serious = "serious"
    moderate = "moderate"
    minor = "minor"


class Span(BaseModel):
    """
    A half-open range `[start, end)` of code points.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Speaker(StrEnum):
    user = "user"
    assistant = "assistant"


class StageTiming(BaseModel):
    model_config = ConfigDict(
        frozen=True,
    )
    stage: str
    seconds: Annotated[float, Field(ge=0.0)]


class Status(StrEnum):
    """
    Whether a document may still be relied upon; only `CURRENT` enters evidence by default.
    """

    current = "current"
    superseded = "superseded"
    retracted = "retracted"


class SummaryBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    patient: Annotated[
        Patient,
        Field(
            description="One patient's record: a FHIR R4 Bundle with exactly one Patient, and Condition, MedicationRequest, MedicationStatement, AllergyIntolerance, Observation, Procedure, Encounter, DiagnosticReport and Immunization beside it. Other resources are passed over. It is kept nowhere."
        ),
    ]
    as_of: Annotated[
        date | None,
        Field(
            description="The day to read the record on, for an answer to be had again; today by default. It goes with `patient`."
        ),
    ] = None


class SummaryLine(BaseModel):
    """
    One sentence of the record's facts. One that cites nothing cannot be built.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    text: Annotated[str, Field(min_length=1)]
    cites: Annotated[list[RecordPlace], Field(min_length=1)]
    stale: bool = False
    before: SummaryLine | None = None


class SummarySection(BaseModel):
    """
    Lines of one kind; where there is none, `unknown` says that nothing is stated, which is not
    that there is nothing.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    kind: SectionKind
    title: str
    lines: Annotated[list[SummaryLine], Field(validate_default=True)] = []
    unknown: str | None = None
    left_out: Annotated[int, Field(ge=0)] = 0


class Trace(BaseModel):
    """
    What it takes to reproduce an outcome: fingerprints, and a duration for each stage.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    trace_id: str
    generation: str
    embedder: str
    generator: str
    rules: str
    settings: str
    timings: Annotated[list[StageTiming], Field(validate_default=True)] = []


class TurnBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    speaker: Speaker
    text: Annotated[str, Field(max_length=4000)]


class Unusable(BaseModel):
    """
    A part of the bundle that was left out, and why; without a word of the patient's.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    at: str
    why: str


class FeedbackVerdict(StrEnum):
    helpful = "helpful"
    not_helpful = "not_helpful"
    wrong = "wrong"
    unsafe = "unsafe"


class VerdictKind(StrEnum):
    supported = "supported"
    unsupported = "unsupported"
    contradicted = "contradicted"
    not_applicable = "not_applicable"


class Why(StrEnum):
    """
    Why a person is to look at a conversation.
    """

    asked = "asked"
    referred = "referred"
    blocked = "blocked"


class Withheld(BaseModel):
    """
    A claim that was held back: the reason and the rule, never its words.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    reason: str
    rule: str


class AnswerVerdict(BaseModel):
    """
    One verifier's judgement of one claim; `strength` in [0, 1].
    """

    model_config = ConfigDict(
        frozen=True,
    )
    kind: VerdictKind
    by: str
    why: str = ""
    strength: Annotated[float, Field(ge=0.0, le=1.0)] = 1.0


class CorpusProvenance(BaseModel):
    """
    What a document says about its origin and its standing; dates are None where unstated.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    source: str
    publisher: str | None = None
    licence: str
    jurisdiction: str | None = None
    language: str = "en"
    audience: Audience = Audience.clinician
    grade: str | None = None
    version: str | None = None
    published: date | None = None
    effective: date | None = None
    review_due: date | None = None
    url: str | None = None
    access_tags: list[str] = []
    status: Status = Status.current
    superseded_by: str | None = None
    said: Status | None = None
    identifiers: list[str] = []
    revised: date | None = None
    updated_in: str | None = None
    concern: bool = False
    kinds: list[str] = []
    subjects: list[str] = []
    recognised_pages: list[int] = []


class SafetyProvenance(StrEnum):
    """
    Where a rule comes from.
    """

    sourced = "sourced"
    library = "library"
    from_memory = "from_memory"


class ChatBody(BaseModel):
    """
    Unknown fields are refused, so that a misspelt one is not silently ignored.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    message: Annotated[
        str,
        Field(description="Text with at least one letter or digit.", max_length=4000, min_length=1),
    ]
    conversation_id: Annotated[
        str | None,
        Field(description="Of the conversation that goes on; left out, a new one begins."),
    ] = None
    turns: Annotated[
        list[TurnBody] | None,
        Field(
            description="In place of `conversation_id`: all that was said before, oldest first, where the app keeps it itself. Then nothing of it is kept here."
        ),
    ] = None
    audience: Audience = Audience.patient
    country: Annotated[
        str | None,
        Field(description="Where the person is, ISO 3166-1: whose emergency numbers are given."),
    ] = None
    locale: Annotated[
        str | None,
        Field(
            description="The language that the person reads (BCP 47). Only English is answered; with another one a patient is told so, in that language where there are words for it."
        ),
    ] = None
    reading_level: Annotated[
        int | None,
        Field(
            description="US school grade: harder quotations are not shown to a patient. Our own words are below grade 8 anyway."
        ),
    ] = None
    patient: Patient | None = None
    as_of: Annotated[
        date | None,
        Field(
            description="The day to read the record on, for an answer to be had again; today by default. It goes with `patient`."
        ),
    ] = None


class Citation(BaseModel):
    """
    The exact words a claim stands on: `document.text[span] == quote`.

    Of a record the document is one entry of it, whose text travels in the outcome's evidence;
    `source` then names the resource, and `on` is its date.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    label: Annotated[int, Field(ge=1)]
    document_id: str
    passage_id: str
    source: str
    span: Span
    quote: Annotated[str, Field(min_length=1)]
    origin: Origin = Origin.library
    on: date | None = None


class CitedClaim(BaseModel):
    """
    A claim that passed every verifier. One without a citation cannot be built.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    text: Annotated[str, Field(min_length=1)]
    citations: Annotated[list[Citation], Field(min_length=1)]
    verdicts: Annotated[list[AnswerVerdict], Field(validate_default=True)] = []
    lead: str | None = None
    ask_first: str | None = None


class ConversationBody(BaseModel):
    """
    All that is kept of a conversation, oldest turn first.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    conversation_id: str
    begun: AwareDatetime
    kept_until: Annotated[
        AwareDatetime, Field(description="When it is forgotten, if nothing more is said.")
    ]
    turns: list[KeptTurnBody]


class DocumentCard(BaseModel):
    """
    A document without its text: what a citation shows of it.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    id: str
    origin: str
    title: str
    provenance: CorpusProvenance


class EarlierTurnBody(BaseModel):
    """
    What was said before the question.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    speaker: Speaker
    text: Annotated[str, Field(max_length=4000)]


class Feedback(BaseModel):
    """
    As it is given. Identifiers are taken out of the comment before it is kept.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    trace_id: Annotated[str, Field(description="That the answer bore.", pattern="^[0-9a-f]{32}$")]
    verdict: FeedbackVerdict
    comment: Annotated[
        str, Field(description="No patient's words.", max_length=2000, pattern="^[^\\x00]*$")
    ] = ""
    claim: Annotated[
        int | None, Field(description="Which claim of the answer, counted from 0.")
    ] = None


class FeedbackReceipt(BaseModel):
    model_config = ConfigDict(
        frozen=True,
    )
    trace_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    verdict: FeedbackVerdict
    at: AwareDatetime
    listed: bool
    advice: str | None = None


class FoundPassage(BaseModel):
    """
    One passage of a ranking; `score` is the fused one, a leg that missed it is None.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    id: str
    document_id: str
    rank: Annotated[int, Field(ge=1)]
    score: float
    dense: Place | None = None
    lexical: Place | None = None
    reranked: Place | None = None
    source: str
    title: str
    path: list[str]
    span: Span
    pages: list[int] | None = None
    text: str


class HandedOff(BaseModel):
    """
    What the person is told of a hand-off.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    id: Annotated[
        str | None, Field(description="What the site's staff know it by; null where it failed.")
    ] = None
    why: Why
    listed: Annotated[bool, Field(description="Whether it is on the list of the site's staff.")]
    says: Annotated[str, Field(description="What happens now and what does not, in plain words.")]


class Hit(BaseModel):
    """
    A passage in a ranking, with the place each stage gave it (None: the stage missed it).
    """

    model_config = ConfigDict(
        frozen=True,
    )
    passage_id: str
    document_id: str
    rank: Annotated[int, Field(ge=1)]
    score: float
    dense: Place | None = None
    lexical: Place | None = None
    reranked: Place | None = None


class LibraryWords(BaseModel):
    """
    Words of the library that a verdict stands on: `document.text[span] == quote`, or an empty
    quote where the reader may not see them.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    document_id: str
    passage_id: str
    title: str = ""
    span: Span
    quote: str


class Marked(BaseModel):
    """
    The marked words in their place.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    span: Span
    before: Annotated[str, Field(description="At most 200 characters of the text before them.")]
    quote: str
    after: str


class ModelState(BaseModel):
    """
    Whether it can be asked. `why` tells of a failure or a rest; `retry_after` is seconds of a
    rest. Answers are quotations while it cannot.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    phase: Phase
    why: str = ""
    retry_after: int = 0


class Readiness(BaseModel):
    model_config = ConfigDict(
        frozen=True,
    )
    status: str
    generation: str
    documents: int
    passages: int
    model: Annotated[
        ModelState | None,
        Field(
            description="How the language model stands; null where answers are quotations anyway."
        ),
    ]
    parts: Annotated[
        list[Part],
        Field(
            description="How the other parts stand; all that are `needed` are ready.",
            validate_default=True,
        ),
    ] = []


class RenalBand(BaseModel):
    """
    `low <= measure < high`; None leaves that side open.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    measure: RenalMeasure
    low: float | None = None
    high: float | None = None


class Section(BaseModel):
    """
    A run of the document under one heading path (headings from the title down).
    """

    model_config = ConfigDict(
        frozen=True,
    )
    path: list[str]
    span: Span


class Side(BaseModel):
    """
    One of the two: its words, and the document with its date, grade, place and version.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    citation: Citation
    document: DocumentCard
    says: Annotated[str, Field(min_length=1)]


class AskBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
    )
    question: Annotated[
        str,
        Field(description="Text with at least one letter or digit.", max_length=4000, min_length=1),
    ]
    conversation: Annotated[
        list[EarlierTurnBody],
        Field(
            description="What was said before, the oldest turn first. A follow-up question (`and for children?`) is read as the whole question it stands for, which `read_as` tells; the checks read what the user said in all turns. It is kept nowhere.",
            max_length=500,
            validate_default=True,
        ),
    ] = []
    patient: Patient | None = None
    as_of: Annotated[
        date | None,
        Field(
            description="The day to read the record on, for an answer to be had again; today by default. It goes with `patient`."
        ),
    ] = None
    audience: Audience = Audience.clinician
    filters: FiltersBody | None = None
    country: Annotated[
        str | None,
        Field(
            description="Where the asker is, ISO 3166-1: whose emergency numbers a referral gives."
        ),
    ] = None
    overrides: Annotated[
        list[OverrideBody],
        Field(
            description="For clinicians alone; each is on record before its claim is shown.",
            max_length=20,
            validate_default=True,
        ),
    ] = []


class CheckVerdict(BaseModel):
    """
    What one check said: the rule that fired, the words that fired it, why, and what to do.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    name: str
    status: CheckStatus
    rule: str | None = None
    fired_on: str | None = None
    why: str = ""
    next_step: str | None = None
    severity: Severity | None = None
    provenance: SafetyProvenance | None = None
    source: str | None = None
    reviewed_by: str | None = None
    library: Annotated[list[LibraryWords], Field(validate_default=True)] = []
    supply: list[str] = []
    overridden_by: str | None = None


class Conflict(BaseModel):
    """
    A disagreement, weighed.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    about: About
    subject: Annotated[str, Field(min_length=1)]
    sides: tuple[Side, Side]
    preference: Preference


class DocumentBody(BaseModel):
    """
    A document in full: every citation's `quote` equals `text[span.start:span.end]`.

    Offsets count Unicode code points.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    id: str
    origin: str
    title: str
    provenance: CorpusProvenance
    text: str
    sections: list[Section]
    pages: list[Span]
    marked: Marked | None = None


class FormularyRow(BaseModel):
    """
    A formulary row; a column the table lacks is None, one it has beyond these is in `other`.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    drug: str
    ingredient: str | None = None
    form: str | None = None
    route: str | None = None
    indication: str | None = None
    population: str | None = None
    dose: str | None = None
    unit: str | None = None
    frequency: str | None = None
    maximum: str | None = None
    renal: RenalBand | None = None
    restriction: str | None = None
    other: list[list[str]] = []


class Found(BaseModel):
    """
    The passages found in one generation, best first; none is a result, not an error.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    generation: str
    seconds: Annotated[float, Field(ge=0.0)]
    passages: Annotated[list[FoundPassage], Field(validate_default=True)] = []


class Passage(BaseModel):
    """
    A run of text that is indexed, retrieved and quoted as one.

    `sentences` are document offsets inside `span`, in order, without overlap. A formulary row
    carries its typed `record` too.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    id: str
    document_id: str
    source: str
    path: list[str]
    span: Span
    text: str
    sentences: Annotated[list[Span], Field(validate_default=True)] = []
    pages: list[int] | None = None
    record: FormularyRow | None = None


class PassageBody(BaseModel):
    """
    A passage with the card of the document it stands in.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    id: str
    document_id: str
    source: str
    path: list[str]
    span: Span
    text: str
    sentences: list[Span]
    pages: list[int] | None = None
    record: FormularyRow | None = None
    document: DocumentCard
    marked: Marked | None = None


class Referral(BaseModel):
    """
    A question that a person must take over.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    kind: Literal["referral"] = "referral"
    findings: Annotated[list[Finding], Field(min_length=1)]
    checks: Annotated[list[CheckVerdict], Field(validate_default=True)] = []
    read_as: str | None = None
    record_unusable: Annotated[list[Unusable], Field(validate_default=True)] = []
    trace: Trace


class SummaryFinding(BaseModel):
    """
    What a check warns of, and the entries of the record that it speaks of.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    check: CheckVerdict
    cites: Annotated[list[RecordPlace], Field(validate_default=True)] = []


class Abstention(BaseModel):
    """
    An honest "the library does not answer this", with what came nearest.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    kind: Literal["abstention"] = "abstention"
    reason: AbstentionReason
    explanation: str
    nearest: Annotated[list[DocumentCard], Field(validate_default=True)] = []
    withheld: Annotated[list[Withheld], Field(validate_default=True)] = []
    checks: Annotated[list[CheckVerdict], Field(validate_default=True)] = []
    review: bool | None = None
    to_supply: list[str] = []
    read_as: str | None = None
    record_unusable: Annotated[list[Unusable], Field(validate_default=True)] = []
    trace: Trace


class Evidence(BaseModel):
    """
    A passage admitted for one question under the label that claims cite.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    label: Annotated[int, Field(ge=1)]
    passage: Passage
    document: DocumentCard
    origin: Origin = Origin.library
    hit: Hit | None = None


class PatientSummary(BaseModel):
    """
    The record as of one day. Its `repr` is kept short: it must not reach a log.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    patient: str
    as_of: date
    sections: list[SummarySection]
    findings: Annotated[list[SummaryFinding], Field(validate_default=True)] = []
    checks: Annotated[list[CheckVerdict], Field(validate_default=True)] = []
    to_supply: list[str] = []
    unusable: Annotated[list[Unusable], Field(validate_default=True)] = []
    without_library: str | None = None
    trace: Trace


class Answer(BaseModel):
    """
    Claims in reading order, each with the verbatim words it stands on.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    kind: Literal["answer"] = "answer"
    claims: Annotated[list[CitedClaim], Field(min_length=1)]
    evidence: Annotated[list[Evidence], Field(min_length=1)]
    withheld: Annotated[list[Withheld], Field(validate_default=True)] = []
    checks: Annotated[list[CheckVerdict], Field(validate_default=True)] = []
    drafted_by: DraftedBy = DraftedBy.quotations
    notes: list[str] = []
    conflicts: Annotated[list[Conflict], Field(validate_default=True)] = []
    confidence: float | None = None
    review: bool | None = None
    to_supply: list[str] = []
    read_as: str | None = None
    record_unusable: Annotated[list[Unusable], Field(validate_default=True)] = []
    trace: Trace


class ChatReply(BaseModel):
    """
    What comes back of a message.
    """

    model_config = ConfigDict(
        frozen=True,
    )
    conversation_id: Annotated[
        str | None,
        Field(description="To go on with; null where nothing of this conversation is kept."),
    ]
    turn: Annotated[
        int | None, Field(description="Which turn of it this was, from 1; null where not kept.")
    ]
    kept_until: Annotated[
        AwareDatetime | None, Field(description="When it is forgotten, if nothing more is said.")
    ]
    text: Annotated[str, Field(description="The reply in plain text, to be shown as it is.")]
    read_as: Annotated[
        str | None,
        Field(description="The question as it was read, where it leaned on earlier turns."),
    ] = None
    hand_off: HandedOff | None = None
    outcome: Annotated[Answer | Abstention | Referral, Field(discriminator="kind")]


SummaryLine.model_rebuild()