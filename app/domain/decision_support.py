"""Decision support inside an order system: what is called, and the cards that come back.

The shapes are those of CDS Hooks 2.0 (https://cds-hooks.hl7.org/2.0/), in names of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from app.domain.frozen import Frozen
from app.domain.governance import NO_NUL
from app.domain.question import Caller

LONGEST_SUMMARY: Final = 139
"""Characters: CDS Hooks has a summary of fewer than 140."""
LONGEST_COMMENT: Final = 4_000
CardId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class Hook(StrEnum):
    """What a clinician is about to do."""

    PATIENT_VIEW = "patient-view"
    ORDER_SELECT = "order-select"
    ORDER_SIGN = "order-sign"


class HookService(Frozen):
    """One service, as discovery tells of it. `prefetch`: key -> FHIR query, all of them needed."""

    id: str
    hook: Hook
    title: str
    description: str
    prefetch: Mapping[str, str]
    usage_requirements: str


@dataclass(frozen=True)
class HookCall:
    """One call of a service. FHIR resources in it are JSON as it was sent, not yet read; it lives
    as long as the call. The token for a FHIR server, which a call may bring, is not among it."""

    hook: str
    user: str | None = field(repr=False)
    """`Practitioner/abc`."""
    patient: str | None = field(repr=False)
    """The id of the Patient in context."""
    prefetch: Mapping[str, Any] | None = field(default=None, repr=False)
    """Key -> FHIR resource; None: the order system found nothing. None as a whole: nothing sent."""
    draft_orders: Any = field(default=None, repr=False)
    selections: tuple[str, ...] | None = field(default=None, repr=False)
    fhir_server: str | None = None
    """Completes names of resources; it is never called."""


class Indicator(StrEnum):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class CardCoding(Frozen):
    code: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
    system: Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)]
    display: Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)] | None = None


class CardSource(Frozen):
    label: str = Field(min_length=1)
    url: str | None = None
    topic: CardCoding


class CardLink(Frozen):
    label: str = Field(min_length=1)
    url: str
    type: Literal["absolute"] = "absolute"


class CardAction(Frozen):
    """The one change that is ever suggested: to take a draft away."""

    type: Literal["delete"] = "delete"
    description: str
    resource_id: str
    """`MedicationRequest/17`."""


class CardSuggestion(Frozen):
    label: str
    uuid: CardId
    actions: tuple[CardAction, ...] = Field(min_length=1)


class Card(Frozen):
    """What one card says. Its `repr` is kept short: it holds words of a patient's record."""

    uuid: CardId
    summary: str = Field(min_length=1, max_length=LONGEST_SUMMARY)
    detail: str = Field(min_length=1)
    """GitHub-flavoured Markdown."""
    indicator: Indicator
    source: CardSource
    suggestions: tuple[CardSuggestion, ...] = ()
    override_reasons: tuple[CardCoding, ...] = ()
    links: tuple[CardLink, ...] = ()
    rule: str | None = None
    """What fired; it is not sent."""

    @property
    def selection_behavior(self) -> str | None:
        return "at-most-one" if self.suggestions else None

    def __repr__(self) -> str:
        return f"Card({self.indicator.value}, {self.rule})"

    __str__ = __repr__


class SentCard(Frozen):
    """What is remembered of a card: no word of it."""

    uuid: CardId
    service: str
    indicator: Indicator
    rule: str | None = None
    trace_id: str
    """Of the checks that it tells of."""
    caller: str
    suggestions: tuple[CardId, ...] = ()


def account_of(caller: Caller) -> str:
    """Whose cards they are: an order system may call for several tenants under one name."""
    return caller.name if caller.tenant is None else f"{caller.name} of {caller.tenant}"


class CardOutcome(StrEnum):
    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"


class CardFeedback(Frozen):
    """What a clinician did with a card."""

    card: CardId
    outcome: CardOutcome
    accepted: tuple[CardId, ...] = Field(default=(), max_length=20)
    """Suggestions of the card."""
    reason: CardCoding | None = None
    comment: Annotated[str, StringConstraints(max_length=LONGEST_COMMENT, pattern=NO_NUL)] = ""
    """Sealed and without identifiers where it is kept."""
    at: datetime
    """When it was done, by the order system's clock."""

    @model_validator(mode="after")
    def _fits(self) -> "CardFeedback":
        if (self.outcome is CardOutcome.ACCEPTED) != bool(self.accepted):
            raise ValueError("accepted feedback names the suggestions, overridden names none")
        return self


class FeedbackReceipt(Frozen):
    """`known`: it was told before, and changed nothing."""

    recorded: int
    known: int
