"""Statements that every answer waits for, in the driver's own words.

SQLAlchemy prepares results and parameters for any use, which takes ten times as long as SQLite
itself; a question asks this way what it asks each time. On PostgreSQL the way to the server is what
takes time, so there nothing is gained.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def said(connection: Connection, statement: str, *values: object) -> Sequence[Any]:
    """The rows, as tuples; `values` take the places of `?` or `%s` in order.

    Needs a transaction that SQLAlchemy knows of. Errors of SQLite come as they are.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        found: Sequence[Any] = driver.execute(statement, values).fetchall()
        return found
    result = connection.exec_driver_sql(statement, values or None)
    return result.all() if result.returns_rows else ()


def said_of_each(
    connection: Connection, statement: str, values: Sequence[tuple[object, ...]]
) -> None:
    """A statement that gives no rows, with each of the values in turn. As `said`."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.executemany(statement, values)
    else:
        connection.exec_driver_sql(statement, list(values))
