"""Nothing outside a caller's tags, by any way in, on the real index, library and retrieval."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answering.answerer import Answerer
from app.answering.checking import Checking
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.answering.summarising import RecordSummaries
from app.domain.corpus import Audience, Provenance, SplitDocument
from app.domain.identity import TENANT_TAG, Role
from app.domain.question import Caller
from app.domain.ranking import Access
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.quoting import quote
from app.http.front import Front
from app.http.service import create_service
from app.index.generations import HomeGenerations
from app.retrieval.hybrid import HybridRetriever
from tests.fakes import FakeEmbedder, FakeGenerator, FakeLines, FakeRecords, split_document

TAGS = ("pharmacy", "ward 3", "*", "pharmacy,ward 3", f"{TENANT_TAG}north", f"{TENANT_TAG}south")
TITLES = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india")


def _documents() -> list[SplitDocument]:
    """For each audience: one without tags, one for each tag, and some for two."""
    sets = [frozenset[str](), *(frozenset({tag}) for tag in TAGS)]
    sets += [frozenset({TAGS[0], TAGS[4]}), frozenset({TAGS[4], TAGS[5]})]
    made = []
    for audience in Audience:
        for title, tags in zip(TITLES, sets, strict=True):
            stated = Provenance(
                source="fake", licence="CC0-1.0", audience=audience, access_tags=tags
            )
            name = f"{audience} {title}"
            texts = [f"Illustrative examplol dose of {name}.", f"Stop examplol, says {name}."]
            made.append(split_document(name, texts, stated))
    return made


DOCUMENTS = _documents()


class Anyone:
    """Whoever a test says."""

    def __init__(self) -> None:
        self.caller = Caller(name="nobody", access=Access(audiences=frozenset()))

    def identify(self, authorization: str | None, host: str | None, path: str = "") -> Caller:
        return self.caller


ANYONE = Anyone()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home: Path = tmp_path_factory.mktemp("home")
    generations = HomeGenerations(home, FakeEmbedder())
    with generations.begin() as building:
        building.add(DOCUMENTS)
        building.publish()
    judge = ClaimJudge(citer=cite, verifiers=(QuoteVerifier(),), checks=(), quoter=quote)
    retriever = HybridRetriever(FakeEmbedder())
    service = create_service(
        answering=Answerer(
            generations=generations,
            retriever=retriever,
            drafting=Drafting(generator=None, quotations=FakeGenerator(), judge=judge),
            checking=Checking(),
            settings="s",
            rules="r",
        ),
        retriever=retriever,
        generations=generations,
        records=FakeRecords(),
        summarising=RecordSummaries(
            lines=FakeLines(), checking=Checking(), generations=generations
        ),
        callers=ANYONE,
        version="0.0.0",
        front=Front(),
    )
    with TestClient(service) as client:
        yield client
    generations.close()


CALLERS = st.builds(
    lambda audiences, tags: Caller(
        name="app",
        role=Role.CLINICIAN,
        access=Access(audiences=frozenset(audiences), tags=frozenset(tags)),
    ),
    st.sets(st.sampled_from(list(Audience)), min_size=1),
    st.sets(st.sampled_from([*TAGS, "unheard of", "PHARMACY", "", "ward"])),
)


@given(caller=CALLERS, audience=st.sampled_from(list(Audience)), data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_way_in_shows_what_is_outside_a_callers_tags(
    client: TestClient, caller: Caller, audience: Audience, data: st.DataObject
) -> None:
    ANYONE.caller = caller
    seen = {each.document.card.title for each in DOCUMENTS if _may(caller, each)}
    hidden = {each.document.card.title for each in DOCUMENTS} - seen
    target = data.draw(st.sampled_from(DOCUMENTS))
    name = target.document.card.title
    asked = f"Which examplol dose of {name}?"
    narrowed = {"document_ids": [target.document.id]} if data.draw(st.booleans()) else {}
    found = client.post(
        "/v1/search", json={"query": asked, "k": 50, "audience": audience, "filters": narrowed}
    )
    body = {"question": asked, "audience": audience, "filters": narrowed}
    answer = client.post("/v1/questions", json=body)
    stream = client.post("/v1/questions", json=body, headers={"Accept": "text/event-stream"})
    said = {
        "model": f"citewell-{audience}",
        "messages": [{"role": "user", "content": asked}],
        "filters": narrowed,
    }
    completion = client.post("/v1/chat/completions", json=said)
    chunks = client.post("/v1/chat/completions", json={**said, "stream": True})
    for reply in (found, answer, stream, completion, chunks):
        assert reply.status_code == 200
        _shows_nothing_of(hidden, reply.text)
    if not narrowed and audience in caller.access.audiences:
        titles = {each["title"] for each in found.json()["passages"]}
        assert titles, "what may be seen is found"
        assert titles <= seen
    for path in (f"/v1/documents/{target.document.id}", f"/v1/passages/{target.passages[0].id}"):
        reply = client.get(path)
        assert reply.status_code == (200 if name in seen else 404)
        if name in hidden:
            _shows_nothing_of({name}, reply.text)


def _shows_nothing_of(hidden: set[str], text: str) -> None:
    for title in hidden:
        assert f"dose of {title}." not in text
        assert f"says {title}." not in text
        assert json.dumps(title) not in text


def _may(caller: Caller, each: SplitDocument) -> bool:
    stated = each.document.card.provenance
    tags = caller.access.tags or frozenset()
    return stated.audience in caller.access.audiences and (
        not stated.access_tags or any(tag in tags for tag in stated.access_tags)
    )
