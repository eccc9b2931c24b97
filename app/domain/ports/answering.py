"""All that the front doors and the eval suite need of the query service."""

from collections.abc import Iterator
from typing import Protocol

from app.domain.answer import Event, Outcome
from app.domain.leaving import Left, stays
from app.domain.question import Caller, Question


class Answering(Protocol):
    def answer(self, question: Question, caller: Caller, left: Left = stays) -> Outcome:
        """Raises IndexUnavailable."""
        ...

    def stream(self, question: Question, caller: Caller, left: Left = stays) -> Iterator[Event]:
        """Evidence, then claims and checks as they pass, then conflicts and exactly one `done`."""
        ...
