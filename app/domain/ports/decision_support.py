"""Decision support for order systems, and where it is kept which cards were sent."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.decision_support import (
    Card,
    CardFeedback,
    FeedbackReceipt,
    HookCall,
    HookService,
    SentCard,
)
from app.domain.question import Caller


class DecisionSupport(Protocol):
    """All that the front door needs to answer a hook."""

    @property
    def services(self) -> tuple[HookService, ...]: ...

    def cards(self, service: str, call: HookCall, caller: Caller) -> tuple[Card, ...]:
        """The gravest first; empty: nothing speaks against it. Each can be told of in feedback.

        Raises:
            NotFound: there is no such service.
            UnusableHookCall: the call is not what the hook defines, or of two people.
            MissingPrefetch: resources that the service needs were not sent.
            UnusableRecord: the resources are no FHIR R4; `path` is the place in the call.
            Unavailable: switched off, or it cannot be put on record.
        """
        ...


class CardLog(Protocol):
    """Everything raises Unavailable, and is durable when it returns."""

    def sent(self, cards: Sequence[SentCard]) -> None: ...

    def card(self, uuid: str) -> SentCard:
        """Raises NotFound: no such card was sent."""
        ...

    def add(self, feedback: CardFeedback) -> bool:
        """Whether it is new; one card has one feedback of each outcome. Raises NotFound."""
        ...

    def feedback(self, uuid: str) -> tuple[CardFeedback, ...]:
        """Of one card, oldest first."""
        ...


class FeedbackFiling(Protocol):
    def file(
        self, service: str, feedback: Sequence[CardFeedback], caller: Caller
    ) -> FeedbackReceipt:
        """All of it, or nothing.

        Raises:
            NotFound: one is of a card that this service did not send to this caller, or of a
                suggestion that is not the card's.
            Unavailable: it is not on record.
        """
        ...
