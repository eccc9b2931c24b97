"""Citewell inside LangChain: the ranking as a retriever, the whole trip as a runnable.

    from app.compose import build_parts
    from app.integrations.langchain import CitewellAnswers, CitewellRetriever
    from app.settings import read_settings

    parts = build_parts(read_settings())
    retriever = CitewellRetriever.over(parts.retriever, parts.generations, caller)
    documents = retriever.invoke("Which dose of examplol relieves itch?")
    answers = CitewellAnswers(parts.answering, caller)
    outcome = answers.invoke("Which dose of examplol relieves itch?")

LangSmith's tracing, which an environment may switch on (LANGSMITH_TRACING and its kin), is off in
both: nothing of a question, a passage or an outcome is reported from here. A chain that is built
around them is traced, or not, by whoever built it.

A retriever gives words without any check of what is made of them; `CitewellAnswers` gives claims
that were verified, an abstention, or a referral.
"""

from collections.abc import Iterator
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langsmith.run_helpers import tracing_context
from pydantic import ConfigDict, Field, PrivateAttr

from app.domain.answer import Event, Outcome
from app.domain.found import MOST_FOUND, FoundPassage, search
from app.domain.ports.answering import Answering
from app.domain.ports.index import Generations
from app.domain.ports.retrieval import Retriever
from app.domain.question import Caller, Question


class CitewellRetriever(BaseRetriever):
    """A `BaseRetriever` over the library, as far as one caller may see it.

    A document's id is the passage's; its metadata says where it stands, so that
    `GET /v1/documents/{document_id}` shows the words in their place.
    """

    model_config = ConfigDict(extra="forbid")

    k: int = Field(default=10, ge=1, le=MOST_FOUND)
    """Passages for one question."""
    _retriever: Retriever = PrivateAttr()
    _generations: Generations = PrivateAttr()
    _caller: Caller = PrivateAttr()

    @classmethod
    def over(
        cls, retriever: Retriever, generations: Generations, caller: Caller, k: int = 10
    ) -> Self:
        """One that asks these parts on behalf of `caller`."""
        made = cls(k=k)
        made._retriever = retriever
        made._generations = generations
        made._caller = caller
        return made

    def invoke(
        self,
        input: str,  # noqa: A002 - LangChain's signature
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        """Raises InvalidQuestion, IndexUnavailable."""
        with tracing_context(enabled=False):
            return super().invoke(input, config, **kwargs)

    async def ainvoke(
        self,
        input: str,  # noqa: A002 - LangChain's signature
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        """Raises InvalidQuestion, IndexUnavailable."""
        with tracing_context(enabled=False):
            return await super().ainvoke(input, config, **kwargs)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[Document]:
        """Raises InvalidQuestion, IndexUnavailable."""
        found = search(
            self._retriever, self._generations, Question.asked(query), self._caller, self.k
        )
        return [_document(each) for each in found.passages]


class CitewellAnswers(Runnable[str, Outcome]):
    """A `Runnable` from a question to an outcome; `events` gives the same as it comes."""

    def __init__(self, answering: Answering, caller: Caller) -> None:
        self._answering = answering
        self._caller = caller

    def invoke(
        self,
        input: str,  # noqa: A002 - LangChain's signature
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Outcome:
        """Raises InvalidQuestion, IndexUnavailable, Overloaded."""
        with tracing_context(enabled=False):
            return self._call_with_config(self._answer, input, config, **kwargs)

    def events(self, question: str) -> Iterator[Event]:
        """Evidence, then claims and checks as they pass, then conflicts and exactly one `done`."""
        return self._answering.stream(Question.asked(question), self._caller)

    def _answer(self, question: str) -> Outcome:
        return self._answering.answer(Question.asked(question), self._caller)


def _document(found: FoundPassage) -> Document:
    return Document(
        id=found.id,
        page_content=found.text,
        metadata={
            "document_id": found.document_id,
            "title": found.title,
            "path": list(found.path),
            "source": found.source,
            "start": found.span.start,
            "end": found.span.end,
            "pages": list(found.pages) if found.pages else None,
            "rank": found.rank,
            "score": found.score,
        },
    )
