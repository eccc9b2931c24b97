"""`citewell governance forget` and `delete`, and `citewell feedback`."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.compose_governance import audit_log, governance_store
from app.compose_people import feedback, people, review_queue
from app.domain.feedback import Feedback, Verdict
from app.domain.reviewing import Texts
from app.governance.feedback import StoredFeedback
from app.settings import Settings
from app.terms.drug_resolver import drug_resolver
from tests.app.answering.test_taking_feedback import WARD
from tests.app.test_cli import CommandLine, citewell
from tests.audit_logs import entry, trace
from tests.fakes import FakeClock, FakeIdentifierFinder

__all__ = ["citewell"]

LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)
SECRET = "quetzalcoatl"


def filled(home: Path) -> None:
    """Feedback on two answers, one of long ago; and the words of a review."""
    settings = Settings(home=home)
    with closing(governance_store(settings)) as store:
        old = StoredFeedback(store, FakeClock(LONG_AGO))
        old.put(Feedback(trace_id=trace(1), verdict=Verdict.HELPFUL), WARD)
        said = Feedback(trace_id=trace(2), verdict=Verdict.UNSAFE, comment=SECRET, claim=0)
        feedback(settings, store).put(said, WARD)
        texts = Texts(question=f"{SECRET}?", outcome="No.")
        review_queue(settings, store).put(trace(2), texts=texts)


def counts(citewell: CommandLine, *arguments: str) -> dict[str, int]:
    ran = citewell("governance", *arguments, "--json")
    assert ran.code == 0, ran.err
    told: dict[str, int] = json.loads(ran.out)["by_kind"]
    return told


def test_what_is_due_is_counted_then_forgotten_on_record(
    citewell: CommandLine, tmp_path: Path
) -> None:
    filled(tmp_path)
    due = {
        "review-texts": 0,
        "feedback": 1,
        "conversations": 0,
        "cards": 0,
        "kept-replies": 0,
        "override-reasons": 0,
        "adverse-events": 0,
    }
    assert counts(citewell, "forget", "--dry-run") == due
    assert counts(citewell, "forget", "--dry-run", "--before", "2026-03-02")["feedback"] == 0
    assert json.loads(citewell("audit", "list", "--json").out) == []
    assert "feedback               1 due" in citewell("governance", "forget", "--dry-run").out
    assert counts(citewell, "forget", "--before", "2026-03-02", "--by", "A. Examplo") == {
        **due,
        "feedback": 0,
    }
    assert counts(citewell, "forget", "--by", "A. Examplo") == due
    (told,) = json.loads(citewell("audit", "list", "--kind", "retention", "--json").out)
    assert told["entry"] == {
        "kind": "retention",
        "actor": "A.+Examplo",
        "action": "forgotten",
        "subject": "feedback:1",
    }
    assert counts(citewell, "forget")["feedback"] == 0
    assert citewell("governance", "forget", "--before", "9999-01-01").code == 2
    assert citewell("governance", "forget", "--before", "yesterday").code == 2


def test_all_words_of_an_answer_are_deleted(citewell: CommandLine, tmp_path: Path) -> None:
    filled(tmp_path)
    assert SECRET in citewell("feedback", "list").out
    assert SECRET in citewell("reviews", "show", "1").out
    deleted = counts(citewell, "delete", "--trace", trace(2))
    assert deleted == {
        "review-texts": 1,
        "feedback": 1,
        "conversations": 0,
        "cards": 0,
        "kept-replies": 0,
        "override-reasons": 0,
    }
    assert json.loads(citewell("feedback", "list", "--json").out)["feedback"] == 0
    assert SECRET not in citewell("reviews", "show", "1").out
    on_record = json.loads(citewell("audit", "show", trace(2), "--json").out)
    assert {each["entry"]["action"] for each in on_record} == {"deleted"}
    assert citewell("governance", "delete", "--trace", "the last one").code == 2


def test_feedback_is_listed_by_verdict_and_answer(citewell: CommandLine, tmp_path: Path) -> None:
    assert "Nobody said anything" in citewell("feedback", "list").err
    assert list(tmp_path.iterdir()) == []
    filled(tmp_path)
    (told,) = json.loads(citewell("feedback", "list", "--json").out)["by_feedback"]
    assert (told["trace_id"], told["verdict"], told["claim"]) == (trace(2), "unsafe", 0)
    assert (told["by"], told["tenant"], told["comment"]) == ("ward app", "north", SECRET)
    assert json.loads(citewell("feedback", "list", "--verdict", "wrong", "--json").out) == {
        "feedback": 0,
        "by_feedback": [],
    }
    assert f"unsafe       {trace(2)} claim 0" in citewell("feedback", "list").out
    assert citewell("feedback", "list", "--trace", trace(3), "--json").code == 0


@pytest.mark.parametrize("on", [True, False])
def test_a_service_forgets_by_itself_unless_it_is_told_not_to(tmp_path: Path, on: bool) -> None:
    filled(tmp_path)
    settings = Settings(home=tmp_path, retention=on)
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        log.append(entry(2).model_copy(update={"tenant": "north"}))
        found = people(settings, store, drug_resolver(), FakeIdentifierFinder(), log)
        with closing(found):
            assert (found.daily is not None) is on
            if found.daily is not None:
                assert found.daily.once()
                assert not found.daily.once()
            said = Feedback(trace_id=trace(2), verdict=Verdict.WRONG)
            assert found.taking.give(said, WARD).listed
        left = feedback(settings, store).due(datetime.now(UTC))
        assert left == (0 if on else 1)
        (task,) = found.reviews.waiting()
        assert [each.value for each in task.causes] == ["blocked", "feedback"]
        assert log.verify().faults == ()
