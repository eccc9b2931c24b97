"""Examples for the endpoints of people: built from the real types. Nobody in them is anybody."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.adverse_event import ADVICE, Receipt
from app.domain.feedback import REPORT_HARM, FeedbackReceipt, Verdict
from app.domain.reviewing import Cause, ReviewFile, ReviewTask, State
from app.http.examples import response
from app.http.people_wire import ReviewList

_NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TRACE: Final = "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90"
_TASK: Final = ReviewTask(
    id=12,
    trace_id=_TRACE,
    causes=(Cause.BLOCKED,),
    rules=("interaction/warfarin-nsaid",),
    topic="medicines-safety",
    owner="A. Examplo, lead pharmacist",
    at=_NOON,
    state=State.CLAIMED,
    by="ward-reviewer",
    until=_NOON + timedelta(minutes=30),
)
TASKS: Final = response("The tasks", tasks=ReviewList(tasks=(_TASK,)))
FILE: Final = response("The task", task=ReviewFile(task=_TASK))
DECIDED: Final = response(
    "The task as decided",
    task=_TASK.model_copy(
        update={"state": State.APPROVED, "until": None, "decided_at": _NOON + timedelta(minutes=9)}
    ),
)
RECEIPT: Final = response(
    "The receipt", receipt=Receipt(id=_TRACE, at=_NOON, listed=True, advice=ADVICE)
)
FEEDBACK: Final = response(
    "The receipt",
    receipt=FeedbackReceipt(
        trace_id=_TRACE, verdict=Verdict.UNSAFE, at=_NOON, listed=True, advice=REPORT_HARM
    ),
)
