"""Filters by the grade of evidence, turned into the documents that state it.

The library of every generation knows the grades, the index need not: one that was built before
there was such a filter is filtered just so, and both legs before they rank.
"""

from app.domain.ports.library import Library
from app.domain.ranking import Selection


def by_documents(selection: Selection, library: Library) -> Selection | None:
    """The same selection without grades; None: no document that it names states one of them."""
    filters = selection.filters
    if not filters.grades:
        return selection
    graded = library.graded(filters.grades)
    if filters.document_ids:
        graded &= filters.document_ids
    if not graded:
        return None
    narrowed = filters.model_copy(update={"grades": frozenset(), "document_ids": graded})
    return selection.model_copy(update={"filters": narrowed})
