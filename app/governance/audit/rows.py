"""Rows of the audit log as they lie in the database, byte for byte."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    cast,
    func,
    literal,
    select,
    text,
)
from sqlalchemy import (
    Row as Found,
)

from app.domain.audit import AuditKind
from app.governance.audit.chain import Row
from app.governance.statements import said, said_of_each
from app.governance.tables import AUDIT, AUDIT_GUARDS

AT_ONCE: Final = 2000
_NEWEST: Final = (
    f"SELECT sequence, mac, key FROM {AUDIT.name} "  # noqa: S608 - a name of ours
    "ORDER BY sequence DESC LIMIT 1"
)
_NAMED: Final = ", ".join(f'"{name}"' for name in Row._fields)
_ADDED: Final = {
    mark: f"INSERT INTO {AUDIT.name} ({_NAMED}) "  # noqa: S608 - names of ours
    f"VALUES ({', '.join([mark] * len(Row._fields))})"
    for mark in ("?", "%s")
}
_TEXTS: Final = ("kind", "trace_id", "sealed", "key", "before", "mac")


class Newest(NamedTuple):
    sequence: int
    mac: str
    key: str
    """The id of the key it was sealed with."""


def newest(connection: Connection) -> Newest | None:
    """The last row there is; None: there is none."""
    found = said(connection, _NEWEST)
    return Newest(*found[0]) if found else None


def add(connection: Connection, rows: Sequence[Row]) -> None:
    """Behind the last row; needs the lock of writers."""
    statement = _ADDED["?" if connection.dialect.name == "sqlite" else "%s"]
    cells = [(row.sequence, *(cell.decode() for cell in row[1:])) for row in rows]
    said_of_each(connection, statement, cells)


def all_rows(connection: Connection) -> Iterator[Row]:
    """In the order of their places, a piece at a time."""
    after: int | None = None
    while True:
        piece = _selected(connection).order_by(AUDIT.c.sequence).limit(AT_ONCE)
        if after is not None:
            piece = piece.where(AUDIT.c.sequence > after)
        rows = [_row(each) for each in connection.execute(piece)]
        yield from rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].sequence


def newest_first(connection: Connection, kinds: tuple[AuditKind, ...]) -> Iterator[list[Row]]:
    """Rows of these kinds, a portion at a time; none of the portions is empty."""
    before: int | None = None
    wanted = _selected(connection).where(AUDIT.c.kind.in_([kind.value for kind in kinds]))
    wanted = wanted.order_by(AUDIT.c.sequence.desc()).limit(AT_ONCE)
    while True:
        piece = wanted if before is None else wanted.where(AUDIT.c.sequence < before)
        rows = [_row(each) for each in connection.execute(piece)]
        if rows:
            yield rows
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].sequence


def found(
    connection: Connection,
    trace_id: str | None,
    kind: AuditKind | None,
    document_id: str | None,
    most: int | None,
) -> list[Row]:
    """Newest first; of a trace, oldest first."""
    wanted = _selected(connection)
    if trace_id is not None:
        wanted = wanted.where(AUDIT.c.trace_id == trace_id)
    if kind is not None:
        wanted = wanted.where(AUDIT.c.kind == kind.value)
    if document_id is not None:
        wanted = wanted.where(AUDIT.c.sealed.contains(f'"{document_id}"', autoescape=True))
    order = AUDIT.c.sequence if trace_id is not None else AUDIT.c.sequence.desc()
    return [_row(each) for each in connection.execute(wanted.order_by(order).limit(most))]


def total(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(AUDIT)).scalar_one()


def unguarded(connection: Connection) -> tuple[str, ...]:
    """Triggers that should refuse changes and are not there, or are switched off."""
    if connection.dialect.name == "sqlite":
        there = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        wanted = AUDIT_GUARDS["sqlite"]
    else:
        there = text(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(:table)"
            " AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
        wanted = AUDIT_GUARDS["postgresql"]
    names = set(connection.execute(there, {"table": AUDIT.name}).scalars())
    return tuple(name for name in wanted if name not in names)


def _selected(connection: Connection) -> Select[Any]:
    # Bytes: a text that was tampered with may be none.
    return select(AUDIT.c.sequence, *(_bytes(AUDIT.c[name], connection) for name in _TEXTS))


def _bytes(column: ColumnElement[str], connection: Connection) -> ColumnElement[bytes]:
    if connection.dialect.name == "sqlite":
        return cast(column, LargeBinary)
    return func.convert_to(column, literal("UTF8"), type_=LargeBinary)


def _row(found: Found[Any]) -> Row:
    texts = (bytes(found[at] or b"") for at in range(1, len(_TEXTS) + 1))
    return Row(found[0], *texts)
