"""Governance in a PostgreSQL database, for services on several machines.

SQLAlchemy speaks to it through psycopg 3 (the extra `postgres`). One writer at a time across all of
them, as with SQLite: what is read in a writing transaction stays true until it ends.
"""

from typing import Final

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy import event as events
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.domain.errors import ConfigurationError

DRIVER: Final = "postgresql+psycopg"
WAIT: Final = 10
"""Seconds that one writer waits for another, and that a connection may take."""

_HERE: Final = ("localhost", "127.0.0.1", "::1")
_VERIFYING: Final = ("verify-ca", "verify-full")
_LOCK: Final = 0x63697465
"""Of writers and of migrations; a number that no other program is likely to take."""


class PostgresPlace:
    """Args:
        url: postgresql+psycopg://user:password@host/database; never logged, never in an error.

    Raises:
        ConfigurationError: it is no such URL.
    """

    def __init__(self, url: str) -> None:
        self._url = _read(url)
        port = f":{self._url.port}" if self._url.port else ""
        self.told = f"PostgreSQL at {self._url.host or 'a socket'}{port}/{self._url.database or ''}"

        local = not self._url.host or self._url.host.startswith("/") or self._url.host in _HERE
        self.verified = local or self._url.query.get("sslmode") in _VERIFYING

    there = True
    errors: tuple[type[Exception], ...] = ()

    def opened(self) -> Engine:
        try:
            engine = create_engine(
                self._url,
                pool_pre_ping=True,
                pool_size=8,
                max_overflow=24,
                pool_timeout=WAIT,
                hide_parameters=True,
                connect_args={"connect_timeout": WAIT},
            )
        except ModuleNotFoundError:
            raise ConfigurationError(
                "CITEWELL_GOVERNANCE_URL names PostgreSQL, and its driver is not installed: "
                "pip install 'citewell[postgres]'."
            ) from None
        events.listen(engine, "connect", _durable)
        return engine

    def replaced(self) -> bool:
        return False

    def prepare(self) -> None:
        pass

    def lock(self, connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def snapshot(self, connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def after_migration(self, connection: Connection) -> None:
        pass

    def to_do(self, error: BaseException) -> str:
        state = getattr(error, "sqlstate", None) or ""
        match state:
            case "53100":
                return "Free some space on its disk."
            case "55P03":
                return "Another process holds it: try again."
            case "23505":
                return "Another writer was first: try again."
            case "42501" | "25006":
                return "Give its user the right to make and write tables in its schema."
        if state and not state.startswith(("08", "57")):
            return f"It refuses with SQLSTATE {state}; its own log says more."
        return (
            "See that it runs and can be reached from here, and that user, password and database "
            "in CITEWELL_GOVERNANCE_URL are right."
        )


def _read(url: str) -> URL:
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        read = None
    if read is None or read.drivername != DRIVER:
        raise ConfigurationError(
            f"CITEWELL_GOVERNANCE_URL is no URL of PostgreSQL. Write {DRIVER}://user:password@"
            "host/database, or leave it out for a file under CITEWELL_HOME."
        )
    return read


def _durable(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined] # a psycopg.Connection
    cursor.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    cursor.execute(f"SET lock_timeout = '{WAIT}s'")
    cursor.close()
    connection.commit()  # type: ignore[attr-defined]
