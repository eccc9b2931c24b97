"""Asking every check of a sentence; nothing is retrieved, drafted or answered."""

from typing import Protocol

from app.domain.question import Caller, Question
from app.domain.statements import StatementReport


class StatementChecks(Protocol):
    def check(self, statement: str, about: Question, caller: Caller) -> StatementReport:
        """What speaks against the statement for the person whom `about` tells of.

        Args:
            statement: one sentence or a few, as it would be said or done.
            about: its words, conversation and record tell of the person.

        Raises:
            InvalidQuestion: the statement is empty, too long, or not text.
            Unavailable: answers are switched off, or it cannot be put on record what was said.
        """
        ...
