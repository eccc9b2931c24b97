"""Which past answers cited a document that should not have been relied upon."""

from collections.abc import Collection, Mapping

from pydantic import AwareDatetime

from app.domain.audit import AuditKind
from app.domain.corpus import DocumentCard, Status
from app.domain.frozen import Frozen
from app.domain.identifiers import identifier
from app.domain.ports.audit import AuditLog


class Recalled(Frozen):
    """An answer that cited it: whose, when, on which row. Words are not known here."""

    sequence: int
    at: AwareDatetime
    trace_id: str | None
    actor: str
    audience: str | None
    documents: tuple[str, ...]
    """Ids of those that are recalled."""


def recalled(log: AuditLog, documents: Collection[str]) -> tuple[Recalled, ...]:
    """Newest first. Raises Unavailable."""
    wanted = frozenset(documents)
    only = next(iter(wanted)) if len(wanted) == 1 else None
    if not wanted:
        return ()
    found = log.entries(kind=AuditKind.ANSWER, document_id=only)
    return tuple(
        Recalled(
            sequence=each.sequence,
            at=each.at,
            trace_id=each.entry.trace_id,
            actor=each.entry.actor,
            audience=each.entry.audience and each.entry.audience.value,
            documents=tuple(one for one in each.entry.documents if one in wanted),
        )
        for each in found
        if wanted.intersection(each.entry.documents)
    )


def meant(given: str, cards: Mapping[str, DocumentCard]) -> frozenset[str]:
    """The ids of all editions that are called so: by id, an identifier (`pmid:123`), or where they
    were read from. One that no kept library holds goes by its id alone."""
    name = identifier(given) or given
    named = {
        each.id
        for each in cards.values()
        if given in (each.id, each.origin) or name in each.provenance.identifiers
    }
    return frozenset(named or {given})


def retracted(cards: Mapping[str, DocumentCard]) -> frozenset[str]:
    """The ids of those that are retracted as things stand today."""
    return frozenset(
        each.id for each in cards.values() if each.provenance.status is Status.RETRACTED
    )
