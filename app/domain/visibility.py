"""What one question may look at."""

from typing import Final

from app.domain.corpus import Audience
from app.domain.question import Caller, Question
from app.domain.ranking import Selection

WRITTEN_FOR: Final = {
    Audience.CLINICIAN: frozenset({Audience.CLINICIAN, Audience.PATIENT}),
    Audience.PATIENT: frozenset({Audience.PATIENT}),
}
"""The documents an answer may stand on, by whom it is given to. A clinician may be shown what
patients are told; a patient is never answered from what was written for clinicians."""


def visible(question: Question, caller: Caller) -> Selection:
    """The caller's own access, narrowed to the question's audience and filters; never widened."""
    audiences = caller.access.audiences & WRITTEN_FOR[question.audience]
    access = caller.access.model_copy(update={"audiences": audiences})
    return Selection(access=access, filters=question.filters)
