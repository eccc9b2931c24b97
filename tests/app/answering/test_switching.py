"""What is switched off is not answered, not used and not drafted with."""

from datetime import date

import pytest

from app.answering.checking import Checking
from app.answering.drafting import SWITCHED_OFF
from app.answering.reviewing import Reviewing
from app.answering.switching import SwitchedSummaries, Switching
from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Answer, DraftedBy, EvidenceEvent, Outcome, Referral
from app.domain.corpus import Audience
from app.domain.errors import Unavailable
from app.domain.governance import Override
from app.domain.patient import Situation
from app.domain.question import Question, Speaker, Turn
from app.domain.record import PatientRecord
from app.domain.safety import Finding, Screening
from app.domain.switching import ALL, SwitchKind
from app.safety.checks.switched_off import SwitchedOffDrugs
from app.terms.drug_resolver import drug_resolver
from tests.app.answering.test_answerer import (
    CLINICAL,
    LEAFLET,
    OPERATOR,
    QUESTION,
    Screens,
    Watched,
    answerer,
    generations,
)
from tests.fakes import FakeGenerations, FakeGenerator, split_document
from tests.people import FakeReviewQueue, FakeSampling, FakeSwitches, FakeTopics

__all__ = ["generations"]

DRUGS = drug_resolver()
TOPICS = FakeTopics({"itch": "skin"})


def off(kind: SwitchKind, subject: str = ALL) -> FakeSwitches:
    switches = FakeSwitches()
    switches.switch(
        kind, subject, off=True, by="A. Examplo", reason="a secret reason", ask="Desk 9"
    )
    return switches


def switching(switches: FakeSwitches) -> Switching:
    return Switching(switches, DRUGS, TOPICS)


def asked(
    generations: FakeGenerations, switches: FakeSwitches, question: Question = QUESTION
) -> Outcome:
    return answerer(
        generations, claim_checks=(SwitchedOffDrugs(DRUGS),), switching=switching(switches)
    ).answer(question, OPERATOR)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (SwitchKind.EVERYTHING, ALL),
        (SwitchKind.TOPIC, "skin"),
        (SwitchKind.DRUG, "examplol"),
    ],
)
def test_a_question_about_it_is_abstained_from_with_whom_to_ask(
    generations: Watched, kind: SwitchKind, subject: str
) -> None:
    outcome = asked(generations, off(kind, subject))
    assert isinstance(outcome, Abstention)
    assert outcome.reason is AbstentionReason.SWITCHED_OFF
    assert "Ask Desk 9." in outcome.explanation
    assert "secret" not in outcome.explanation
    for_patient = Question.asked(QUESTION.text, Audience.PATIENT)
    told = asked(generations, off(kind, subject), for_patient)
    assert isinstance(told, Abstention)
    assert "doctor or pharmacist" in told.explanation
    assert "Desk" not in told.explanation


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (SwitchKind.TOPIC, "heart"),
        (SwitchKind.DRUG, "warfarin"),
        (SwitchKind.SOURCE, "other"),
        (SwitchKind.MODEL, ALL),
    ],
)
def test_anything_else_goes_on(generations: Watched, kind: SwitchKind, subject: str) -> None:
    assert isinstance(asked(generations, off(kind, subject)), Answer)


def test_what_is_on_again_is_answered(generations: Watched) -> None:
    switches = off(SwitchKind.EVERYTHING)
    assert isinstance(asked(generations, switches), Abstention)
    switches.switch(SwitchKind.EVERYTHING, ALL, off=False, by="A. Examplo", reason="all clear")
    assert isinstance(asked(generations, switches), Answer)


def test_an_emergency_is_referred_whatever_is_off(generations: Watched) -> None:
    finding = Finding(name="emergency/x", message="illustrative", next_step="call for help")
    checking = Checking(screens=(Screens(Screening(findings=(finding,))),))
    for switches in (off(SwitchKind.EVERYTHING), FakeSwitches(broken=True)):
        parts = answerer(generations, checking=checking, switching=switching(switches))
        assert isinstance(parts.answer(QUESTION, OPERATOR), Referral)


def test_what_is_not_known_is_not_answered(generations: Watched) -> None:
    with pytest.raises(Unavailable):
        asked(generations, FakeSwitches(broken=True))


@pytest.mark.parametrize(
    "text",
    ["May I take Coumadin?", "warfarin dose", "WARFARIN SODIUM with food?"],
)
def test_a_drug_is_known_by_all_its_names(generations: Watched, text: str) -> None:
    outcome = asked(generations, off(SwitchKind.DRUG, "warfarin"), Question.asked(text))
    assert isinstance(outcome, Abstention)
    assert outcome.reason is AbstentionReason.SWITCHED_OFF


def test_a_drug_of_an_earlier_turn_counts(generations: Watched) -> None:
    turn = Turn(speaker=Speaker.USER, text="She takes warfarin.")
    question = Question.asked("And what dose for itch?", conversation=(turn,))
    outcome = asked(generations, off(SwitchKind.DRUG, "warfarin"), question)
    assert isinstance(outcome, Abstention)


def test_an_ingredient_is_off_in_a_combination_and_a_combination_by_itself() -> None:
    mention = DRUGS.resolve("co-codamol")
    assert mention is not None
    assert mention.identity is not None
    both, one = mention.identity, sorted(mention.identity.ingredients)[0]
    alone = DRUGS.resolve(one)
    assert alone is not None
    assert off(SwitchKind.DRUG, one).off().drug([both]) is not None
    assert off(SwitchKind.DRUG, both.name).off().drug([both]) is not None
    assert off(SwitchKind.DRUG, both.name).off().drug(alone.candidates) is None


def test_a_claim_that_names_it_is_held_back_and_nobody_overrides_that() -> None:
    found = FakeGenerations()
    with found.begin() as building:
        building.add([split_document("Clots", ["Give warfarin for clots. This is illustrative."])])
        building.publish()
    override = Override(rule="switched off", clinician="Dr B. Muster", reason="I want to know")
    question = Question.asked("What to give for clots?", overrides=(override,))
    outcome = asked(found, off(SwitchKind.DRUG, "warfarin"), question)
    assert isinstance(outcome, Abstention)
    assert "warfarin" in outcome.withheld[0].reason
    assert outcome.withheld[0].rule == "switched off"
    assert isinstance(asked(found, FakeSwitches(), question), Answer)


@pytest.mark.parametrize("by", ["document", "source"])
def test_a_source_that_is_off_is_no_evidence(generations: Watched, by: str) -> None:
    card = CLINICAL.document.card
    switches = (
        off(SwitchKind.DOCUMENT, card.id)
        if by == "document"
        else off(SwitchKind.SOURCE, card.provenance.source)
    )
    parts = answerer(generations, switching=switching(switches))
    for event in parts.stream(QUESTION, OPERATOR):
        if isinstance(event, EvidenceEvent):
            assert {each.document.id for each in event.evidence} == {LEAFLET.document.id}
    outcome = parts.answer(QUESTION, OPERATOR)
    shown = outcome.evidence if isinstance(outcome, Answer) else ()
    assert card.id not in {each.document.id for each in shown}


def test_a_model_that_is_off_leaves_quotations(generations: Watched) -> None:
    model = FakeGenerator()
    on = answerer(generations, model=model).answer(QUESTION, OPERATOR)
    assert isinstance(on, Answer)
    assert on.drafted_by is DraftedBy.MODEL
    for subject in (ALL, model.fingerprint.upper()):
        switches = off(SwitchKind.MODEL, subject)
        parts = answerer(generations, model=model, switching=switching(switches))
        outcome = parts.answer(QUESTION, OPERATOR)
        assert isinstance(outcome, Answer)
        assert outcome.drafted_by is DraftedBy.QUOTATIONS
        assert SWITCHED_OFF in outcome.notes


def test_what_is_switched_off_fills_no_queue_of_reviews(generations: Watched) -> None:
    queue = FakeReviewQueue()
    parts = answerer(
        generations,
        switching=switching(off(SwitchKind.EVERYTHING)),
        reviewing=Reviewing(queue, TOPICS, FakeSampling(())),
    )
    parts.answer(QUESTION, OPERATOR)
    assert queue.waiting() == ()


def test_summaries_are_off_with_everything_alone() -> None:
    class Summaries:
        def summary(self, record: object, caller: object) -> object:
            return record

    record = PatientRecord(patient="Patient/1", as_of=date(2026, 3, 1), situation=Situation())
    for switches, stopped in ((off(SwitchKind.EVERYTHING), True), (off(SwitchKind.MODEL), False)):
        summaries = SwitchedSummaries(Summaries(), switches)  # type: ignore[arg-type]
        if stopped:
            with pytest.raises(Unavailable, match="Desk 9"):
                summaries.summary(record, OPERATOR)
        else:
            assert summaries.summary(record, OPERATOR) is record  # type: ignore[comparison-overlap]
