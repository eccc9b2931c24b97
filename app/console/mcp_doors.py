"""MCP's doors for whoever is at this machine: the running service where there is one, otherwise the
index in this process."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from app.console import asking
from app.domain.answer import Outcome
from app.domain.corpus import Audience
from app.domain.errors import Forbidden
from app.domain.found import Found
from app.domain.leaving import Left, stays
from app.domain.question import Question
from app.domain.statements import StatementReport
from app.integrations.mcp.doors import Doors, ReadPassage
from app.settings import Settings

if TYPE_CHECKING:
    from app.compose import Parts


class OperatorDoors:
    """
    Args:
        audiences: on whose behalf may be asked.
        note: is told where an answer comes from when that matters.
    """

    def __init__(
        self, settings: Settings, audiences: frozenset[Audience], note: Callable[[str], None]
    ) -> None:
        self._settings = settings
        self._audiences = audiences
        self._note = note
        self._parts: Parts | None = None
        self._opening = Lock()

    def ask(self, question: Question, left: Left = stays) -> Outcome:
        self._require(question)
        told = asking.told_by_service(self._settings, question, self._note)
        return self._here().ask(question, left) if told is None else told

    def search(self, query: Question, k: int) -> Found:
        self._require(query)
        told = asking.found_by_service(self._settings, query, k, self._note)
        return self._here().search(query, k) if told is None else told

    def checked(self, statement: str, about: Question) -> StatementReport:
        """In this process: rules need no index, and are the same as the service's."""
        self._require(about)
        return self._here().checked(statement, about)

    def passage(self, id: str) -> ReadPassage:  # noqa: A002 - as everywhere else
        """Read from the files: a service's generation is the same, and two may read it."""
        read = self._here().passage(id)
        if read.document.provenance.audience not in self._audiences:
            raise Forbidden("This server was started for patients alone.")
        return read

    def close(self) -> None:
        if self._parts is not None:
            self._parts.close()

    def _require(self, question: Question) -> None:
        """Raises Forbidden."""
        if question.audience not in self._audiences:
            allowed = " or ".join(sorted(self._audiences))
            raise Forbidden(f'This server was started for: {allowed}. Send that as "audience".')

    def _here(self) -> Doors:
        """Over the index of this process, opened at the first need."""
        from app.compose import build_parts  # loads torch: only where it is needed
        from app.compose_mcp import library_doors

        with self._opening:
            if self._parts is None:
                self._parts = build_parts(self._settings)
        return library_doors(self._parts, asking.OPERATOR)
