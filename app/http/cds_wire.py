"""CDS Hooks 2.0 on the wire: the specification's own names, nothing null, nothing empty."""

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from app.domain.decision_support import (
    LONGEST_COMMENT,
    LONGEST_SUMMARY,
    Card,
    CardCoding,
    CardFeedback,
    CardId,
    CardOutcome,
    HookCall,
    HookService,
    Indicator,
)
from app.domain.errors import UnusableHookCall
from app.domain.governance import NO_NUL

Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
MOST_AT_ONCE = 100


class _Sent(BaseModel):
    """Members that are not known are passed over: the specification grows, and has extensions."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class ContextBody(_Sent):
    """What the hook defines of the moment; each service asks for what it needs of it."""

    user_id: Text | None = Field(default=None, examples=["Practitioner/abc"])
    patient_id: Text | None = Field(default=None, examples=["1"])
    encounter_id: Text | None = None
    selections: list[Text] | None = Field(
        default=None, max_length=1_000, description="Of order-select: the newly selected orders."
    )
    draft_orders: dict[str, Any] | None = Field(
        default=None, description="A FHIR R4 Bundle of the orders that are not signed."
    )


class HookCallBody(_Sent):
    """A call; FHIR resources are R4. The token for a FHIR server is not read: none is called."""

    hook: Text
    hook_instance: Text
    context: ContextBody
    prefetch: dict[str, dict[str, Any] | None] | None = None
    fhir_server: Text | None = None
    fhir_authorization: dict[str, Any] | None = Field(
        default=None, description="Passed over and kept nowhere."
    )

    def to_call(self) -> HookCall:
        chosen = self.context.selections
        return HookCall(
            hook=self.hook,
            user=self.context.user_id,
            patient=self.context.patient_id,
            prefetch=self.prefetch,
            draft_orders=self.context.draft_orders,
            selections=None if chosen is None else tuple(chosen),
            fhir_server=self.fhir_server,
        )


class CodingBody(_Sent):
    code: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
    system: Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)] = ""
    display: Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)] | None = None


class SourceBody(_Sent):
    label: str
    url: str | None = None
    topic: CodingBody


class LinkBody(_Sent):
    label: str
    url: str
    type: str


class ActionBody(_Sent):
    type: str
    description: str
    resource_id: str


class SuggestionBody(_Sent):
    label: str
    uuid: str
    actions: list[ActionBody]


class CardBody(_Sent):
    uuid: str
    summary: str = Field(max_length=LONGEST_SUMMARY)
    detail: str = Field(description="GitHub-flavoured Markdown.")
    indicator: Indicator
    source: SourceBody
    suggestions: list[SuggestionBody] | None = None
    selection_behavior: str | None = None
    override_reasons: list[CodingBody] | None = None
    links: list[LinkBody] | None = None


class CardsBody(_Sent):
    """An empty list: nothing speaks against it, among what could be checked."""

    cards: list[CardBody]


class ServiceBody(_Sent):
    hook: str
    title: str
    description: str
    id: str
    prefetch: dict[str, str]
    usage_requirements: str


class ServicesBody(_Sent):
    services: list[ServiceBody]


class AcceptedBody(_Sent):
    id: CardId


class OverrideReasonBody(_Sent):
    reason: CodingBody | None = None
    user_comment: (
        Annotated[str, StringConstraints(max_length=LONGEST_COMMENT, pattern=NO_NUL)] | None
    ) = Field(default=None, description="Kept sealed and without identifiers.")


class OneFeedbackBody(_Sent):
    card: CardId
    outcome: CardOutcome
    accepted_suggestions: list[AcceptedBody] | None = Field(default=None, max_length=20)
    override_reason: OverrideReasonBody | None = None
    outcome_timestamp: AwareDatetime

    def to_feedback(self) -> CardFeedback:
        """Raises UnusableHookCall."""
        accepted = tuple(one.id for one in self.accepted_suggestions or ())
        if (self.outcome is CardOutcome.ACCEPTED) != bool(accepted):
            raise UnusableHookCall(
                "Feedback that accepts names acceptedSuggestions; feedback that overrides names "
                "none."
            )
        told = self.override_reason or OverrideReasonBody()
        reason = None if told.reason is None else CardCoding(**told.reason.model_dump())
        return CardFeedback(
            card=self.card,
            outcome=self.outcome,
            accepted=accepted,
            reason=reason,
            comment=told.user_comment or "",
            at=self.outcome_timestamp,
        )


class FeedbackBody(_Sent):
    feedback: list[OneFeedbackBody] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ReceiptBody(_Sent):
    """`known`: it was told before, and changed nothing."""

    recorded: int
    known: int


def services_body(services: tuple[HookService, ...]) -> ServicesBody:
    return ServicesBody(services=[ServiceBody.model_validate(one.model_dump()) for one in services])


def cards_body(cards: tuple[Card, ...]) -> CardsBody:
    return CardsBody(cards=[_card(one) for one in cards])


def _card(card: Card) -> CardBody:
    told = card.model_dump(exclude={"rule"})
    told["selection_behavior"] = card.selection_behavior
    return CardBody.model_validate({name: value for name, value in told.items() if value})
