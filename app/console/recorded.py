"""Acts at the command line, on record under a name or the account of whoever acts."""

import getpass
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

from app.answering.recorder import Recorder
from app.compose_governance import audit_log, governance_store
from app.console.reviewing import person
from app.governance.store import Store
from app.settings import Settings


@contextmanager
def recording(settings: Settings) -> Iterator[tuple[Store, Recorder]]:
    """The store, and what puts on record what is done to it.

    Raises ConfigurationError: a key file is missing, as on a server where none is named.
    """
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        yield store, Recorder(log, required=settings.audit_required)


def whoever(by: str | None) -> str:
    """The name that was given, or the account of this machine: `os:ann`.

    Raises ConfigurationError: it is no name.
    """
    if by is not None:
        return person(by)
    try:
        return f"os:{getpass.getuser()}"
    except (KeyError, OSError):  # an account without a name, as in a container
        return f"os:{os.getuid()}"
