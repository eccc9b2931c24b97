"""Puts on record what people do, under names and ids, without a reason and without a word."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from app.answering.canonical import named
from app.answering.recording import keep
from app.domain.audit import TRACE_ID, AuditEntry, AuditKind
from app.domain.ports.audit import AuditLog
from app.domain.question import Caller

_Done = TypeVar("_Done")
_TRACE: Final = re.compile(TRACE_ID)


def entry(
    kind: AuditKind, action: str, subject: str, by: str | Caller, trace_id: str | None = None
) -> AuditEntry:
    """What is on record of an act.

    Args:
        by: a name with blanks is written with plus signs; of a caller also role, tenant and key.
        trace_id: left out where it does not have the form of an answer's.
    """
    if isinstance(by, Caller):
        told = {
            "actor": named(by.name),
            "role": by.role.value,
            "tenant": by.tenant and named(by.tenant),
            "key": by.key_id and named(by.key_id),
        }
    else:
        told = {"actor": named(by)}
    traced = trace_id if trace_id is not None and _TRACE.fullmatch(trace_id) else None
    return AuditEntry(
        kind=kind, action=named(action), subject=named(subject), trace_id=traced, **told
    )


class Recorder:
    """An act and its entry are one transaction of the database that both lie in. So nothing is done
    that is not on record, and nothing is on record that was not done.

    Args:
        required: refuse what cannot be put on record; False: do it, and log the fault.
    """

    def __init__(self, log: AuditLog, *, required: bool = True) -> None:
        self._log = log
        self._required = required

    def act(self, do: Callable[[], _Done], told: Callable[[_Done], Sequence[AuditEntry]]) -> _Done:
        """Raises Unavailable: it could not be put on record, and was not done; and whatever `do`
        raises."""

        def both() -> tuple[_Done, Sequence[AuditEntry]]:
            done = do()
            return done, told(done)

        if self._required:
            return self._log.together(both)
        done, entries = both()
        for each in entries:
            self.note(each)
        return done

    def note(self, told: AuditEntry) -> None:
        """Before an act that is more than one transaction. Raises Unavailable: it is required, and
        could not be put on record; then the act must not be done."""
        keep(self._log, partial(_same, told), required=self._required)


def _same(told: AuditEntry) -> AuditEntry:
    return told
