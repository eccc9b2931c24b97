"""What one question may look at."""

from typing import Final

from app.domain.corpus import Audience, Provenance
from app.domain.question import Caller, Question
from app.domain.ranking import Access, Selection

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


def may_see(access: Access, stated: Provenance) -> bool:
    """Whether such a document is for this caller: its audience, and one of its tags."""
    tags = stated.access_tags
    return stated.audience in access.audiences and (
        not tags or access.tags is None or bool(tags & access.tags)
    )


def selects(selection: Selection, document_id: str, stated: Provenance) -> bool:
    """The whole condition that the index puts on a passage, for what is read without the index."""
    filters, published = selection.filters, stated.published
    return (
        may_see(selection.access, stated)
        and stated.status in selection.statuses
        and (not filters.sources or stated.source in filters.sources)
        and (not filters.jurisdictions or stated.jurisdiction in filters.jurisdictions)
        and (not filters.document_ids or document_id in filters.document_ids)
        and (
            filters.published_from is None
            or (published is not None and published >= filters.published_from)
        )
        and (
            filters.published_to is None
            or (published is not None and published <= filters.published_to)
        )
    )
