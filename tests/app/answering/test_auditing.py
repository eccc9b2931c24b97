"""What of an answer goes on record, and that it can be answered again."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from app.answering.auditing import audited
from app.answering.canonical import marks, named, record_form
from app.answering.recording import AuditedAnswering, AuditedSummaries
from app.answering.replaying import InForce, caller_of, replay
from app.domain.answer import DoneEvent, Insufficient, Outcome, Trace
from app.domain.audit import AuditEntry, AuditKind
from app.domain.corpus import Audience
from app.domain.errors import IndexUnavailable, NotFound, Unavailable
from app.domain.leaving import Left, stays
from app.domain.question import Caller, Question, Speaker, Turn
from app.domain.ranking import Access, Filters
from app.domain.record import PatientRecord, ResultEntry
from app.domain.reviewing import GENERAL
from app.domain.safety import CheckStatus, CheckVerdict, Finding, Screening
from app.domain.summary import PatientSummary, SummaryFinding
from tests.app.answering.test_answerer import (
    CLINICAL,
    LEAFLET,
    OPERATOR,
    Says,
    Screens,
    Watched,
    answerer,
)
from tests.fakes import FakeAuditLog, FakeGenerator
from tests.people import FakeTopics

CANARY = "quetzalcoatl"
ASKED = Question.asked(
    f"What dose of examplol for itch, asks {CANARY}?",
    conversation=(Turn(speaker=Speaker.USER, text=f"{CANARY} itches"),),
    record=PatientRecord(
        patient=f"Patient/{CANARY}",
        as_of=date(2026, 3, 1),
        entries=(
            ResultEntry(
                resource=f"Observation/{CANARY}",
                at="Bundle.entry[1].resource",
                name=f"Level of {CANARY}",
                known_as=frozenset("abcdefgh"),
            ),
        ),
    ),
)


@pytest.fixture
def generations() -> Watched:
    made = Watched()
    with made.begin() as building:
        building.add([CLINICAL, LEAFLET])
        building.publish()
    return made


def entry_of(generations: Watched, question: Question = ASKED) -> tuple[AuditEntry, FakeAuditLog]:
    log = FakeAuditLog()
    AuditedAnswering(answerer(generations), log).answer(question, OPERATOR)
    return log.kept[-1].entry, log


def in_force(generations: Watched, entry: AuditEntry) -> InForce:
    kept = frozenset(each.generation for each in generations.kept())
    return InForce(kept, entry.generator or "", entry.rules or "", entry.settings or "")


def test_an_answer_is_on_record_without_a_word_of_it(generations: Watched) -> None:
    log = FakeAuditLog()
    outcome = AuditedAnswering(answerer(generations), log, role=lambda _: "clinician").answer(
        ASKED, OPERATOR
    )
    (sealed,) = log.kept
    entry, told = sealed.entry, sealed.model_dump_json()
    assert (entry.kind, entry.actor, entry.role) == (AuditKind.ANSWER, "operator", "clinician")
    assert entry.trace_id == outcome.trace.trace_id
    assert set(entry.documents) == {CLINICAL.document.id, LEAFLET.document.id}
    assert len(entry.claims) == len(outcome.claims)  # type: ignore[union-attr]
    assert entry.as_of == date(2026, 3, 1)
    assert {"screen", "retrieve", "check"} <= {stage.name for stage in entry.stages}
    for word in (CANARY, "examplol", "itch", "rash", "dose"):
        assert word not in told.casefold()


def test_topics_are_those_of_the_question_and_of_what_it_is_referred_for(
    generations: Watched,
) -> None:
    topics = FakeTopics({"itch": "skin", "emergency": "emergencies", "rule-1": "rules"})

    def of(question: Question, **parts: Any) -> tuple[str, ...]:
        log = FakeAuditLog()
        answering = answerer(generations, **parts)
        AuditedAnswering(answering, log, topics=topics).answer(question, OPERATOR)
        return log.kept[-1].entry.topics

    asked = ASKED.model_copy(update={"record": None, "conversation": ()})
    assert of(asked) == ("skin",)
    assert of(asked, claim_checks=(Says(CheckStatus.BLOCK),)) == ("skin",)
    finding = Finding(name="emergency/stroke", message="Go.", next_step="Ring.")
    assert of(asked, screens=(Screens(Screening(findings=(finding,))),)) == ("skin", "emergencies")
    assert of(asked.model_copy(update={"text": "What is examplol?"})) == (GENERAL,)
    assert entry_of(generations, asked)[0].topics == ()


def test_the_same_record_has_the_same_form_whatever_the_order_of_its_sets() -> None:
    assert ASKED.record is not None
    other = ASKED.record.model_copy(
        update={
            "entries": tuple(
                each.model_copy(update={"known_as": frozenset("hgfedcba")})
                for each in ASKED.record.entries
            )
        }
    )
    assert record_form(ASKED.record) == record_form(other)
    assert b'["a","b","c","d","e","f","g","h"]' in record_form(other)


def test_the_same_question_is_recognised_and_another_is_not(generations: Watched) -> None:
    first, log = entry_of(generations)
    AuditedAnswering(answerer(generations), log).answer(ASKED, OPERATOR)
    second = log.kept[-1].entry
    assert first.question == second.question
    assert first.answer == second.answer
    assert first.trace_id != second.trace_id
    narrowed = ASKED.model_copy(update={"filters": Filters(sources=frozenset({"fake"}))})
    assert audited_of(narrowed, generations, log).asked_with is not None
    assert first.asked_with is None


def audited_of(question: Question, generations: Watched, log: FakeAuditLog) -> AuditEntry:
    return audited(answerer(generations).answer(question, OPERATOR), question, OPERATOR, log)


def test_nothing_is_shown_that_could_not_be_put_on_record(generations: Watched) -> None:
    log = FakeAuditLog()
    log.broken = Unavailable("no space")
    answering = AuditedAnswering(answerer(generations), log)
    with pytest.raises(Unavailable, match="no space"):
        answering.answer(ASKED, OPERATOR)
    events = answering.stream(ASKED, OPERATOR)
    with pytest.raises(Unavailable, match="no space"):
        next(iter(events))
    lenient = AuditedAnswering(answerer(generations), log, required=False)
    assert lenient.answer(ASKED, OPERATOR).kind == "answer"
    assert log.kept == []


def test_a_streamed_answer_has_an_entry_before_and_one_after(generations: Watched) -> None:
    log = FakeAuditLog()
    *_, done = AuditedAnswering(answerer(generations), log).stream(ASKED, OPERATOR)
    assert isinstance(done, DoneEvent)
    assert [one.entry.kind for one in log.kept] == [AuditKind.ASKED, AuditKind.ANSWER]
    assert log.kept[1].entry.trace_id == done.outcome.trace.trace_id
    assert log.kept[0].entry.question == log.kept[1].entry.question


def test_who_hangs_up_and_what_fails_is_on_record(generations: Watched) -> None:
    log = FakeAuditLog()
    events = AuditedAnswering(answerer(generations), log).stream(ASKED, OPERATOR)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert (log.kept[-1].entry.kind, log.kept[-1].entry.action) == (AuditKind.FAILURE, "Left")
    assert generations.open == 0
    with pytest.raises(IndexUnavailable):
        AuditedAnswering(answerer(Watched()), log).answer(ASKED, OPERATOR)
    assert log.kept[-1].entry.action == "IndexUnavailable"
    with pytest.raises(IndexUnavailable):
        list(AuditedAnswering(answerer(Watched()), log).stream(ASKED, OPERATOR))
    assert log.kept[-1].entry.action == "IndexUnavailable"


def test_a_replayed_answer_is_the_same(generations: Watched) -> None:
    entry, log = entry_of(generations)
    found = replay(entry, ASKED, in_force(generations, entry), log, answerer(generations).answer)
    assert (found.ran, found.same, found.other, found.gone) == (True, True, (), ())


def test_another_question_is_told_and_not_answered(generations: Watched) -> None:
    entry, log = entry_of(generations)
    now = in_force(generations, entry)
    assert ASKED.record is not None
    changes: dict[str, dict[str, Any]] = {
        "question": {"text": ASKED.text + "?"},
        "conversation": {"conversation": ()},
        "filters or country": {"country": "GB"},
        "patient's record": {"record": ASKED.record.model_copy(update={"sex": "female"})},
    }
    for told, change in changes.items():
        given = ASKED.model_copy(update=change)
        found = replay(entry, given, now, log, _never)
        assert [line.partition(":")[0] for line in found.other] == [told]
        assert (found.ran, found.same) == (False, None)


def _never(question: Question, caller: Caller, left: Left = stays) -> Outcome:
    raise AssertionError("it must not be answered")


def _given(outcome: Outcome, _question: Question, _caller: Caller) -> Outcome:
    return outcome


def test_what_is_no_longer_there_is_told(generations: Watched) -> None:
    entry, log = entry_of(generations)
    now = in_force(generations, entry)
    gone = replay(entry, ASKED, now._replace(kept=frozenset()), log, _never)
    assert gone.gone == (f"generation: {entry.generation} is no longer kept",)
    assert (gone.ran, gone.same) == (False, None)
    changed = now._replace(rules="r2", settings="s2", generator="m2")
    found = replay(entry, ASKED, changed, log, answerer(generations).answer)
    assert [line.partition(":")[0] for line in found.gone] == ["model", "rules", "settings"]
    assert found.same


def test_where_an_answer_differs_is_told(generations: Watched) -> None:
    entry, log = entry_of(generations)
    now = in_force(generations, entry)
    outcome = answerer(generations).answer(ASKED, OPERATOR)
    assert outcome.kind == "answer"
    first, *rest = outcome.claims
    warned = CheckVerdict(name="renal dose", status=CheckStatus.WARN, rule="renal/examplol")
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"claims": (first.model_copy(update={"text": "Otherwise."}), *rest)}, "claim 1 has"),
        ({"claims": (first, *rest, first)}, "now there are"),
        ({"checks": (*outcome.checks, warned)}, "verdicts of checks"),
    )
    for change, told in changes:
        other = outcome.model_copy(update=change)
        found = replay(entry, ASKED, now, log, partial(_given, other))
        assert found.same is False
        assert told in (found.differs or "")
    kept = entry.model_copy(update={"checks": marks((*outcome.checks, warned))})
    passed = warned.model_copy(update={"status": CheckStatus.PASS, "rule": None})
    other = outcome.model_copy(update={"checks": (*outcome.checks, passed)})
    found = replay(kept, ASKED, now, log, partial(_given, other))
    assert found.differs == (
        "check renal+dose said warn (renal/examplol), now renal+dose says pass (None)"
    )
    silent = answerer(generations, quotations=FakeGenerator([Insufficient(why="none")])).answer
    found = replay(entry, ASKED, now, log, silent)
    assert found.differs == "it was answer, now it is abstention"


def test_what_is_no_answer_cannot_be_replayed(generations: Watched) -> None:
    _, log = entry_of(generations)
    key = AuditEntry(kind=AuditKind.KEY, actor="admin", trace_id="0" * 32)
    with pytest.raises(NotFound):
        replay(key, ASKED, InForce(frozenset(), "", "", ""), log, _never)


def test_a_replay_sees_what_the_caller_saw(generations: Watched) -> None:
    caller = Caller(
        name="ward 7",
        access=Access(audiences=frozenset({Audience.PATIENT}), tags=frozenset({"b", "a"})),
    )
    outcome = answerer(generations).answer(ASKED, caller)
    entry = audited(outcome, ASKED, caller, FakeAuditLog())
    assert (entry.actor, caller_of(entry).access) == ("ward+7", caller.access)


def test_what_is_no_name_is_hashed() -> None:
    assert named("maximum dose") == "maximum+dose"
    assert named("a/b@c") == "a/b@c"
    assert named("Wie geht\u2019s?").startswith("sha256:")
    assert named("").startswith("sha256:")


class Summarises:
    """One check that warns, in words that must not be kept."""

    def summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        warned = CheckVerdict(
            name="renal dose", status=CheckStatus.WARN, rule="renal/examplol", why=CANARY
        )
        return PatientSummary(
            patient=record.patient,
            as_of=record.as_of,
            sections=(),
            findings=(SummaryFinding(check=warned),),
            trace=Trace(
                trace_id="0" * 32,
                generation="none",
                embedder="none",
                generator="none",
                rules="rules-1",
                settings="settings-1",
            ),
        )


def test_a_summary_is_on_record_without_a_word_of_it() -> None:
    assert ASKED.record is not None
    log = FakeAuditLog()
    summaries = AuditedSummaries(Summarises(), log, role=lambda _: "clinician")
    made = summaries.summary(ASKED.record, OPERATOR)
    (sealed,) = log.kept
    assert (sealed.entry.kind, sealed.entry.role) == (AuditKind.SUMMARY, "clinician")
    assert sealed.entry.trace_id == made.trace.trace_id
    assert [(each.name, each.rule) for each in sealed.entry.checks] == [
        ("renal+dose", "renal/examplol")
    ]
    assert CANARY not in sealed.model_dump_json()
    asked = AuditedAnswering(answerer(Watched()), log)
    with pytest.raises(IndexUnavailable):
        asked.answer(ASKED, OPERATOR)
    assert log.kept[-1].entry.record == sealed.entry.record
    assert log.kept[-1].entry.patient == sealed.entry.patient
    log.broken = Unavailable("no space")
    with pytest.raises(Unavailable, match="no space"):
        summaries.summary(ASKED.record, OPERATOR)
