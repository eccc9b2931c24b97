"""Whose turn a job is: the first process that asks takes it, in one transaction of the store."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from app.governance.store import Store
from app.governance.tables import TURNS


class StoredTurns:
    """`Turns` over the store; one that lies in the future, by a clock that went back, is none."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, name: str, now: datetime, hours: float) -> bool:
        """Raises Unavailable."""
        last = select(TURNS.c.taken).where(TURNS.c.name == name)
        with self._store.writing() as connection:
            found = connection.execute(last).scalar()
            if found is not None:
                since = now - datetime.fromisoformat(found)
                if timedelta() <= since < timedelta(hours=hours):
                    return False
            connection.execute(delete(TURNS).where(TURNS.c.name == name))
            connection.execute(insert(TURNS), {"name": name, "taken": now.isoformat()})
            return True

    def last(self, name: str) -> datetime | None:
        """When it was last taken. Raises Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                return None
            found = connection.execute(select(TURNS.c.taken).where(TURNS.c.name == name)).scalar()
        return None if found is None else datetime.fromisoformat(found)
