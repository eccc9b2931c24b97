"""Rules that clinicians let pass, on record in the audit log without the reason."""

from app.answering.canonical import named
from app.answering.recorder import Recorder, entry
from app.domain.audit import AuditEntry, AuditKind
from app.domain.governance import Override, UsedOverride
from app.domain.ports.audit import AuditLog
from app.domain.ports.governance import Overrides


class AuditedOverrides:
    """`Overrides` that leaves an entry of a rule the first time an answer lets a claim pass it."""

    def __init__(self, overrides: Overrides, log: AuditLog, *, required: bool = True) -> None:
        self._overrides = overrides
        self._log = log
        self._recorder = Recorder(log, required=required)

    def record(self, override: Override, trace_id: str) -> UsedOverride:
        """Raises Unavailable; then the rule stands."""
        return self._recorder.act(
            lambda: self._overrides.record(override, trace_id),
            lambda used: self._told(used.override, trace_id),
        )

    def used(self) -> tuple[UsedOverride, ...]:
        return self._overrides.used()

    def _told(self, override: Override, trace_id: str) -> tuple[AuditEntry, ...]:
        known = self._log.entries(trace_id=trace_id, kind=AuditKind.OVERRIDE)
        if any(each.entry.subject == named(override.rule) for each in known):
            return ()
        return (entry(AuditKind.OVERRIDE, "used", override.rule, override.clinician, trace_id),)
