"""Brings a governance database to a revision: Alembic, inside the caller's transaction.

All of it or none: SQLite and PostgreSQL both take changes of tables back with the transaction. The
caller holds the one lock of writers, so that two processes never migrate at once.
"""

from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from app.domain.errors import NotFound, RecordsMismatch
from app.governance.keys import KeyFile

EMPTY: Final = "base"
"""The revision of a database without a table of governance."""

_FOLDER: Final = Path(__file__).with_name("migrations")
_ONE: Final = Lock()
"""Alembic's `op` and `context` are one a process."""


class Step(NamedTuple):
    """A migration, and what going back before it loses."""

    revision: str
    says: str
    loses: str


def steps() -> tuple[Step, ...]:
    """Every migration, oldest first."""
    return tuple(_step(script) for script in reversed(list(_scripts().walk_revisions())))


def steps_back(current: str | None, target: str) -> tuple[Step, ...]:
    """What would be undone, in that order; empty where `target` lies ahead.

    Raises:
        NotFound: there is no such revision.
        RecordsMismatch: the database is newer than this program.
    """
    names = [EMPTY, *(step.revision for step in steps())]
    require_known(current)
    if target not in names:
        raise NotFound(f"There is no revision {target!r}. Revisions: {', '.join(names)}.")
    until = names.index(current or EMPTY)
    return tuple(reversed(steps()[names.index(target) : until]))


def require_known(current: str | None) -> None:
    """Raises RecordsMismatch: the database is newer than this program."""
    if current is not None and current not in {step.revision for step in steps()}:
        raise RecordsMismatch(
            f"The governance database is at revision {current}, which this version of Citewell "
            "does not know: a newer one wrote it. Install that version, or go back with it first: "
            f"citewell governance migrate --to {steps()[-1].revision}."
        )


def move(connection: Connection, current: str | None, target: str, keys: KeyFile) -> None:
    """Forward or back to `target`; what was there is kept where the migrations keep it.

    Raises RecordsMismatch, NotFound.
    """
    back = steps_back(current, target)
    config = Config(attributes={"connection": connection, "keys": keys})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    with _ONE:
        (command.downgrade if back else command.upgrade)(config, target)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER))


def _step(script: Script) -> Step:
    return Step(script.revision, script.doc, script.module.LOSES)
