"""Orders and what became of their cards: one that breaks loses no other, and all goes on record."""

from collections.abc import Sequence

import pytest

from app.answering.checking import Checking
from app.answering.feeding_back import FiledFeedback
from app.answering.ordering import ClaimOrderChecks
from app.answering.recorder import Recorder
from app.answering.recording_orders import AuditedOrderChecks
from app.answering.switching import Switching
from app.domain.answer import CitedClaim
from app.domain.audit import AuditKind
from app.domain.decision_support import (
    CardCoding,
    CardFeedback,
    CardOutcome,
    Indicator,
    SentCard,
)
from app.domain.errors import NotFound, Unavailable
from app.domain.patient import Use
from app.domain.question import Caller
from app.domain.record import Course, MedicineEntry
from app.domain.reviewing import Cause
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.domain.switching import SwitchKind
from app.http.auth import EVERYTHING
from app.terms.drug_resolver import drug_resolver
from tests.app.patient.bundles import read
from tests.decision_support import FakeCardLog
from tests.fakes import FakeAuditLog, FakeGenerations
from tests.people import NOON, FakeReviewQueue, FakeSwitches, FakeTopics

CALLER = Caller(name="ehr:ehr", access=EVERYTHING)
RECORD = read()


class Wording:
    """An order's own name; empty for `unknown`."""

    def worded(self, order: MedicineEntry) -> str:
        if order.name == "unknown":
            return ""
        return f"Give {order.name}."


class Says:
    """A check that warns of everything, breaks on `broken`, and keeps whom it was asked about."""

    name = "illustrative"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Subject]] = []

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        if "broken" in claim.text:
            raise ZeroDivisionError("words of a patient")
        self.asked.append((claim.text, subject))
        passed = CheckVerdict(name="other", status=CheckStatus.PASS)
        fired = CheckVerdict(
            name=self.name, status=CheckStatus.WARN, rule="illustrative/all", why=claim.text
        )
        return (passed, fired)


def order(name: str, *ingredients: str, **more: object) -> MedicineEntry:
    told: dict[str, object] = {
        "resource": f"MedicationRequest/{name}",
        "at": "Bundle.entry[1].resource",
        "name": name,
        "known_as": frozenset(ingredients),
        "course": Course.ACTIVE,
        **more,
    }
    return MedicineEntry.model_validate(told)


def checks(check: Says, switching: Switching | None = None) -> ClaimOrderChecks:
    return ClaimOrderChecks(
        wording=Wording(),
        checking=Checking(signed_off=lambda rule: f"A. Examplo of {rule}"),
        checks=[check],
        generations=FakeGenerations(),
        switching=switching,
    )


def statuses(verdicts: Sequence[CheckVerdict]) -> list[str]:
    return [one.status.value for one in verdicts]


def test_an_order_that_breaks_a_check_loses_no_other(caplog: pytest.LogCaptureFixture) -> None:
    report = checks(Says()).check(RECORD, [order("broken"), order("whole")], CALLER)
    broken, whole = report.orders
    assert statuses(broken.verdicts) == ["not_checked"]
    assert statuses(whole.verdicts) == ["warn"]
    assert whole.verdicts[0].reviewed_by == "A. Examplo of illustrative/all"
    assert "words of a patient" not in caplog.text


def test_each_order_is_asked_about_beside_those_before_it() -> None:
    said = Says()
    asked = [order("a", "warfarin"), order("b", "ibuprofen")]
    checks(said).check(RECORD, asked, CALLER, beside=[order("c", "ramipril")])
    uses = [
        sorted((next(iter(m.ingredients)), m.use) for m in subject.situation.medicines)
        for _, subject in said.asked
    ]
    assert uses == [
        [("ramipril", Use.TAKEN), ("warfarin", Use.ASKED)],
        [("ibuprofen", Use.ASKED), ("ramipril", Use.TAKEN), ("warfarin", Use.TAKEN)],
    ]


def test_a_name_that_is_not_known_and_one_that_means_two_are_told() -> None:
    told = [order("unknown"), order("x", "warfarin", disagreement="The code means another.")]
    unknown, disagreeing = checks(Says()).check(RECORD, told, CALLER).orders
    assert statuses(unknown.verdicts) == ["not_checked"]
    assert unknown.verdicts[0].supply
    assert "The code means another." in [one.fired_on for one in disagreeing.verdicts]


def test_without_a_library_the_rules_speak_and_it_is_said() -> None:
    report = checks(Says()).check(RECORD, [order("a", "warfarin")], CALLER)
    assert report.without_library is not None
    assert report.trace.generation == "none"


def test_what_the_site_switched_off_is_not_spoken_of() -> None:
    switches = FakeSwitches()
    switching = Switching(switches, drug_resolver(), FakeTopics())
    switches.switch(SwitchKind.DRUG, "warfarin", off=True, by="A. Examplo", reason="a recall")
    said = checks(Says(), switching).check(
        RECORD, [order("warfarin", "warfarin"), order("ramipril", "ramipril")], CALLER
    )
    assert [statuses(one.verdicts) for one in said.orders] == [["not_checked"], ["warn"]]
    switches.switch(SwitchKind.EVERYTHING, "all", off=True, by="A. Examplo", reason="a recall")
    with pytest.raises(Unavailable, match="switched off"):
        checks(Says(), switching).check(RECORD, [order("a", "warfarin")], CALLER)


def test_every_call_goes_on_record_without_a_word() -> None:
    log = FakeAuditLog()
    audited = AuditedOrderChecks(checks(Says()), log, role=lambda caller: "clinician")
    report = audited.check(RECORD, [order("warfarin", "warfarin")], CALLER)
    ((entry),) = [one.entry for one in log.entries(trace_id=report.trace.trace_id)]
    assert (entry.kind, entry.actor, entry.role) == (AuditKind.ORDERS, "ehr:ehr", "clinician")
    assert [one.rule for one in entry.checks] == ["illustrative/all"]
    assert "warfarin" not in entry.model_dump_json()


CARD = SentCard(
    uuid="3a4f3c6e-0b1d-4a8f-9d52-5f5f6d1f2b10",
    service="citewell-order-sign",
    indicator=Indicator.CRITICAL,
    rule="interaction/examplol",
    trace_id="a" * 32,
    caller="ehr:ehr",
    suggestions=("b4b1c1b4-59f7-4b7a-8a58-0c6a3a9f0e55",),
)
OVERRIDDEN = CardFeedback(
    card=CARD.uuid,
    outcome=CardOutcome.OVERRIDDEN,
    reason=CardCoding(code="x", system="urn:x", display="It will be monitored"),
    comment="Illustrative.",
    at=NOON,
)
ACCEPTED = CardFeedback(
    card=CARD.uuid, outcome=CardOutcome.ACCEPTED, accepted=CARD.suggestions, at=NOON
)


class Filed:
    def __init__(self, card: SentCard = CARD, *, broken: bool = False, texts: bool = True) -> None:
        self.cards = FakeCardLog()
        self.cards.sent([card])
        self.queue = FakeReviewQueue(broken=broken)
        self.log = FakeAuditLog()
        topics = FakeTopics({"interaction": "medicines-safety"})
        recorder = Recorder(self.log)
        self.filing = FiledFeedback(self.cards, self.queue, topics, recorder, texts=texts)

    def file(self, *told: CardFeedback, service: str = CARD.service, by: Caller = CALLER) -> int:
        return self.filing.file(service, told, by).recorded


def test_a_critical_card_that_is_overridden_waits_for_a_person_once() -> None:
    filed = Filed()
    assert filed.file(OVERRIDDEN) == 1
    assert filed.file(OVERRIDDEN) == 0
    (task,) = filed.queue.waiting()
    assert (task.trace_id, task.causes) == (CARD.uuid.replace("-", ""), (Cause.OVERRIDDEN,))
    assert (task.rules, task.topic) == (("interaction/examplol",), "medicines-safety")
    texts = filed.queue.show(task.id).texts
    assert texts is not None
    assert "Illustrative." in texts.question
    entries = [one.entry for one in filed.log.entries(kind=AuditKind.FEEDBACK)]
    assert [(one.action, one.subject) for one in entries] == [("overridden", f"card:{CARD.uuid}")]


def test_words_are_kept_for_the_reviewer_only_where_the_site_wants_them() -> None:
    filed = Filed(texts=False)
    filed.file(OVERRIDDEN)
    (task,) = filed.queue.waiting()
    assert filed.queue.show(task.id).texts is None


def test_what_was_accepted_or_is_no_more_than_a_warning_waits_for_nobody() -> None:
    filed = Filed()
    filed.file(ACCEPTED)
    assert filed.queue.waiting() == ()
    warning = Filed(CARD.model_copy(update={"indicator": Indicator.WARNING}))
    warning.file(OVERRIDDEN)
    assert warning.queue.waiting() == ()


@pytest.mark.parametrize(
    ("told", "service", "by"),
    [
        (OVERRIDDEN, "citewell-order-select", CALLER),
        (OVERRIDDEN, CARD.service, CALLER.model_copy(update={"name": "other"})),
        (OVERRIDDEN, CARD.service, CALLER.model_copy(update={"tenant": "north"})),
        (ACCEPTED.model_copy(update={"accepted": (CARD.uuid,)}), CARD.service, CALLER),
    ],
)
def test_feedback_of_what_was_not_sent_to_this_caller_is_refused_whole(
    told: CardFeedback, service: str, by: Caller
) -> None:
    filed = Filed()
    with pytest.raises(NotFound):
        filed.file(OVERRIDDEN, told, service=service, by=by)
    assert filed.cards.told == []


def test_what_cannot_be_listed_is_refused_and_nothing_of_it_goes_on_record() -> None:
    filed = Filed(broken=True)
    with pytest.raises(Unavailable):
        filed.file(OVERRIDDEN)
    assert filed.log.entries() == ()
