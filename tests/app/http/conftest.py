"""A service on fakes, and one client that holds its token."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.answering.checking import Checking
from app.answering.reporting import FiledReports
from app.answering.summarising import RecordSummaries
from app.answering.taking_feedback import TakenFeedback
from app.domain.corpus import Audience, Provenance, SplitDocument
from app.domain.identity import Rate
from app.domain.model_state import ModelState
from app.http.auth import BearerTokens, Callers
from app.http.front import Front
from app.http.service import create_service
from tests.conversations import FakeConversations, Rig
from tests.decision_support import CARD, FakeFiling, FakeSupport
from tests.fakes import (
    FakeAnswering,
    FakeAuditLog,
    FakeGenerations,
    FakeLines,
    FakeRecords,
    FakeRetriever,
    split_document,
)
from tests.feedback import FakeFeedback
from tests.idempotency import FakeReplies
from tests.people import FakeAdverseEvents, FakeReviewQueue, FakeTopics

LARGEST_RECORD = 4 * 1024 * 1024
TOKEN = "token-of-the-tests"
FRONT = Front(open_docs=True, failures=Rate(requests=1_000_000, seconds=1))
DOSE = "Illustrative drug A is given as 5 mg once daily."
LEAFLET = "Illustrative drug A is a small white tablet."


def documents() -> list[SplitDocument]:
    return [
        split_document("Drug A", [DOSE, "Check serum potassium after one week."]),
        split_document(
            "Drug A leaflet",
            [LEAFLET],
            Provenance(source="leaflets", licence="CC0-1.0", audience=Audience.PATIENT),
        ),
    ]


class World:
    """The fakes behind one service."""

    def __init__(
        self,
        *,
        empty: bool = False,
        callers: Callers | None = None,
        front: Front = FRONT,
        log: FakeAuditLog | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("kept", FakeReplies())
        self.generations = FakeGenerations()
        if not empty:
            with self.generations.begin() as building:
                building.add(documents())
                building.publish()
        self.retriever = FakeRetriever(self.generations.embedder)
        self.answering = FakeAnswering(self.generations, self.retriever)
        self.records = FakeRecords()
        self.summarising = RecordSummaries(
            lines=FakeLines(), checking=Checking(), generations=self.generations
        )
        self.feedback = FakeFeedback()
        self.queue = FakeReviewQueue()
        self.support = FakeSupport([CARD])
        self.filing = FakeFiling(CARD.uuid)
        self.model: ModelState | None = None
        self.chat = Rig(self.answering, conversations=FakeConversations())
        self.service: FastAPI = create_service(
            answering=self.answering,
            retriever=self.retriever,
            generations=self.generations,
            records=self.records,
            summarising=self.summarising,
            largest_record=LARGEST_RECORD,
            callers=callers or BearerTokens({"tests": TOKEN}),
            version="0.0.0",
            front=front,
            model=lambda: self.model,
            chatting=self.chat.chats,
            reviews=self.queue,
            taking=TakenFeedback(self.feedback, self.queue, FakeTopics(), log or FakeAuditLog()),
            support=self.support,
            filing=self.filing,
            reporting=FiledReports(FakeAdverseEvents(), FakeReviewQueue(), FakeTopics()),
            **options,
        )

    def client(self, token: str | None = TOKEN) -> TestClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return TestClient(self.service, headers=headers, base_url="http://127.0.0.1:8008")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as client:
        yield client
