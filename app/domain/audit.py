"""What the audit log keeps of one event: who, when, on what grounds, with what result.

Nothing here can carry a sentence: texts are hashed with a key, names and ids have no blank.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, StringConstraints

from app.domain.abstention import AbstentionReason
from app.domain.answer import DraftedBy
from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.safety import CheckStatus, Severity

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9._:/@+,=()%-]{0,199}$"

Name = Annotated[str, StringConstraints(pattern=NAME)]
"""Of an account, a check, a rule, a model, a document: one word."""
TRACE_ID: Final = r"^[0-9a-f]{32}$"
TraceId = Annotated[str, StringConstraints(pattern=TRACE_ID)]
KeyedHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""HMAC-SHA256 under the site's audit key: whoever holds the key can recognise a text that he has;
nobody can read it."""
Seconds = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]

LEFT: Final = "Left"
"""The action of a failure that is none: whoever asked went away before the answer was complete."""


class AuditKind(StrEnum):
    ASKED = "asked"
    """A question whose answer is sent as it comes about, before its first word."""
    ANSWER = "answer"
    ABSTENTION = "abstention"
    REFERRAL = "referral"
    SUMMARY = "summary"
    ORDERS = "orders"
    """Medicines that were about to be ordered, and were checked."""
    STATEMENT = "statement"
    """A sentence of somebody else's that was checked."""
    FAILURE = "failure"
    """A question that met an error."""
    OVERRIDE = "override"
    SIGN_OFF = "sign_off"
    REVIEW = "review"
    FEEDBACK = "feedback"
    ADVERSE_EVENT = "adverse_event"
    KEY = "key"
    KILL_SWITCH = "kill_switch"
    CONFIGURATION = "configuration"
    RETENTION = "retention"


class CheckMark(Frozen):
    """A check's verdict without its words."""

    name: Name
    status: CheckStatus
    rule: Name | None = None
    severity: Severity | None = None
    overridden: bool = False


class StageMark(Frozen):
    name: Name
    seconds: Seconds


class Seen(Frozen):
    """What the caller could see; `tags` None: all of them."""

    audiences: tuple[Audience, ...]
    tags: tuple[Name, ...] | None = ()


class AuditEntry(Frozen):
    """One event, before it has its place in the log. A field that does not apply keeps its default,
    and is then not written; so a default never changes."""

    kind: AuditKind
    trace_id: TraceId | None = None
    actor: Name
    """An account, never a patient."""
    role: Name | None = None
    tenant: Name | None = None
    key: Name | None = None
    """The id of the API key it was known by."""
    action: Name | None = None
    """Of what is no question: `created`, `revoked`, `approved`."""
    subject: Name | None = None
    """What it was done to: the id of a rule, a key, a task, a topic."""

    audience: Audience | None = None
    seen: Seen | None = None
    question: KeyedHash | None = None
    conversation: KeyedHash | None = None
    asked_with: KeyedHash | None = None
    """Of filters, country and overridden rules, where there were any."""
    patient: KeyedHash | None = None
    """Of the patient's id in the record."""
    record: KeyedHash | None = None
    """Of all that the record states."""
    as_of: date | None = None

    generation: Name | None = None
    embedder: Name | None = None
    generator: Name | None = None
    rules: Name | None = None
    settings: Name | None = None

    answer: KeyedHash | None = None
    """Of the canonical outcome (app/answering/canonical.py)."""
    claims: tuple[KeyedHash, ...] = ()
    """Of each claim with its citations, in reading order."""
    documents: tuple[Name, ...] = ()
    passages: tuple[Name, ...] = ()
    """Cited ones of the library, in the order of their first citation."""
    record_entries: tuple[KeyedHash, ...] = ()
    """Cited ones of the record."""
    checks: tuple[CheckMark, ...] = ()
    withheld: tuple[Name, ...] = ()
    """Rules and verifiers that held a claim back, one for each claim."""
    findings: tuple[Name, ...] = ()
    """Of a referral: kind and case."""
    reason: AbstentionReason | None = None
    topics: tuple[Name, ...] = ()
    """What the question is about, by names of the site's topics; none where nobody looked."""
    drafted_by: DraftedBy | None = None
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    review: bool | None = None
    stages: tuple[StageMark, ...] = ()
    seconds: Seconds | None = None
    status: int | None = Field(default=None, ge=100, le=599)
    """Of HTTP, where known."""


class SealedEntry(Frozen):
    """An entry in its place."""

    sequence: int = Field(ge=1)
    at: AwareDatetime
    """By the clock of the machine that wrote it, which may go back; `sequence` never does."""
    entry: AuditEntry
    mac: KeyedHash


class FaultKind(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    """It stands in the place of another row."""
    COPIED = "copied"
    INSERTED = "inserted"
    REPLACED = "replaced"
    """Sealed with the key, and not the row that the chain or a head knows in this place."""
    CUT_OFF = "cut_off"
    """Rows that a head knows, at the end."""
    UNKNOWN_KEY = "unknown_key"
    HEAD = "head"
    """A line of the heads that was changed, or none where there should be."""
    UNGUARDED = "unguarded"
    """The database no longer refuses to change rows."""


class Fault(Frozen):
    """`first` and `last` are sequence numbers (of a head: lines); None: the log as a whole."""

    kind: FaultKind
    first: int | None = None
    last: int | None = None
    says: str


class Verified(Frozen):
    """What a verification of the whole log found; it holds where `faults` is empty."""

    rows: int
    last: int
    """The highest sequence number that was found whole; 0: none."""
    heads: int
    signed_until: int
    """The highest row that a head covers: rows behind it could be cut off unseen."""
    time_goes_back: tuple[int, ...] = ()
    """The first rows that are dated before the row before them, by a clock that was set back."""
    faults: tuple[Fault, ...] = ()
