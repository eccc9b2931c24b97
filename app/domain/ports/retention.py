"""What is kept for a time, and what can be deleted when somebody asks for it."""

from datetime import datetime
from typing import Protocol

from app.domain.audit import Name


class Forgettable(Protocol):
    """One kind of what is kept for a time; it knows by itself for how long. Everything raises
    Unavailable."""

    @property
    def name(self) -> Name:
        """As people are told of it and as it stands on record: `feedback`, `review-texts`."""
        ...

    def due(self, now: datetime) -> int:
        """How many of them would be forgotten at `now`; changes nothing."""
        ...

    def forget(self, now: datetime) -> int:
        """Take out what is due at `now`; how many of them. Gone when the transaction is over."""
        ...


class Erasable(Protocol):
    """One kind of what is kept of an answer. Everything raises Unavailable."""

    @property
    def name(self) -> Name: ...

    def erase(self, trace_id: str) -> int:
        """Take out all words of this kind that are kept of an answer, due or not; how many."""
        ...


class Turns(Protocol):
    """Whose turn a job is that one of several processes does."""

    def take(self, name: str, now: datetime, hours: float) -> bool:
        """Whether it is the caller's turn: nobody took it in so many hours. Raises Unavailable."""
        ...
