"""The lines of `citewell doctor` on the database of governance and its keys."""

import stat
from collections.abc import Iterator
from contextlib import closing

from app.compose_governance import governance_store
from app.console.checks import Check, Result
from app.domain.errors import CitewellError
from app.settings import Settings


def governed(settings: Settings) -> Iterator[Check]:
    """Changes nothing, and makes no key."""
    try:
        with closing(governance_store(settings)) as store:
            status = store.status()
            keys, made = store.keys.file, store.keys.makes
            store.require_fit()
    except CitewellError as error:
        yield Check(
            name="governance", result=Result.FAIL, found="it cannot be used", to_do=str(error)
        )
        return
    if status.revision is None:
        found = f"{status.place}, nothing recorded yet"
    else:
        found = f"{status.place}, revision {status.revision} of {status.newest}"
    yield Check(name="governance", result=Result.OK, found=found)
    if not status.verified:
        yield Check(
            name="governance",
            result=Result.WARN,
            found="the database server is not verified",
            to_do="Add ?sslmode=verify-full&sslrootcert=FILE to CITEWELL_GOVERNANCE_URL.",
        )
    if not settings.retention:
        yield Check(
            name="retention",
            result=Result.WARN,
            found="the service forgets nothing by itself",
            to_do="Unset CITEWELL_RETENTION, or run citewell governance forget every day.",
        )
    if made and keys.exists():
        yield Check(
            name="governance key",
            result=Result.WARN,
            found=f"{keys} lies beside the records that it seals: whoever copies the one has both",
            to_do="Move it to where only this service reads it, keep a copy apart from the "
            "backups, and set CITEWELL_GOVERNANCE_KEY_FILE.",
        )
    if keys.exists() and keys.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Check(
            name="governance key",
            result=Result.WARN,
            found=f"other users may read {keys}",
            to_do=f"chmod 600 {keys}",
        )
