"""Review tasks as rows of the database, read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from app.domain.confidence import Measured
from app.domain.reviewing import (
    Cause,
    Correction,
    Reviewed,
    ReviewFile,
    ReviewTask,
    State,
    Texts,
)
from app.governance.tables import REVIEWS

BETWEEN: Final = " "
"""Between ids of rules and between causes, which hold no blank."""
_LONG: Final = ("texts", "note", "correction", "measured")
LINES: Final = tuple(column for column in REVIEWS.c if column.name not in _LONG)
"""What lists show: nothing is unsealed for them, and no numbers are read."""
_EXPECTED: Final = {"answer": "answer", "abstention": "abstain", "referral": "refer"}


def read_task(row: Row[Any], owners: Mapping[str, str], now: datetime) -> ReviewTask:
    """As it stands at `now`: a lease that has ended holds nothing."""
    state, by = State(row.state), row.by
    until = None if row.until is None else datetime.fromisoformat(row.until)
    if state is State.CLAIMED and (until is None or until <= now):
        state, by, until = State.OPEN, None, None
    return ReviewTask(
        id=row.id,
        trace_id=row.trace_id,
        causes=tuple(Cause(each) for each in row.causes.split(BETWEEN)),
        rules=tuple(row.rules.split(BETWEEN)) if row.rules else (),
        topic=row.topic,
        owner=owners.get(row.topic),
        at=datetime.fromisoformat(row.at),
        state=state,
        by=by,
        until=until,
        decided_at=None if row.decided_at is None else datetime.fromisoformat(row.decided_at),
        tenant=row.tenant,
    )


def read_file(row: Row[Any], owners: Mapping[str, str], now: datetime) -> ReviewFile:
    right = None if row.correction is None else Correction.model_validate_json(row.correction)
    return ReviewFile(
        task=read_task(row, owners, now), texts=texts_of(row, now), note=row.note, correction=right
    )


def texts_of(row: Row[Any], now: datetime) -> Texts | None:
    """None once their time is over, whether or not they were taken out yet."""
    if row.texts is None or row.texts_until is None or row.texts_until <= now.isoformat():
        return None
    return Texts.model_validate_json(row.texts)


def correction_of(row: Row[Any], now: datetime) -> Correction | None:
    """What should come of the question: as corrected, or as it was where that was approved and its
    words are still there."""
    if row.correction is not None:
        return Correction.model_validate_json(row.correction)
    texts = texts_of(row, now)
    if texts is None or State(row.state) is not State.APPROVED:
        return None
    if Cause.HAND_OFF.value in row.causes.split(BETWEEN):  # a summary is no question
        return None
    return Correction.model_validate(
        {
            "prompt": texts.question,
            "expected": _EXPECTED[texts.kind],
            "audience": texts.audience,
            "says": texts.outcome if texts.kind == "answer" else None,
        }
    )


def reviewed_of(row: Row[Any]) -> Reviewed | None:
    """None where the answer was not measured."""
    if row.measured is None:
        return None
    return Reviewed(
        id=f"review-{row.id}",
        right=State(row.state) is State.APPROVED,
        causes=tuple(Cause(each) for each in row.causes.split(BETWEEN)),
        topic=row.topic,
        decided=datetime.fromisoformat(row.decided_at).date(),
        measured=Measured.model_validate_json(row.measured),
    )
