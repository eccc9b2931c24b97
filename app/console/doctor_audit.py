"""The lines of `citewell doctor` on the audit log: its key, its heads."""

import stat
from collections.abc import Iterator
from pathlib import Path

from app.console.checks import Check, Result
from app.domain.errors import RecordsMismatch
from app.governance.audit import heads
from app.governance.audit.log import AUDIT_KEY
from app.governance.keys import KeyFile
from app.settings import Settings


def audited(settings: Settings) -> Iterator[Check]:
    """Changes nothing, and makes no key. The rows themselves: `citewell audit verify`."""
    file = settings.audit_key_file or settings.home / AUDIT_KEY
    place = settings.audit_heads or settings.home / heads.NAME
    if settings.audit_key_file is not None or file.exists():
        yield from _key(file, beside=settings.audit_key_file is None)
    if settings.audit_heads is None and place.exists():
        yield Check(
            name="audit heads",
            result=Result.WARN,
            found=f"{place} lies beside the log: whoever cuts the log short can cut it, too",
            to_do="Set CITEWELL_AUDIT_HEADS to a file on another machine, or on storage that only "
            "appends (deploy/governance.md).",
        )
    if not settings.audit_required:
        yield Check(
            name="audit",
            result=Result.WARN,
            found="answers are shown that could not be put on record",
            to_do="Unset CITEWELL_AUDIT_REQUIRED.",
        )


def _key(file: Path, *, beside: bool) -> Iterator[Check]:
    try:
        KeyFile(file, setting="CITEWELL_AUDIT_KEY_FILE").held()
    except RecordsMismatch as error:
        yield Check(
            name="audit key", result=Result.FAIL, found="it cannot be used", to_do=str(error)
        )
        return
    if beside:
        yield Check(
            name="audit key",
            result=Result.WARN,
            found=f"{file} lies beside the log that it seals: whoever has both can rewrite it",
            to_do="Move it to where only this service reads it, keep a copy apart from the "
            "backups, and set CITEWELL_AUDIT_KEY_FILE.",
        )
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Check(
            name="audit key",
            result=Result.WARN,
            found=f"other users may read {file}",
            to_do=f"chmod 600 {file}",
        )
