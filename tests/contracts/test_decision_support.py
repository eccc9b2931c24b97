"""What a log of cards, and what a check of orders must do, on the fakes and on the real ones."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.compose import build_parts
from app.domain.decision_support import (
    CardCoding,
    CardFeedback,
    CardOutcome,
    Indicator,
    SentCard,
)
from app.domain.errors import NotFound
from app.domain.ports.decision_support import CardLog
from app.domain.ports.ordering import OrderChecks
from app.domain.record import Course, MedicineEntry
from app.domain.safety import CheckStatus
from app.governance.cards import StoredCards
from app.settings import Settings
from tests.app.cds.supports import CALLER
from tests.app.patient.bundles import read
from tests.decision_support import FakeCardLog, FakeOrderChecks
from tests.fakes import FakeClock
from tests.governance_sites import KINDS, site_on
from tests.people import NOON

ID = "3a4f3c6e-0b1d-4a8f-9d52-5f5f6d1f2b10"
SUGGESTED = "b4b1c1b4-59f7-4b7a-8a58-0c6a3a9f0e55"
CARD = SentCard(
    uuid=ID,
    service="citewell-order-sign",
    indicator=Indicator.CRITICAL,
    rule="interaction/examplol",
    trace_id="a" * 32,
    caller="ehr:ehr",
    suggestions=(SUGGESTED,),
)
OVERRIDDEN = CardFeedback(
    card=ID,
    outcome=CardOutcome.OVERRIDDEN,
    reason=CardCoding(code="x", system="urn:x", display="It will be monitored"),
    comment="An illustrative comment.",
    at=NOON,
)
ACCEPTED = CardFeedback(card=ID, outcome=CardOutcome.ACCEPTED, accepted=(SUGGESTED,), at=NOON)


@pytest.fixture(params=["fake", *KINDS])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CardLog]:
    if request.param == "fake":
        yield FakeCardLog()
        return
    with site_on(request.param, tmp_path) as site:
        yield StoredCards(site.store(), FakeClock(NOON))


def test_a_card_that_was_not_sent_is_not_there(log: CardLog) -> None:
    assert log.feedback(ID) == ()
    with pytest.raises(NotFound):
        log.card(ID)
    log.sent([])
    with pytest.raises(NotFound):
        log.add(OVERRIDDEN)


def test_a_card_is_remembered_as_it_was_sent(log: CardLog) -> None:
    other = CARD.model_copy(update={"uuid": str(uuid.UUID(int=7)), "rule": None, "suggestions": ()})
    log.sent([CARD, other])
    assert log.card(ID) == CARD
    assert log.card(other.uuid) == other


def test_one_card_has_one_feedback_of_each_outcome(log: CardLog) -> None:
    log.sent([CARD])
    assert log.add(OVERRIDDEN)
    assert not log.add(OVERRIDDEN.model_copy(update={"comment": "another"}))
    assert log.add(ACCEPTED)
    assert log.feedback(ID) == (OVERRIDDEN, ACCEPTED)


def test_words_of_a_clinician_lie_sealed_and_without_identifiers(tmp_path: Path) -> None:
    with site_on("sqlite", tmp_path) as site:
        cards = StoredCards(
            site.store(), FakeClock(NOON), redact=lambda text: text.replace("Examplo", "[NAME]")
        )
        cards.sent([CARD])
        cards.add(OVERRIDDEN.model_copy(update={"comment": "Dr Examplo said so"}))
        (told,) = cards.feedback(ID)
        assert told.comment == "Dr [NAME] said so"
        ((reason,),) = site.rows("SELECT reason FROM card_feedback")
        assert "said so" not in str(reason)
        assert "monitored" not in str(reason)


def test_a_card_is_forgotten_after_its_time_with_its_feedback(tmp_path: Path) -> None:
    with site_on("sqlite", tmp_path) as site:
        cards = StoredCards(site.store(), FakeClock(NOON), kept_days=30)
        assert cards.due(NOON) == 0
        cards.sent([CARD])
        cards.add(OVERRIDDEN)
        before, after = NOON + timedelta(days=29), NOON + timedelta(days=31)
        assert (cards.due(before), cards.forget(before)) == (0, 0)
        assert (cards.due(after), cards.forget(after)) == (1, 1)
        assert site.rows("SELECT id FROM card_feedback") == []


def test_what_is_kept_of_one_call_is_deleted_when_somebody_asks_for_it(tmp_path: Path) -> None:
    with site_on("sqlite", tmp_path) as site:
        cards = StoredCards(site.store(), FakeClock(NOON))
        cards.sent([CARD])
        cards.add(OVERRIDDEN)
        assert cards.erase("b" * 32) == 0
        assert cards.erase(CARD.trace_id) == 1
        assert cards.feedback(ID) == ()


def _order(name: str, known: frozenset[str]) -> MedicineEntry:
    return MedicineEntry(
        resource=f"MedicationRequest/{name}",
        at="Bundle.entry[1].resource",
        name=name,
        known_as=known,
        course=Course.ACTIVE,
    )


@pytest.fixture(params=["fake", "real"])
def checks(request: pytest.FixtureRequest, tmp_path: Path) -> OrderChecks:
    if request.param == "fake":
        return FakeOrderChecks({})
    return build_parts(Settings(home=tmp_path), rehearses=True).orders


def test_every_order_is_answered_in_the_order_asked_and_no_pass_is_told(
    checks: OrderChecks,
) -> None:
    orders = [
        _order("warfarin", frozenset({"warfarin"})),
        _order("unknown", frozenset()),
        _order("ibuprofen", frozenset({"ibuprofen"})),
    ]
    report = checks.check(read(), orders, CALLER)
    assert [one.order for one in report.orders] == [one.resource for one in orders]
    for each in report.orders:
        assert CheckStatus.PASS not in [one.status for one in each.verdicts]
    assert checks.check(read(), [], CALLER).orders == ()
    assert "warfarin" not in repr(report)
