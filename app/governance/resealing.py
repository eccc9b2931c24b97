"""Seals with the newest key what older keys sealed, so that they can be thrown away."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Connection, String, delete, select, type_coerce, update

from app.governance.encryption import Plain, Sealed, row_identity, sealed_with, unseal
from app.governance.keys import KeyFile
from app.governance.store import Store
from app.governance.tables import METADATA, SEALING_KEYS

AT_ONCE: Final = 500
"""Cells in one transaction: others may write in between."""


class Resealed(NamedTuple):
    cells: int
    key: str
    """The id of the one key that is still needed."""


def reseal(store: Store) -> Resealed:
    """Every sealed cell of every table; what is interrupted goes on with the next call.

    Raises Unavailable: a key is missing, or a cell was changed or moved.
    """
    done = 0
    while True:
        key = store.keys.held()[0]
        with store.writing() as connection:
            cells = sum(
                _some(connection, column, kind, sealed_with(key), store.keys)
                for column, kind in sealed_columns()
            )
            if not cells:
                connection.execute(delete(SEALING_KEYS).where(SEALING_KEYS.c.id != key.id))
                return Resealed(done, key.id)
        done += cells


def sealed_columns() -> Iterator[tuple[Column[Any], Sealed]]:
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield column, column.type


def _some(
    connection: Connection, column: Column[Any], kind: Sealed, newest: str, keys: KeyFile
) -> int:
    table = column.table
    cell = type_coerce(column, String)
    bound = [table.c[name] for name in kind.bound_to]
    older = (
        select(table.c.id, cell, *bound)
        .where(cell.is_not(None), ~cell.startswith(newest, autoescape=True))
        .limit(AT_ONCE)
    )
    rows = connection.execute(older).all()
    for identity, sealed, *values in rows:
        row = tuple(values)
        text = unseal(keys, sealed, kind.name, row_identity(row))
        changed = update(table).where(table.c.id == identity).values({column: Plain(text, row)})
        connection.execute(changed)
    return len(rows)
