"""What a client of MCP reaches of Citewell, on behalf of one caller."""

from typing import Protocol

from app.domain.answer import Outcome
from app.domain.corpus import DocumentCard, Passage
from app.domain.errors import Forbidden
from app.domain.found import Found, search
from app.domain.frozen import Frozen
from app.domain.identity import RIGHTS, Scope
from app.domain.leaving import Left, stays
from app.domain.ports.answering import Answering
from app.domain.ports.index import Generations
from app.domain.ports.retrieval import Retriever
from app.domain.ports.statements import StatementChecks
from app.domain.question import Caller, Question
from app.domain.statements import StatementReport


class ReadPassage(Frozen):
    """A passage in its place: `document.text[passage.span] == passage.text`."""

    passage: Passage
    document: DocumentCard


class Doors(Protocol):
    """Everything raises Forbidden, and what an index or a model that is not there raises."""

    def ask(self, question: Question, left: Left = stays) -> Outcome: ...

    def search(self, query: Question, k: int) -> Found: ...

    def checked(self, statement: str, about: Question) -> StatementReport: ...

    def passage(self, id: str) -> ReadPassage:  # noqa: A002 - the field's name everywhere else
        """Raises NotFound: there is none that this caller may see."""
        ...


class LibraryDoors:
    """Over the parts of this process. What the caller's role may not do is refused here, as every
    endpoint refuses it."""

    def __init__(
        self,
        answering: Answering,
        retriever: Retriever,
        generations: Generations,
        statements: StatementChecks,
        caller: Caller,
    ) -> None:
        self._answering = answering
        self._retriever = retriever
        self._generations = generations
        self._statements = statements
        self._caller = caller

    def ask(self, question: Question, left: Left = stays) -> Outcome:
        self._require(Scope.ASK, question)
        return self._answering.answer(question, self._caller, left)

    def search(self, query: Question, k: int) -> Found:
        self._require(Scope.SEARCH, query)
        return search(self._retriever, self._generations, query, self._caller, k)

    def checked(self, statement: str, about: Question) -> StatementReport:
        self._require(Scope.ASK, about)
        return self._statements.check(statement, about, self._caller)

    def passage(self, id: str) -> ReadPassage:  # noqa: A002
        self._require(Scope.READ)
        with self._generations.lease() as snapshot:
            found = snapshot.library.passage(id, self._caller.access)
            card = snapshot.library.cards([found.document_id])[found.document_id]
        return ReadPassage(passage=found, document=card)

    def _require(self, scope: Scope, question: Question | None = None) -> None:
        rights = RIGHTS[self._caller.role]
        if scope not in rights.scopes:
            raise Forbidden(f"The role {self._caller.role} may not do this (scope {scope}).")
        if question is not None and question.audience not in rights.audiences:
            raise Forbidden(
                f"The role {self._caller.role} may not ask on behalf of a {question.audience}."
            )
