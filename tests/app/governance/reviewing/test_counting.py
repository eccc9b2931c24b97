"""What was decided, counted by the database."""

from app.domain.reviewing import Cause, State
from app.governance.reviewing.counting import Decision, decisions
from app.governance.reviewing.queue import StoredReviews
from app.governance.store import Store
from tests.fakes import FakeClock
from tests.people import NOON


def test_decisions_are_counted_by_state_and_by_whether_they_were_drawn(store: Store) -> None:
    assert decisions(store) == {}
    queue = StoredReviews(store, FakeClock(NOON))
    causes = [
        (Cause.SAMPLE,),
        (Cause.LOW_CONFIDENCE, Cause.SAMPLE),
        (Cause.BLOCKED,),
        (Cause.ADVERSE_EVENT,),
    ]
    for number, each in enumerate(causes):
        task = queue.put(f"{number:032x}", causes=each).id
        queue.claim(task, "A. Examplo")
        queue.approve(task, "A. Examplo")
    queue.put("9" * 32, causes=(Cause.SAMPLE,))
    assert decisions(store) == {
        Decision(State.APPROVED, drawn=True): 2,
        Decision(State.APPROVED, drawn=False): 1,
    }
