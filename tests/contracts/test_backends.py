"""The embedded index and a server rank alike: same passages, same questions, same top 20."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Audience, Provenance, SplitDocument, Status
from app.domain.ports.index import IndexReader, IndexWriter
from app.domain.ranking import Access, Filters, LegHit, Selection
from app.index.edge.reader import EdgeReader
from app.index.edge.writer import EdgeWriter
from app.index.manifest import ANALYZER
from app.retrieval.fusion import FUSIONS
from tests.fakes import FakeEmbedder, entries, split_document
from tests.qdrant import DIMENSION, InPlaceRig, ServerRig, needs_server, real_in_place_rig, real_rig

EMBEDDER = FakeEmbedder()
TOP = 20
QUESTIONS = 100
WORDS = (  # noqa: SIM905 - a list of forty lines says no more
    "fever cough asthma inhaler steroid daily dose child adult renal liver kidney pain chest heart "
    "failure stroke bleeding warfarin apixaban potassium sodium insulin glucose thyroid pregnancy "
    "antibiotic amoxicillin allergy rash skin wound infection sepsis oxygen ventilation surgery "
    "anaesthesia opioid morphine naloxone seizure epilepsy migraine nausea vomiting diarrhoea"
).split()


def library() -> list[SplitDocument]:
    """A hundred made-up documents of five passages; thirty are twins, so that scores tie."""
    chance = random.Random(11)
    documents = []
    for n in range(100):
        passages = [
            " ".join(chance.choices(WORDS, k=chance.randint(4, 40))).capitalize() + "."
            for _ in range(4)
        ]
        stated = Provenance(
            source=chance.choice(["local", "national"]),
            licence="CC0-1.0",
            audience=chance.choice(list(Audience)),
            status=chance.choice([Status.CURRENT, Status.CURRENT, Status.SUPERSEDED]),
            published=date(2015 + n % 10, 1, 1),
        )
        passages.append("Sore throat in a child." if n < 30 else " ".join(passages[:2]))
        documents.append(split_document("Notes", passages, stated, origin=f"{n}.md"))
    return documents


def questions() -> Iterator[tuple[str, Selection]]:
    chance = random.Random(12)
    everyone = Access(audiences=frozenset(Audience), tags=None)
    clinician = Access(audiences=frozenset({Audience.CLINICIAN}))
    for n in range(QUESTIONS):
        words = "sore throat child" if n % 10 == 0 else " ".join(chance.choices(WORDS, k=4))
        narrowed = Filters(
            sources=frozenset({"local"}) if n % 4 == 1 else frozenset(),
            published_from=date(2019, 1, 1) if n % 4 == 2 else None,
            include_superseded=n % 2 == 0,
        )
        yield words, Selection(access=everyone if n % 3 else clinician, filters=narrowed)


def write(writer: IndexWriter, documents: list[SplitDocument]) -> int:
    held = entries(documents)
    writer.upsert(held, EMBEDDER.embed_passages([each.passage.indexed_text for each in held]))
    return writer.seal()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    folder = tmp_path_factory.mktemp("embedded") / "edge"
    sealed = write(EdgeWriter(folder, DIMENSION, ANALYZER), library())
    reader = EdgeReader(folder, DIMENSION, ANALYZER, sealed)
    yield reader
    reader.close()


@pytest.fixture(
    scope="module",
    params=[
        ServerRig,
        InPlaceRig,
        pytest.param(real_rig, marks=needs_server),
        pytest.param(real_in_place_rig, marks=needs_server),
    ],
)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[IndexReader]:
    make: Callable[[Path], ServerRig] = request.param
    rig = make(tmp_path_factory.mktemp("server"))
    write(rig.writer(), library())
    yield rig.reader()
    rig.close()


def test_both_backends_give_the_same_top_20(embedded: IndexReader, server: IndexReader) -> None:
    assert embedded.count() == server.count() == 500
    compared = 0
    for words, selection in questions():
        vector = EMBEDDER.embed_question(words)
        one, other = (each.search(vector, words, selection, TOP) for each in (embedded, server))
        assert one.dense
        assert one.lexical
        for leg in ("dense", "lexical", "dense_missed", "lexical_missed"):
            mine, theirs = getattr(one, leg), getattr(other, leg)
            same(mine, theirs)
            compared += len(mine)
        for fusion in FUSIONS.values():
            fused, theirs = fusion(one, TOP), fusion(other, TOP)
            assert [hit.score for hit in fused.hits] == pytest.approx(
                [hit.score for hit in theirs.hits], abs=1e-5
            )
            assert [hit.passage_id for hit in fused.hits] == [h.passage_id for h in theirs.hits]
    assert compared > 50 * QUESTIONS


def same(mine: tuple[LegHit, ...], theirs: tuple[LegHit, ...]) -> None:
    assert [hit.score for hit in mine] == pytest.approx([h.score for h in theirs], abs=1e-5)
    assert [hit.passage_id for hit in mine] == [hit.passage_id for hit in theirs]
