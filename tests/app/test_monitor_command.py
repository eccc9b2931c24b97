"""`citewell monitor` on a store that real answers and reviews filled."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.answering.recorder import Recorder
from app.answering.recording import AuditedAnswering
from app.answering.recording_people import AuditedReviews
from app.answering.reviewing import Reviewing
from app.compose_observing import review_readings
from app.domain.confidence import Chance
from app.domain.corpus import Audience
from app.domain.errors import IndexUnavailable
from app.domain.question import Question
from app.domain.reviewing import DECIDED, Cause, Correction, State
from app.governance.audit.heads import NAME as HEADS
from app.governance.audit.heads import Heads
from app.governance.audit.log import AUDIT_KEY, StoredAuditLog
from app.governance.keys import KeyFile
from app.governance.reviewing.counting import Decision, decisions
from app.governance.reviewing.owners import StoredOwners
from app.governance.reviewing.queue import StoredReviews
from app.governance.reviewing.sampling import KeyedSample
from app.governance.store import Store
from tests.app.answering.test_answerer import (
    CLINICAL,
    OPERATOR,
    Calibrates,
    Watched,
    answerer,
)
from tests.app.test_cli import CommandLine, citewell
from tests.people import FakeTopics

__all__ = ["citewell"]

CANARY = "Quixotrin"
ASKED = Question(text=f"What dose of examplol for the itch of {CANARY}?")
OF_A_PATIENT = Question(text=f"What is itch, {CANARY}?", audience=Audience.PATIENT)
BY = "A. Examplo, pharmacist"
TOPICS = FakeTopics({"itch": "skin", "wound": "wounds"})
WEEKS, EACH = 14, 6


class Moving:
    """A clock that begins on the Monday of `WEEKS` weeks ago."""

    def __init__(self) -> None:
        today = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0)
        self.at = today - timedelta(weeks=WEEKS, days=today.weekday())

    def now(self) -> datetime:
        return self.at


class Broken(Watched):
    def lease(self) -> object:  # type: ignore[override]
        raise IndexUnavailable("gone")


def fill(home: Path) -> None:
    """`EACH` questions a week, of which a patient's finds nothing, and one that fails; all are
    reviewed, and all but one approved, of the last two weeks none."""
    clock, generations = Moving(), Watched()
    with generations.begin() as building:
        building.add([CLINICAL])
        building.publish()
    keys = KeyFile(home / AUDIT_KEY, makes=True)
    with closing(Store(home)) as store:
        log = StoredAuditLog(store, clock, keys, Heads(home / HEADS))
        queue = StoredReviews(store, clock)
        people = AuditedReviews(queue, Recorder(log))
        reviewing = Reviewing(queue, TOPICS, KeyedSample(1.0, store.keys))

        sure = Calibrates(Chance(enough=True), Chance(probability=0.9, enough=True))
        answering, broken = (
            AuditedAnswering(
                answerer(on, reviewing=reviewing, calibrator=sure),
                log,
                role=lambda caller: caller.role.value,
                topics=TOPICS,
            )
            for on in (generations, Broken())
        )
        for week in range(WEEKS):
            with pytest.raises(IndexUnavailable):
                broken.answer(ASKED, OPERATOR)
            for number in range(EACH):
                clock.at += timedelta(hours=1)
                answering.answer(OF_A_PATIENT if number == EACH - 1 else ASKED, OPERATOR)
                (task,) = people.waiting()
                clock.at += timedelta(hours=2)
                people.claim(task.id, BY)
                if week < WEEKS - 2 and number:
                    people.approve(task.id, BY)
                elif number:
                    people.reject(task.id, BY, f"not for {CANARY}")
                else:
                    right = Correction(prompt=f"of {CANARY}", expected="abstain")
                    people.correct(task.id, BY, right)
            clock.at += timedelta(weeks=1, hours=-3 * EACH)
        clock.at = datetime.now(UTC) - timedelta(days=3)
        queue.put("f" * 32, causes=(Cause.BLOCKED,), topic="skin")
        StoredOwners(store, clock, ("skin",)).set("skin", "B. Muster")
        log.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled")
    fill(home)
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A copy, where `citewell` looks for it."""
    return Path(shutil.copytree(filled, tmp_path, dirs_exist_ok=True))


def test_without_records_there_is_nothing_to_tell_and_nothing_is_made(
    citewell: CommandLine, tmp_path: Path
) -> None:
    ran = citewell("monitor", "--fail-on-signal")
    assert ran.code == 0
    assert "Nothing is on record" in ran.out
    assert json.loads(citewell("monitor", "--json").out)["periods"] == []
    assert list(tmp_path.iterdir()) == []


def test_answers_that_got_worse_are_told_and_end_with_3_without_a_word_of_them(
    citewell: CommandLine, home: Path
) -> None:
    page = home / "monitoring.html"
    ran = citewell("monitor", "--html", str(page), "--fail-on-signal")
    assert ran.code == 3
    assert f"0 of {EACH} answers drawn at random were approved" in ran.out
    assert "citewell reviews list --state rejected" in ran.out
    assert "B. Muster" in ran.out
    assert "1 waiting, the oldest for 3.0 days" in ran.out
    assert page.stat().st_mode & 0o077 == 0
    told = citewell("monitor", "--json")
    assert told.code == 0
    for text in (ran.out, told.out, page.read_text()):
        assert CANARY not in text
        assert "examplol" not in text


def test_the_figures_are_those_of_the_answers_and_reviews(
    citewell: CommandLine, home: Path
) -> None:
    told = json.loads(citewell("monitor", "--json").out)
    whole, *parts = told["sample"]["estimates"]
    right = (EACH - 1) * (WEEKS - 2)
    assert (whole["approved"], whole["decided"]) == (right, EACH * WEEKS)
    by = {(each["of"], each["name"]): each["decided"] for each in parts}
    assert by["outcome", "answer"] == (EACH - 1) * WEEKS
    assert by["outcome", "abstention"] == WEEKS
    assert by["audience", "patient"] == WEEKS
    assert by["topic", "skin"] == EACH * WEEKS
    assert told["listed"]["undecided"] == 1
    rates = {chart["name"]: chart for chart in told["rates"]}
    assert rates["abstention"]["centre"] == pytest.approx(1 / EACH)
    assert rates["failure"]["centre"] == pytest.approx(1 / (EACH + 1))
    assert told["topics"]["before"] == [["skin", 1.0]]
    assert dict(told["reasons"]["before"]).keys() == {"answer", "abstention/no_evidence"}
    assert told["calibration"]["stated"] == pytest.approx(0.9)
    assert told["queue"]["to_decide_p50"] == pytest.approx(2 / 24)
    everybody = told["groups"][0]
    assert sum(each["questions"] for each in everybody["by_period"]) == (EACH + 1) * WEEKS
    assert {(each["of"], each["side"]) for each in told["signals"]} >= {("sample", "low")}


def test_figures_by_month_are_the_same_answers(citewell: CommandLine, home: Path) -> None:
    told = json.loads(citewell("monitor", "--by", "month", "--json").out)
    assert 4 <= len(told["periods"]) <= 5
    assert told["sample"]["estimates"][0]["decided"] == EACH * WEEKS
    assert "not enough for a baseline" in told["sample"]["chart"]["lacks"]


def test_prometheus_sees_what_waits_and_what_was_decided(home: Path) -> None:
    with closing(Store(home)) as store:
        found = decisions(store)
        readings = list(review_readings(store))
    assert found[Decision(State.APPROVED, drawn=True)] == (EACH - 1) * (WEEKS - 2)
    assert found.keys() == {Decision(each, drawn=True) for each in DECIDED}
    told = {(each.name, *each.labels.values()): each.value for each in readings}
    assert told["reviews_waiting",] == 1
    assert told["reviews_oldest_seconds",] == pytest.approx(3 * 86_400, abs=3600)
    assert told["reviews_decided", "approved", "yes"] == (EACH - 1) * (WEEKS - 2)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--since", "1.3.2026"), "--since is a day such as"),
        (("--since", "2999-01-01"), "future"),
        (("--since", "2026-03-01", "--baseline-until", "2026-03-01"), "after --since"),
        (("--baseline-until", "2999-01-01"), "not in the future"),
        (("--html", "/nowhere/at/all.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_looked_at_is_one_line_and_exit_2(
    citewell: CommandLine, options: tuple[str, ...], says: str
) -> None:
    ran = citewell("monitor", *options)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1
