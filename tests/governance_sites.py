"""A home and its database of governance, on every kind of database that there is here."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.engine import make_url

from app.governance.keys import KeyFile
from app.governance.sqlite import NAME
from app.governance.store import Store

POSTGRES: Final = os.environ.get("CITEWELL_TEST_POSTGRES")
needs_postgres: Final = pytest.mark.skipif(
    not POSTGRES,
    reason="no PostgreSQL here: CITEWELL_TEST_POSTGRES names none (make test-postgres)",
)
KINDS: Final = ("sqlite", pytest.param("postgres", marks=needs_postgres))


class Site:
    """Several stores may be open on it, as those of several processes.

    `url`: of a schema of its own on PostgreSQL; None: the SQLite file of the home.
    """

    def __init__(self, home: Path, url: str | None) -> None:
        self.home = home
        self.url = url
        self._open: list[Store] = []

    def store(self, keys: KeyFile | None = None) -> Store:
        self._open.append(Store(self.home, self.url, keys))
        return self._open[-1]

    def under(self) -> Engine:
        """The database without the store, for looking at what it holds and for changing it."""
        return create_engine(self.url or f"sqlite:///{self.home / NAME}", poolclass=NullPool)

    def run(self, *statements: str) -> None:
        with self.under().begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with self.under().connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def close(self) -> None:
        for store in self._open:
            store.close()


@contextmanager
def site_on(kind: str, home: Path) -> Iterator[Site]:
    if kind == "sqlite":
        site = Site(home, None)
        yield site
        site.close()
        return
    assert POSTGRES is not None
    schema = f"citewell_test_{secrets.token_hex(6)}"
    server = create_engine(POSTGRES, poolclass=NullPool)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    apart = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    site = Site(home, apart.render_as_string(hide_password=False))
    try:
        yield site
    finally:
        site.close()
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
