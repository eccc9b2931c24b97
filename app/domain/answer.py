"""Evidence, claims, citations, and the three outcomes a question can have."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.domain.abstention import AbstentionReason
from app.domain.citation import Citation, Origin
from app.domain.conflict import Conflict
from app.domain.corpus import DocumentCard, Passage
from app.domain.frozen import Frozen
from app.domain.ranking import Hit
from app.domain.record import Unusable
from app.domain.safety import CheckVerdict, Finding


class Evidence(Frozen):
    """A passage admitted for one question under the label that claims cite."""

    label: int = Field(ge=1)
    passage: Passage
    document: DocumentCard
    origin: Origin = Origin.LIBRARY
    hit: Hit | None = None
    """How retrieval found it; None for evidence that was not retrieved."""


class Quote(Frozen):
    """Words a draft claims to find in the evidence of this label; not yet verified."""

    label: int = Field(ge=1)
    text: str = Field(min_length=1)


class DraftClaim(Frozen):
    """A claim as a generator drafted it, before anything was verified.

    A generator that quotes gives `quotes`; one that writes in its own words gives the `labels` it
    leans on, and the words are looked for there.
    """

    text: str = Field(min_length=1)
    quotes: tuple[Quote, ...] = ()
    labels: tuple[Annotated[int, Field(ge=1)], ...] = ()

    @model_validator(mode="after")
    def _leans_on_something(self) -> Self:
        if not self.quotes and not self.labels:
            raise ValueError("a claim quotes evidence or names its label")
        return self

    @property
    def cited(self) -> frozenset[int]:
        """The labels of all evidence it leans on."""
        return frozenset(self.labels) | {quote.label for quote in self.quotes}


class Insufficient(Frozen):
    """A generator's word that the evidence does not answer the question."""

    why: str


class VerdictKind(StrEnum):
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    NOT_APPLICABLE = "not_applicable"


class Verdict(Frozen):
    """One verifier's judgement of one claim; `strength` in [0, 1]."""

    kind: VerdictKind
    by: str
    why: str = ""
    strength: float = Field(default=1.0, ge=0.0, le=1.0)


class CitedClaim(Frozen):
    """A claim that passed every verifier. One without a citation cannot be built."""

    text: str = Field(min_length=1)
    citations: tuple[Citation, ...] = Field(min_length=1)
    verdicts: tuple[Verdict, ...] = ()
    lead: str | None = None
    """Our own plain words, for a patient to read before words that are hard."""
    ask_first: str | None = None
    """For a patient, where it speaks of changing a medicine: whom to ask before."""


class Withheld(Frozen):
    """A claim that was held back: the reason and the rule, never its words."""

    reason: str
    rule: str


class StageTiming(Frozen):
    stage: str
    seconds: float = Field(ge=0.0)


class Trace(Frozen):
    """What it takes to reproduce an outcome: fingerprints, and a duration for each stage."""

    trace_id: str
    generation: str
    embedder: str
    generator: str
    rules: str
    settings: str
    timings: tuple[StageTiming, ...] = ()


class DraftedBy(StrEnum):
    """Who put the sentences of an answer into words."""

    QUOTATIONS = "quotations"
    """The sources themselves: every sentence is a quotation."""
    MODEL = "model"
    BOTH = "both"
    """A language model, and quotations where it fell short; a note says why."""


class Answer(Frozen):
    """Claims in reading order, each with the verbatim words it stands on."""

    kind: Literal["answer"] = "answer"
    claims: tuple[CitedClaim, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    """The evidence that the claims and the conflicts cite, by label."""
    withheld: tuple[Withheld, ...] = ()
    checks: tuple[CheckVerdict, ...] = ()
    drafted_by: DraftedBy = DraftedBy.QUOTATIONS
    notes: tuple[str, ...] = ()
    """What a reader must know of how the answer came about, in our own words."""
    conflicts: tuple[Conflict, ...] = ()
    """Where other evidence states otherwise than a claim; its evidence is in `evidence` too."""
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    """Calibrated probability that most claims cite a document that bears on the question; None
    where no calibration applies."""
    review: bool | None = None
    """Whether a person should look at it, for its confidence lies below the threshold that the
    wanted error rate asks for, or because a safety rule held a claim back; None where that is not
    known, which is no all-clear."""
    to_supply: tuple[str, ...] = ()
    """What to add to the question for the checks that could not be made."""
    read_as: str | None = None
    """A follow-up question as it was understood by itself; None where it was read as it stands."""
    record_unusable: tuple[Unusable, ...] = ()
    """Parts of the patient's record that could not be used and count as unknown."""
    trace: Trace


class Abstention(Frozen):
    """An honest "the library does not answer this", with what came nearest."""

    kind: Literal["abstention"] = "abstention"
    reason: AbstentionReason
    explanation: str
    nearest: tuple[DocumentCard, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    checks: tuple[CheckVerdict, ...] = ()
    review: bool | None = None
    """True where a safety rule held something back, for a person to look at."""
    to_supply: tuple[str, ...] = ()
    read_as: str | None = None
    """A follow-up question as it was understood by itself; None where it was read as it stands."""
    record_unusable: tuple[Unusable, ...] = ()
    """Parts of the patient's record that could not be used and count as unknown."""
    trace: Trace


class Referral(Frozen):
    """A question that a person must take over."""

    kind: Literal["referral"] = "referral"
    findings: tuple[Finding, ...] = Field(min_length=1)
    checks: tuple[CheckVerdict, ...] = ()
    read_as: str | None = None
    """A follow-up question as it was understood by itself; None where it was read as it stands."""
    record_unusable: tuple[Unusable, ...] = ()
    """Parts of the patient's record that could not be used and count as unknown."""
    trace: Trace


Outcome = Annotated[Answer | Abstention | Referral, Field(discriminator="kind")]


class EvidenceEvent(Frozen):
    """The admitted evidence, sent before the first claim."""

    event: Literal["evidence"] = "evidence"
    evidence: tuple[Evidence, ...]


class ClaimEvent(Frozen):
    """A claim that passed every verifier and check; it is never taken back."""

    event: Literal["claim"] = "claim"
    claim: CitedClaim


class CheckEvent(Frozen):
    event: Literal["check"] = "check"
    check: CheckVerdict


class ConflictEvent(Frozen):
    """Other evidence that states otherwise than a claim that was sent; it takes nothing back.

    Its second side may cite a label that is in no `evidence` event, only in the outcome's evidence.
    """

    event: Literal["conflict"] = "conflict"
    conflict: Conflict


class DoneEvent(Frozen):
    event: Literal["done"] = "done"
    outcome: Outcome


Event = EvidenceEvent | ClaimEvent | CheckEvent | ConflictEvent | DoneEvent
