"""The file in which governance keeps its records: one SQLite database under CITEWELL_HOME.

It lies outside the generations: no ingest, rollback or rebuild touches it. Every record is durable
when its writer returns (`synchronous=FULL`); several processes may write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, create_engine
from sqlalchemy import event as events
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from app.domain.errors import Unavailable

NAME: Final = "governance.sqlite3"
WAIT: Final = 10
"""Seconds that one writer waits for another."""
TABLES: Final = MetaData()
SIGN_OFFS: Final = Table(
    "sign_offs",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("rule", String, nullable=False),
    Column("content", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", String, nullable=False),
    Column("at", String, nullable=False),
)
OVERRIDES: Final = Table(
    "overrides",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("rule", String, nullable=False),
    Column("clinician", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("trace_id", String, nullable=False),
    Column("at", String, nullable=False),
)
REVIEWS: Final = Table(
    "reviews",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("trace_id", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("at", String, nullable=False),
)


class Store:
    """Opened at its first use; a home that nobody wrote to yet gets no file by reading it."""

    def __init__(self, home: Path) -> None:
        self._file = home / NAME
        self._engine: Engine | None = None
        self._made = False
        self._opening = Lock()

    @property
    def there(self) -> bool:
        return self._file.is_file()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction; raises Unavailable where it cannot be made durable."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            engine = self._opened()
            with engine.begin() as connection:
                # Two that begin by reading and then both want to write would refuse one another.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                if not self._made:
                    for table in TABLES.sorted_tables:
                        connection.execute(CreateTable(table, if_not_exists=True))
                yield connection
            self._made = True
        except (OSError, SQLAlchemyError) as error:
            raise Unavailable(
                f"{self._file} cannot be written ({type(error).__name__}). Free some space, or "
                "give this user the file."
            ) from None

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A connection; None where nothing was ever written. Raises Unavailable."""
        if not self.there:
            yield None
            return
        try:
            with self._opened().connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise Unavailable(
                f"{self._file} cannot be read ({type(error).__name__}). Put it back from a backup."
            ) from None

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                engine = create_engine(f"sqlite:///{self._file}", connect_args={"timeout": WAIT})
                events.listen(engine, "connect", _durable)
                self._engine = engine
            return self._engine


def _durable(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined] # `writing` begins itself
    cursor = connection.cursor()  # type: ignore[attr-defined] # a sqlite3.Connection
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()
