"""Citewell as LangChain's own pieces see it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from app.domain.answer import Answer, DoneEvent, Outcome
from app.domain.corpus import Audience, Provenance
from app.domain.errors import InvalidQuestion
from app.domain.question import Caller
from app.domain.ranking import Access
from app.integrations.langchain import CitewellAnswers, CitewellRetriever
from tests.fakes import FakeAnswering, FakeGenerations, FakeRetriever, split_document

EVERYONE = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))
PATIENT = Caller(name="portal", access=Access(audiences=frozenset({Audience.PATIENT})))
CLINICAL = split_document("Itch guideline", ["Give examplol 5 mg for itch."])
LEAFLET = split_document(
    "Itch leaflet",
    ["Keep your skin cool when you itch."],
    Provenance(source="leaflets", licence="CC0-1.0", audience=Audience.PATIENT),
)


@pytest.fixture
def generations() -> FakeGenerations:
    found = FakeGenerations()
    with found.begin() as building:
        building.add([CLINICAL, LEAFLET])
        building.publish()
    return found


def test_a_chain_retrieves_passages_with_where_they_stand(generations: FakeGenerations) -> None:
    retriever = CitewellRetriever.over(FakeRetriever(), generations, EVERYONE, k=1)
    assert isinstance(retriever, BaseRetriever)
    (found,) = retriever.invoke("examplol for itch")
    text = CLINICAL.document.text
    assert found.page_content == text[found.metadata["start"] : found.metadata["end"]]
    assert found.metadata["document_id"] == CLINICAL.document.id

    def titled(documents: list[Document]) -> list[str]:
        return [each.metadata["title"] for each in documents]

    titles = retriever | RunnableLambda(titled)
    assert titles.invoke("examplol for itch") == ["Itch guideline"]


def test_a_chain_sees_no_more_than_its_caller_may(generations: FakeGenerations) -> None:
    retriever = CitewellRetriever.over(FakeRetriever(), generations, PATIENT)
    assert {each.metadata["title"] for each in retriever.invoke("itch")} == {"Itch leaflet"}


def test_a_chain_is_answered_with_an_outcome(generations: FakeGenerations) -> None:
    answers = CitewellAnswers(FakeAnswering(generations, FakeRetriever()), EVERYONE)

    def told(outcome: Outcome) -> str:
        assert isinstance(outcome, Answer)
        return outcome.claims[0].citations[0].quote

    assert (answers | RunnableLambda(told)).invoke("examplol for itch").startswith("Give examplol")
    assert isinstance(list(answers.events("examplol for itch"))[-1], DoneEvent)
    outcomes = answers.batch(["examplol for itch", "itch"])
    assert [each.kind for each in outcomes] == ["answer", "answer"]


def test_what_is_no_question_is_refused_as_everywhere(generations: FakeGenerations) -> None:
    answers = CitewellAnswers(FakeAnswering(generations, FakeRetriever()), EVERYONE)
    with pytest.raises(InvalidQuestion):
        answers.invoke("   ")


TRACED = """
import asyncio, socket
connected = []
connect = socket.socket.connect
def told(self, address):
    connected.append(address)
    return connect(self, address)
socket.socket.connect = told
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers.langchain import wait_for_all_tracers
from app.integrations.langchain import CitewellAnswers, CitewellRetriever
from tests.app.integrations.test_langchain import CLINICAL, EVERYONE
from tests.fakes import FakeAnswering, FakeGenerations, FakeRetriever
generations = FakeGenerations()
with generations.begin() as building:
    building.add([CLINICAL])
    building.publish()
retriever = CitewellRetriever.over(FakeRetriever(), generations, EVERYONE)
found = [*retriever.invoke("itch"), *asyncio.run(retriever.ainvoke("itch"))]
answers = CitewellAnswers(FakeAnswering(generations, FakeRetriever()), EVERYONE)
outcomes = [answers.invoke("itch"), *answers.batch(["itch"]), *answers.stream("itch"),
            asyncio.run(answers.ainvoke("itch"))]
wait_for_all_tracers()
print(len(found), len(outcomes), [each for each in connected if isinstance(each, tuple)])
"""


@pytest.mark.parametrize(
    "switch", ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"]
)
def test_a_tracing_service_of_the_environment_is_told_nothing(switch: str) -> None:
    outside = {
        switch: "true",
        "LANGSMITH_API_KEY": "key",
        "LANGSMITH_ENDPOINT": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-c", TRACED],
        cwd=Path(__file__).parents[3],
        env={**os.environ, **outside},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2 4 []\n"
