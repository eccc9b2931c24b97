"""Two people never hold the same task, whatever they do at once."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import Conflict
from app.domain.reviewing import State
from app.governance.reviewing.queue import LEASE, StoredReviews
from tests.fakes import FakeClock
from tests.governance_sites import Site, site_on

ROOT = Path(__file__).parents[4]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = ("A. Examplo", "B. Muster", "C. Sample")
Act = tuple[Literal["claim", "release", "approve", "wait"], int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "release", "approve", "wait"]),
        st.integers(0, 2),
        st.integers(1, 3),
    ),
    max_size=25,
)


def test_of_many_that_claim_at_once_one_holds_the_task(site: Site) -> None:
    queues = [StoredReviews(site.store(), FakeClock(NOON)) for _ in range(4)]
    task = queues[0].put("t1").id
    start = Barrier(16)

    def claim(number: int) -> str | None:
        start.wait()
        try:
            return queues[number % 4].claim(task, f"person {number}").task.by
        except Conflict:
            return None

    with ThreadPoolExecutor(16) as pool:
        held = [by for by in pool.map(claim, range(16)) if by is not None]
    assert len(held) == 1
    assert queues[1].show(task).task.by == held[0]


def test_processes_and_threads_that_claim_at_once_hold_nothing_twice(site: Site) -> None:
    queue = StoredReviews(site.store(), FakeClock(datetime.now(UTC)))
    for number in range(6):
        queue.put(f"t{number}")
    named = (str(site.home), site.url or "")
    module = "tests.app.governance.reviewing.claimer"
    running = [
        subprocess.Popen(
            [sys.executable, "-m", module, *named, f"p{number}", "4", "40"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    told = [process.communicate(timeout=240)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    holder: dict[str, str] = {}
    decided: dict[str, str] = {}
    lines = sorted(line.split(" ", 1) for each in told for line in each.splitlines())
    assert lines
    for _, line in lines:
        mark, task, person = line.split()
        if mark == "+":
            assert task not in holder, f"{person} and {holder.get(task)} hold {task}"
            holder[task] = person
        elif mark == "-":
            assert holder.pop(task) == person
        else:
            assert task not in decided
            assert holder[task] == person
            decided[task] = person
    states = {each.id: each for each in queue.list()}
    assert {str(each) for each, task in states.items() if task.state is State.APPROVED} == {
        *decided
    }
    assert all(states[int(task)].by == person for task, person in decided.items())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_whatever_is_done_in_whatever_order_only_the_holder_decides(
    acts: Sequence[Act],
) -> None:
    """Against a model that remembers who claimed last, and until when."""

    with tempfile.TemporaryDirectory() as home, site_on("sqlite", Path(home)) as site:
        store = site.store()
        now = NOON
        queue = StoredReviews(store, FakeClock(now))
        for number in range(3):
            queue.put(f"t{number}")
        held: dict[int, tuple[str, datetime]] = {}
        decided: set[int] = set()
        for act, who, task in acts:
            person = PEOPLE[who]
            queue = StoredReviews(store, FakeClock(now))
            by, until = held.get(task, ("", now))
            mine = by == person and until > now
            if act == "wait":
                now += timedelta(minutes=11)
            elif act == "claim":
                allowed = task not in decided and (mine or until <= now)
                assert _done(lambda t=task, p=person, q=queue: q.claim(t, p)) == allowed
                if allowed:
                    held[task] = (person, now + LEASE)
            else:
                change = queue.release if act == "release" else queue.approve
                allowed = mine and task not in decided
                assert _done(lambda t=task, p=person, c=change: c(t, p)) == allowed
                if allowed:
                    held.pop(task)
                    if act == "approve":
                        decided.add(task)


def _done(attempt: object) -> bool:
    assert callable(attempt)
    try:
        attempt()
    except Conflict:
        return False
    return True
