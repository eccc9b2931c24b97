"""All that the front doors and the eval suite need of the query service."""

from collections.abc import Iterator
from typing import Protocol

from app.domain.answer import Event, Outcome
from app.domain.question import Caller, Question


class Answering(Protocol):
    def answer(self, question: Question, caller: Caller) -> Outcome:
        """Raises IndexUnavailable."""
        ...

    def stream(self, question: Question, caller: Caller) -> Iterator[Event]:
        """Evidence, then claims and checks as they pass, then exactly one `done`."""
        ...
