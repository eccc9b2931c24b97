"""The lines of `citewell doctor` on the audit log: its key, its heads."""

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.compose_governance import audit_log, governance_store
from app.console.checks import Check, Result
from app.domain.errors import CitewellError, RecordsMismatch
from app.governance.audit import heads
from app.governance.audit.log import AUDIT_KEY
from app.governance.keys import KeyFile
from app.settings import Settings


def audited(settings: Settings) -> Iterator[Check]:
    """Changes nothing, and makes no key. The rows themselves: `citewell audit verify`."""
    file = settings.audit_key_file or settings.home / AUDIT_KEY
    place = settings.audit_heads or settings.home / heads.NAME
    if settings.governance_url is not None and settings.audit_key_file is None:
        yield Check(
            name="audit key",
            result=Result.FAIL,
            found="the records lie on a server, and no key file is named that its machines share",
            to_do="Set CITEWELL_AUDIT_KEY_FILE, on every machine to a copy of one file.",
        )
        return
    if settings.audit_key_file is not None or file.exists():
        yield from _key(file, beside=settings.audit_key_file is None)
    yield from _log(settings, file, place)
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


def _log(settings: Settings, key: Path, place: Path) -> Iterator[Check]:
    """A log that is there, and a key or heads that are not; an unreadable one is told elsewhere."""
    try:
        with (
            closing(governance_store(settings)) as store,
            closing(audit_log(settings, store)) as log,
        ):
            begun = bool(log.entries(most=1))
    except CitewellError:
        return
    if begun and not key.exists():
        yield Check(
            name="audit key",
            result=Result.FAIL,
            found=f"there is a log, and no {key}: nothing can be put on record",
            to_do="Put the key back from where it is kept, or set CITEWELL_AUDIT_KEY_FILE.",
        )
    if begun and not place.exists():
        yield Check(
            name="audit heads",
            result=Result.WARN,
            found=f"there is a log, and no {place}: rows cut off at its end would not show",
            to_do="Put the heads back from where they are kept; see citewell audit verify.",
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
