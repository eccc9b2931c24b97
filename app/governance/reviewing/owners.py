"""Who answers for which topic; who did before stays on record."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select

from app.domain.errors import NotFound
from app.domain.ports.clock import Clock
from app.domain.reviewing import Owner
from app.governance.store import Store
from app.governance.tables import OWNERS


class StoredOwners:
    """Args: topics: the names of all there are."""

    def __init__(self, store: Store, clock: Clock, topics: Collection[str]) -> None:
        self._store = store
        self._clock = clock
        self._topics = topics

    def set(self, topic: str, name: str) -> Owner:
        """Raises NotFound, Unavailable."""
        if topic not in self._topics:
            raise NotFound(
                f"There is no topic {topic!r}. Topics: {', '.join(sorted(self._topics))}."
            )
        owner = Owner(topic=topic, name=name, at=self._clock.now())
        row = {"topic": owner.topic, "name": owner.name, "at": owner.at.isoformat()}
        with self._store.writing() as connection:
            connection.execute(insert(OWNERS), row)
        return owner

    def all(self) -> tuple[Owner, ...]:
        """Raises Unavailable."""
        with self._store.reading() as connection:
            rows = [] if connection is None else connection.execute(_EACH).all()
        last = {
            row.topic: Owner(topic=row.topic, name=row.name, at=datetime.fromisoformat(row.at))
            for row in rows
        }
        return tuple(last[topic] for topic in sorted(last))


_EACH = select(OWNERS).order_by(OWNERS.c.id)


def owners(connection: Connection) -> dict[str, str]:
    """Topic -> its owner now."""
    return {row.topic: row.name for row in connection.execute(_EACH)}


def owner_of(connection: Connection, topic: str) -> dict[str, str]:
    """As `owners`, of one topic."""
    rows = connection.execute(_EACH.where(OWNERS.c.topic == topic))
    return {row.topic: row.name for row in rows}
