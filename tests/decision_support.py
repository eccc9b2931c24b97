"""Fakes of decision support: a log of cards in memory, checks by a list, cards by a list."""

from collections.abc import Mapping, Sequence

from app.cds.services import SERVICES
from app.domain.answer import Trace
from app.domain.decision_support import (
    Card,
    CardCoding,
    CardFeedback,
    CardSource,
    FeedbackReceipt,
    HookCall,
    HookService,
    Indicator,
    SentCard,
)
from app.domain.errors import NotFound
from app.domain.ordering import OrderReport, OrderVerdicts
from app.domain.question import Caller
from app.domain.record import MedicineEntry, PatientRecord
from app.domain.safety import CheckVerdict

TRACE = Trace(
    trace_id="a" * 32, generation="none", embedder="none", generator="none", rules="", settings=""
)
CARD = Card(
    uuid="3a4f3c6e-0b1d-4a8f-9d52-5f5f6d1f2b10",
    summary="Illustrative.",
    detail="Illustrative.",
    indicator=Indicator.CRITICAL,
    source=CardSource(label="Ours", topic=CardCoding(code="interactions", system="urn:ours")),
    rule="interaction/examplol",
)


class FakeCardLog:
    """`CardLog` in memory."""

    def __init__(self) -> None:
        self.cards: dict[str, SentCard] = {}
        self.told: list[CardFeedback] = []

    def sent(self, cards: Sequence[SentCard]) -> None:
        self.cards |= {one.uuid: one for one in cards}

    def card(self, uuid: str) -> SentCard:
        if uuid not in self.cards:
            raise NotFound("No such card was sent.")
        return self.cards[uuid]

    def add(self, feedback: CardFeedback) -> bool:
        self.card(feedback.card)
        if any((one.card, one.outcome) == (feedback.card, feedback.outcome) for one in self.told):
            return False
        self.told.append(feedback)
        return True

    def feedback(self, uuid: str) -> tuple[CardFeedback, ...]:
        return tuple(one for one in self.told if one.card == uuid)


class FakeOrderChecks:
    """`OrderChecks` that says of an order what it was told to say, by its name."""

    def __init__(self, says: Mapping[str, Sequence[CheckVerdict]]) -> None:
        self._says = says
        self.asked: list[tuple[str, ...]] = []
        self.beside: list[tuple[str, ...]] = []

    def check(
        self,
        record: PatientRecord,
        orders: Sequence[MedicineEntry],
        caller: Caller,
        beside: Sequence[MedicineEntry] = (),
    ) -> OrderReport:
        del record, caller
        self.asked.append(tuple(one.name for one in orders))
        self.beside.append(tuple(one.name for one in beside))
        return OrderReport(
            orders=tuple(
                OrderVerdicts(order=one.resource, verdicts=tuple(self._says.get(one.name, ())))
                for one in orders
            ),
            trace=TRACE,
        )


class FakeSupport:
    """`DecisionSupport` that answers every call of a known service with the same cards."""

    services: tuple[HookService, ...] = SERVICES

    def __init__(self, cards: Sequence[Card] = ()) -> None:
        self._cards = tuple(cards)
        self.calls: list[HookCall] = []

    def cards(self, service: str, call: HookCall, caller: Caller) -> tuple[Card, ...]:
        del caller
        if service not in {one.id for one in self.services}:
            raise NotFound("There is no such service.")
        self.calls.append(call)
        return self._cards


class FakeFiling:
    """`FeedbackFiling` that takes everything of one card."""

    def __init__(self, card: str) -> None:
        self._card = card
        self.told: list[CardFeedback] = []

    def file(
        self, service: str, feedback: Sequence[CardFeedback], caller: Caller
    ) -> FeedbackReceipt:
        del service, caller
        if any(one.card != self._card for one in feedback):
            raise NotFound("No such card was sent.")
        new = [one for one in feedback if one not in self.told]
        self.told += new
        return FeedbackReceipt(recorded=len(new), known=len(feedback) - len(new))
