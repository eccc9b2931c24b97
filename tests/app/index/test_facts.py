"""Drug facts in a home folder: they are built, verified and kept with their generation."""

from pathlib import Path

import pytest

from app.domain.corpus import Audience, Span, SplitDocument
from app.domain.errors import BuildFailed, IndexMismatch, IndexUnavailable
from app.domain.facts import DocumentWithFacts, DoseFact
from app.domain.ranking import Access, Selection
from app.index.facts import SqliteFacts, SqliteFactWriter
from app.index.generations import HomeGenerations
from app.index.manifest import MANIFEST
from app.index.verification import fact_problem
from tests.facts import stated
from tests.fakes import FakeEmbedder, FakeFacts, FakeLibrary

EVERYONE = Selection(access=Access(audiences=frozenset(Audience), tags=None))
ONE = stated("One")
TWO = stated("Two", dose="Give 5 mg by mouth at once.")


def build(generations: HomeGenerations, *documents: SplitDocument) -> str:
    with generations.begin() as building:
        building.add(documents)
        return building.publish().generation


def doses(generations: HomeGenerations) -> set[str]:
    with generations.lease() as snapshot:
        return {fact.quote for fact in snapshot.facts.facts("examplol", DoseFact, EVERYONE)}


def test_facts_are_published_and_leave_with_their_document(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    build(generations, ONE, TWO)
    assert doses(generations) == {ONE.facts[0].quote, TWO.facts[0].quote}
    with generations.begin() as building:
        building.remove([ONE.document.id])
        second = building.publish().generation
    assert doses(generations) == {TWO.facts[0].quote}
    assert generations.verify(second).problems == ()


def test_a_document_removed_before_it_was_embedded_leaves_no_facts(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    with generations.begin() as building:
        building.add([ONE, TWO])
        building.remove([ONE.document.id])
        building.publish()
    assert doses(generations) == {TWO.facts[0].quote}


def test_rolling_back_brings_the_facts_of_then_back(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    first = build(generations, ONE)
    build(generations, TWO)
    generations.rollback(first)
    assert doses(generations) == {ONE.facts[0].quote}


def test_a_rebuild_keeps_the_facts(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    build(generations, ONE, TWO)
    rebuilt = generations.rebuild()
    assert doses(generations) == {ONE.facts[0].quote, TWO.facts[0].quote}
    assert generations.verify(rebuilt.generation).problems == ()


def test_a_fact_in_a_passage_that_is_not_there_is_never_published(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    stray = ONE.facts[0].model_copy(update={"passage_id": "elsewhere"})
    broken = ONE.model_copy(update={"facts": (stray,)})
    with pytest.raises(BuildFailed, match="1 passages that drug facts stand in"):
        build(generations, broken)
    assert generations.current() is None


def test_a_generation_without_its_facts_is_damaged(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    generation = build(generations, ONE)
    (tmp_path / "generations" / generation / "facts.sqlite").unlink()
    assert "facts.sqlite" in generations.verify(generation).problems[0]
    with pytest.raises(IndexUnavailable, match=r"facts\.sqlite"), generations.lease():
        pass
    with pytest.raises(IndexUnavailable, match="facts"):
        generations.rebuild()


def test_a_generation_made_before_there_were_facts_is_refused(tmp_path: Path) -> None:
    generations = HomeGenerations(tmp_path, FakeEmbedder())
    generation = build(generations, ONE)
    manifest = tmp_path / "generations" / generation / MANIFEST
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 1'))
    with pytest.raises(IndexMismatch, match="format 1"), generations.begin():
        pass


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"passage_id": "elsewhere"}, "which is not there"),
        ({"quote": "Give 9 mg by mouth."}, "quotes words"),
        ({"document_id": "another"}, "quotes words"),
        ({"span": Span(start=1, end=20)}, "quotes words"),
    ],
)
def test_a_fact_that_does_not_stand_where_it_says_is_found(
    change: dict[str, object], problem: str
) -> None:
    library = FakeLibrary([ONE])
    facts = FakeFacts(library)
    facts.put([ONE])
    assert fact_problem(facts, library) is None
    moved = ONE.facts[0].model_copy(update=change)
    facts.put([ONE.model_copy(update={"facts": (moved,)})])
    assert problem in (fact_problem(facts, library) or "")


def test_a_file_that_holds_no_facts_is_told(tmp_path: Path) -> None:
    file = tmp_path / "facts.sqlite"
    file.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(IndexUnavailable, match="cannot be read"):
        SqliteFacts(file, FakeLibrary().cards)
    with pytest.raises(BuildFailed, match="cannot be written"):
        SqliteFactWriter(file)


def test_a_document_comes_back_with_its_facts_for_another_generation(tmp_path: Path) -> None:
    file = tmp_path / "facts.sqlite"
    writer = SqliteFactWriter(file)
    writer.put([ONE])
    writer.close()
    facts = SqliteFacts(file, FakeLibrary([ONE]).cards)
    plain = SplitDocument(document=ONE.document, passages=ONE.passages)
    assert facts.attached(plain) == ONE
    assert facts.attached(TWO) == DocumentWithFacts(document=TWO.document, passages=TWO.passages)
    facts.close()
