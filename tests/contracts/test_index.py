"""What every index must do: the fake, the embedded engine in this process and another, a server."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.corpus import Audience, Provenance, SplitDocument, Status
from app.domain.ports.index import IndexReader, IndexWriter
from app.domain.ranking import Access, Filters, LegHit, Selection
from app.index.edge.isolated import IsolatedWriter
from app.index.edge.reader import EdgeReader
from app.index.edge.writer import EdgeWriter
from app.index.legs import SAME
from app.index.manifest import ANALYZER
from tests.fakes import FakeEmbedder, FakeIndex, admits, entries, split_document
from tests.qdrant import InPlaceRig, ServerRig, needs_server, real_in_place_rig, real_rig

EMBEDDER = FakeEmbedder()
EVERYTHING = Selection(
    access=Access(audiences=frozenset(Audience), tags=None),
    filters=Filters(include_superseded=True),
)


class Rig(Protocol):
    """An index to write and then to read."""

    def writer(self) -> IndexWriter: ...

    def reader(self) -> IndexReader: ...

    def close(self) -> None: ...


class FakeRig:
    def __init__(self, folder: Path) -> None:
        self.index = FakeIndex()

    def writer(self) -> IndexWriter:
        return self.index

    def reader(self) -> IndexReader:
        return self.index

    def close(self) -> None:
        self.index.abandon()


class EdgeRig:
    make: type[EdgeWriter] | type[IsolatedWriter] = EdgeWriter

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "edge"
        self.sealed = 0

    def writer(self) -> IndexWriter:
        return self.make(self.folder, EMBEDDER.card.dimension, ANALYZER)

    def reader(self) -> IndexReader:
        probe = EdgeWriter(self.folder, EMBEDDER.card.dimension, ANALYZER)
        return EdgeReader(self.folder, EMBEDDER.card.dimension, ANALYZER, probe.seal())

    def close(self) -> None:
        """The folder goes with the test's."""


class IsolatedRig(EdgeRig):
    make = IsolatedWriter


@pytest.fixture(
    params=[
        FakeRig,
        EdgeRig,
        IsolatedRig,
        ServerRig,
        InPlaceRig,
        pytest.param(real_rig, marks=needs_server),
        pytest.param(real_in_place_rig, marks=needs_server),
    ]
)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    make: Callable[[Path], Rig] = request.param
    made = make(tmp_path)
    yield made
    made.close()


def write(rig: Rig, documents: list[SplitDocument]) -> IndexReader:
    writer = rig.writer()
    held = entries(documents)
    writer.upsert(held, EMBEDDER.embed_passages([each.passage.indexed_text for each in held]))
    assert writer.seal() == len(held)
    return rig.reader()


def found(hits: tuple[LegHit, ...]) -> set[str]:
    return {hit.document_id for hit in hits}


def provenance(**stated: object) -> Provenance:
    return Provenance.model_validate({"source": "local", "licence": "CC0-1.0", **stated})


LIBRARY = {
    name: split_document(f"Fever {name}", [f"Fever is treated with rest {name}."], stated)
    for name, stated in {
        "plain": provenance(),
        "patient": provenance(audience=Audience.PATIENT),
        "tagged": provenance(access_tags=frozenset({"oncology"})),
        "two-tags": provenance(access_tags=frozenset({"icu", "oncology"})),
        "named-everyone": provenance(access_tags=frozenset({"everyone"})),
        "superseded": provenance(status=Status.SUPERSEDED),
        "retracted": provenance(status=Status.RETRACTED),
        "national": provenance(source="national", jurisdiction="GB"),
        "old": provenance(published=date(2010, 6, 1)),
        "new": provenance(published=date(2024, 2, 29)),
    }.items()
}
CLINICIAN = Access(audiences=frozenset({Audience.CLINICIAN}))
OPERATOR = Access(audiences=frozenset(Audience), tags=None)
ID = {name: each.document.id for name, each in LIBRARY.items()}

SELECTIONS = {
    "a clinician without tags": Selection(access=CLINICIAN),
    "a patient": Selection(access=Access(audiences=frozenset({Audience.PATIENT}))),
    "no audience": Selection(access=Access(audiences=frozenset())),
    "a tag": Selection(access=CLINICIAN.model_copy(update={"tags": frozenset({"icu"})})),
    "a tag nobody has": Selection(access=CLINICIAN.model_copy(update={"tags": frozenset({"x"})})),
    "every tag": Selection(access=OPERATOR),
    "superseded too": Selection(access=OPERATOR, filters=Filters(include_superseded=True)),
    "a source": Selection(access=OPERATOR, filters=Filters(sources=frozenset({"national"}))),
    "an unknown source": Selection(access=OPERATOR, filters=Filters(sources=frozenset({"none"}))),
    "a jurisdiction": Selection(access=OPERATOR, filters=Filters(jurisdictions=frozenset({"GB"}))),
    "documents": Selection(
        access=CLINICIAN, filters=Filters(document_ids=frozenset({ID["new"], ID["tagged"]}))
    ),
    "from a day": Selection(access=OPERATOR, filters=Filters(published_from=date(2010, 6, 1))),
    "after a day": Selection(access=OPERATOR, filters=Filters(published_from=date(2010, 6, 2))),
    "to a day": Selection(access=OPERATOR, filters=Filters(published_to=date(2024, 2, 29))),
    "before a day": Selection(access=OPERATOR, filters=Filters(published_to=date(2024, 2, 28))),
    "between": Selection(
        access=OPERATOR,
        filters=Filters(published_from=date(2011, 1, 1), published_to=date(2023, 1, 1)),
    ),
}


def test_each_leg_scores_what_only_the_other_ranked_as_a_deeper_search_does(rig: Rig) -> None:
    words = ["fever", "rest", "dose", "drug", "child", "renal", "daily", "liver"]
    documents = [
        split_document(
            f"Note {n}", [" ".join(words[(n * step) % 8] for step in range(1, 2 + n % 5))]
        )
        for n in range(1, 25)
    ]
    reader = write(rig, documents)
    vector = EMBEDDER.embed_question("child fever dose")
    for depth in (1, 3, 24):
        legs = reader.search(vector, "renal daily rest", EVERYTHING, depth)
        whole = reader.search(vector, "renal daily rest", EVERYTHING, len(documents))
        dense, lexical = (
            {hit.passage_id: hit.score for hit in leg} for leg in (whole.dense, whole.lexical)
        )
        ranked = [{hit.passage_id for hit in leg} for leg in (legs.dense, legs.lexical)]
        assert {hit.passage_id: hit.score for hit in legs.dense_missed} == pytest.approx(
            {passage: dense[passage] for passage in ranked[1] - ranked[0]}, abs=SAME
        )
        assert {hit.passage_id: hit.score for hit in legs.lexical_missed} == pytest.approx(
            {p: lexical[p] for p in ranked[0] - ranked[1] if p in lexical}, abs=SAME
        )
        assert depth == 24 or legs.dense_missed


def test_both_legs_apply_every_selection_before_they_rank(rig: Rig) -> None:
    reader = write(rig, list(LIBRARY.values()))
    vector = EMBEDDER.embed_question("fever rest")
    for name, selection in SELECTIONS.items():
        expected = {
            each.document.id
            for each in LIBRARY.values()
            if admits(selection, each.document.id, each.document.card.provenance)
        }
        legs = reader.search(vector, "fever rest", selection, 50)
        assert found(legs.dense) == expected, f"dense leg, {name}"
        assert found(legs.lexical) == expected, f"lexical leg, {name}"


def test_a_filter_leaves_k_hits_where_so_many_are_admitted(rig: Rig) -> None:
    crowd = [split_document(f"Cough {i}", [f"Cough syrup {i}."]) for i in range(30)]
    rare = split_document("Old", ["Nothing in common."], provenance(source="rare"))
    reader = write(rig, [*crowd, rare])
    only = Selection(access=OPERATOR, filters=Filters(sources=frozenset({"rare"})))
    legs = reader.search(EMBEDDER.embed_question("cough syrup"), "cough syrup", only, 5)
    assert found(legs.dense) == {rare.document.id}
    assert legs.lexical == ()


def test_the_legs_rank_by_their_scores_and_ties_by_passage_id(rig: Rig) -> None:
    same = [split_document("Twin", ["Sore throat."], origin=f"{i}.md") for i in range(12)]
    best = split_document("Sore throat", ["Sore throat, sore throat: gargle."])
    reader = write(rig, [*same, best])
    legs = reader.search(EMBEDDER.embed_question("sore throat"), "sore throat", EVERYTHING, 10)
    for leg in (legs.dense, legs.lexical):
        assert len(leg) == 10
        assert leg[0].passage_id == best.passages[0].id
        assert list(leg) == sorted(leg, key=lambda hit: (-hit.score, hit.passage_id))
    twins = sorted(each.passages[0].id for each in same)
    assert [hit.passage_id for hit in legs.lexical[1:]] == twins[:9]


def test_the_lexical_leg_holds_only_passages_that_share_a_word(rig: Rig) -> None:
    first = split_document("Warfarin", ["Warfarin thins blood."])
    reader = write(rig, [first, split_document("Rest", ["Sleep well."])])
    vector = EMBEDDER.embed_question("warfarin")
    assert found(reader.search(vector, "warfarin", EVERYTHING, 9).lexical) == {first.document.id}
    assert reader.search(vector, "zzzz", EVERYTHING, 9).lexical == ()
    assert reader.search(vector, "?!", EVERYTHING, 9).lexical == ()
    assert len(reader.search(vector, "zzzz", EVERYTHING, 9).dense) == 2


def test_dense_scores_are_cosines(rig: Rig) -> None:
    reader = write(rig, [split_document("A", ["Ear pain in children."])])
    text = entries([split_document("A", ["Ear pain in children."])])[0].passage.indexed_text
    hit = reader.search(EMBEDDER.embed_question(text), "", EVERYTHING, 1).dense[0]
    assert hit.score == pytest.approx(1.0, abs=1e-5)


def test_a_deleted_document_is_gone_from_both_legs(rig: Rig) -> None:
    kept, gone = (split_document(name, [f"Rash {name}.", "Rash."]) for name in ("kept", "gone"))
    writer = rig.writer()
    held = entries([kept, gone])
    writer.upsert(held, EMBEDDER.embed_passages([each.passage.indexed_text for each in held]))
    writer.delete([gone.document.id, "no-such-document"])
    assert writer.seal() == 2
    legs = rig.reader().search(EMBEDDER.embed_question("rash"), "rash", EVERYTHING, 9)
    assert found(legs.dense) == found(legs.lexical) == {kept.document.id}


def test_an_upsert_replaces_a_passage_of_the_same_id(rig: Rig) -> None:
    document = split_document("A", ["Knee pain."])
    writer = rig.writer()
    held = entries([document])
    for words in ("left", "right"):
        writer.upsert(held, EMBEDDER.embed_passages([words]))
    assert writer.seal() == 1
    hit = rig.reader().search(EMBEDDER.embed_question("right"), "", EVERYTHING, 1).dense[0]
    assert hit.score == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    "vectors",
    [
        np.full((1, EMBEDDER.card.dimension), np.nan, dtype=np.float32),
        np.full((1, EMBEDDER.card.dimension), np.inf, dtype=np.float32),
        np.ones((1, EMBEDDER.card.dimension + 1), dtype=np.float32),
        np.ones((2, EMBEDDER.card.dimension), dtype=np.float32),
    ],
    ids=["NaN", "infinite", "too long", "too many"],
)
def test_vectors_that_cannot_be_searched_are_refused_and_the_writer_goes_on(
    rig: Rig, vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]
) -> None:
    writer = rig.writer()
    held = entries([split_document("A", ["Knee pain."])])
    with pytest.raises(ValueError, match="vector"):
        writer.upsert(held, vectors)
    writer.upsert(held, EMBEDDER.embed_passages(["knee"]))
    assert writer.seal() == 1


def test_a_question_vector_that_is_not_finite_is_refused(rig: Rig) -> None:
    reader = write(rig, [split_document("A", ["Knee pain."])])
    bad = np.full(EMBEDDER.card.dimension, np.nan, dtype=np.float32)
    with pytest.raises(ValueError, match="vector"):
        reader.search(bad, "knee", EVERYTHING, 1)


def test_an_empty_index_finds_nothing(rig: Rig) -> None:
    assert rig.writer().seal() == 0
    legs = rig.reader().search(EMBEDDER.embed_question("knee"), "knee", EVERYTHING, 5)
    assert (legs.dense, legs.lexical) == ((), ())


ACCESS = st.builds(
    Access,
    audiences=st.frozensets(st.sampled_from(Audience)),
    tags=st.none() | st.frozensets(st.sampled_from(["icu", "oncology", "everyone", "x"])),
)
FILTERS = st.builds(
    Filters,
    sources=st.frozensets(st.sampled_from(["local", "national", "none"])),
    jurisdictions=st.frozensets(st.sampled_from(["GB", "US"])),
    document_ids=st.frozensets(st.sampled_from(sorted(ID.values()))),
    published_from=st.none() | st.dates(date(2009, 1, 1), date(2025, 1, 1)),
    published_to=st.none() | st.dates(date(2009, 1, 1), date(2025, 1, 1)),
    include_superseded=st.booleans(),
)


@pytest.fixture(scope="module", params=[EdgeRig, InPlaceRig])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[IndexReader]:
    make: Callable[[Path], Rig] = request.param
    rig = make(tmp_path_factory.mktemp("engine"))
    yield write(rig, list(LIBRARY.values()))
    rig.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(access=ACCESS, filters=FILTERS)
def test_no_passage_outside_the_selection_is_ever_found(
    engine: IndexReader, access: Access, filters: Filters
) -> None:
    selection = Selection(access=access, filters=filters)
    expected = {
        each.document.id
        for each in LIBRARY.values()
        if admits(selection, each.document.id, each.document.card.provenance)
    }
    legs = engine.search(EMBEDDER.embed_question("fever rest"), "fever", selection, 50)
    assert found(legs.dense) == expected
    assert found(legs.lexical) == expected


def test_grades_are_refused_and_never_passed_over(rig: Rig) -> None:
    reader = write(rig, [split_document("One", ["Illustrative: fever."])])
    graded = Selection(access=EVERYTHING.access, filters=Filters(grades=frozenset({"B"})))
    with pytest.raises(ValueError, match="documents"):
        reader.search(EMBEDDER.embed_question("fever"), "fever", graded, 5)
