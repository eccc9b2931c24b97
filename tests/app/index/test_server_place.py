"""Generations of one home on a server: aborted, killed, rolled back, pruned, and told from others.

On the client's local mode; the same on a real server where one is named.
"""

import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.corpus import Audience, SplitDocument
from app.domain.errors import (
    BuildFailed,
    ConfigurationError,
    IndexMismatch,
    IndexUnavailable,
    NotFound,
)
from app.domain.manifest import Collection
from app.domain.ports.index import Building
from app.domain.ranking import Access, Filters, Selection
from app.index.generations import HomeGenerations
from app.index.manifest import ANALYZER
from app.index.points import Between
from app.index.server.collections import Server
from app.index.server.in_place import SINCE, UNTIL
from app.index.server.options import ServerOptions
from app.index.server.place import NOTE, ServerPlace
from app.index.server.words import Where
from tests.fakes import FakeEmbedder, entries, split_document
from tests.qdrant import local, needs_server, real

EVERYONE = Selection(
    access=Access(audiences=frozenset(Audience), tags=None),
    filters=Filters(include_superseded=True),
)
FEVER = split_document("Fever", ["Fever is treated with rest.", "Call if it lasts."])
COUGH = split_document("Cough", ["Cough is treated with honey."])
EAR = split_document("Ear", ["Ear pain is treated with drops."])
MANY = split_document("Many", [f"Words {n}." for n in range(512)])
"""Enough to be written before the build ends."""
EVERY_POINT = Where()
MARKED = Where(every=(Between(UNTIL, least=0),))


class Site:
    """A home and the server that its index lives on."""

    def __init__(self, home: Path, options: ServerOptions) -> None:
        self.home = home
        self.place = ServerPlace(home, options)
        self.server: Server = self.place.server
        self.generations = self.opened()

    def opened(self, kept: int = 3) -> HomeGenerations:
        return HomeGenerations(self.home, FakeEmbedder(), kept=kept, place=self.place)

    def publish(self, *documents: SplitDocument, without: SplitDocument | None = None) -> str:
        with self.generations.begin() as building:
            building.add(documents)
            if without is not None:
                building.remove([without.document.id])
            return building.publish().generation

    def stands_at(self, generation: str) -> Collection:
        (manifest,) = (each for each in self.generations.kept() if each.generation == generation)
        assert manifest.collection is not None
        return manifest.collection

    def points(self, generation: str) -> int:
        """Of every generation in this one's collection."""
        return self.server.count(self.stands_at(generation).name, EVERY_POINT)


@pytest.fixture(params=["local", pytest.param("real", marks=needs_server)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "home", real() if request.param == "real" else local())
    yield made
    made.place.forget(made.generations.kept(), ())
    made.generations.close()


def found(generations: HomeGenerations, question: str = "fever cough ear pain") -> set[str]:
    with generations.lease() as snapshot:
        vector = FakeEmbedder().embed_question(question)
        legs = snapshot.index.search(vector, question, EVERYONE, 50)
        held = snapshot.library.passages([hit.passage_id for hit in legs.dense])
        titles = snapshot.library.cards(sorted({each.document_id for each in held}))
        assert snapshot.index.count() == snapshot.manifest.counts.passages
        return {card.title for card in titles.values()}


def test_a_build_is_written_in_place_and_seen_only_once_it_is_published(site: Site) -> None:
    first = site.publish(FEVER, COUGH)
    with site.generations.lease() as before:
        with site.generations.begin() as building:
            building.add([EAR])
            building.remove([COUGH.document.id])
            sealed = building._index  # the build's writes go through before it is published
            building._write()
            assert sealed.collection == Collection(name=site.stands_at(first).name, sequence=2)
            assert found(site.generations) == {"Fever", "Cough"}
            second = building.publish().generation
        assert found(site.generations) == {"Fever", "Ear"}
        assert before.index.count() == 3
        legs = before.index.search(FakeEmbedder().embed_question("cough"), "cough", EVERYONE, 9)
        assert {hit.document_id for hit in legs.lexical} == {COUGH.document.id}
    assert site.stands_at(second).name == site.stands_at(first).name
    for generation in (first, second):
        assert site.generations.verify(generation).problems == ()


def test_scores_do_not_depend_on_what_other_generations_hold(site: Site) -> None:
    site.publish(FEVER, COUGH, *(split_document(f"D{n}", ["Fever, fever."]) for n in range(9)))
    for n in range(9):
        with site.generations.begin() as building:
            building.remove([split_document(f"D{n}", ["Fever, fever."]).document.id])
            building.publish()
    alone = Site(site.home.parent / "alone", local())
    alone.publish(FEVER, COUGH)
    vector = FakeEmbedder().embed_question("fever honey")
    with site.generations.lease() as grown, alone.generations.lease() as fresh:
        one, other = (
            each.index.search(vector, "fever honey", EVERYONE, 9) for each in (grown, fresh)
        )
    for leg in ("dense", "lexical"):
        assert {hit.passage_id: hit.score for hit in getattr(one, leg)} == pytest.approx(
            {hit.passage_id: hit.score for hit in getattr(other, leg)}, abs=1e-5
        )
    alone.generations.close()


def fail_after_writing(site: Site, building: Building) -> None:
    before = site.points(building_on(site))
    building.remove([COUGH.document.id])
    building.add([MANY])
    assert site.points(building_on(site)) == before + 512
    raise ZeroDivisionError


def building_on(site: Site) -> str:
    current = site.generations.current()
    assert current is not None
    return current.generation


def test_an_aborted_build_leaves_nothing_behind(site: Site) -> None:
    first = site.publish(FEVER, COUGH)
    with pytest.raises(ZeroDivisionError), site.generations.begin() as building:
        fail_after_writing(site, building)
    assert site.points(first) == 3
    assert site.server.count(site.stands_at(first).name, MARKED) == 0
    assert not (site.home / NOTE).exists()
    assert found(site.generations) == {"Fever", "Cough"}


def test_an_aborted_full_build_leaves_no_collection(site: Site) -> None:
    site.publish(FEVER)
    with site.generations.begin(fresh=True) as building:
        building.add([MANY])
        begun = Collection.model_validate_json((site.home / NOTE).read_text())
        assert site.server.count(begun.name, EVERY_POINT) == 512
    assert not site.server.exists(begun.name)
    assert found(site.generations) == {"Fever"}


def test_what_a_killed_build_wrote_is_undone_by_the_next(site: Site) -> None:
    first = site.publish(FEVER, COUGH)
    name = site.stands_at(first).name
    killed = site.place.begin(
        site.home, site.generations.current(), site.generations.kept, 64, ANALYZER
    )
    killed.delete([COUGH.document.id])
    held = entries([EAR])
    texts = [each.passage.indexed_text for each in held]
    killed.upsert(held, FakeEmbedder().embed_passages(texts))
    assert (site.points(first), site.server.count(name, MARKED)) == (4, 1)
    assert found(site.generations) == {"Fever", "Cough"}
    second = site.publish(split_document("Eye", ["Eye pain."]))
    assert found(site.generations) == {"Fever", "Cough", "Eye"}
    assert (site.points(second), site.server.count(name, MARKED)) == (4, 0)
    assert site.generations.verify(second).problems == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from app.index.generations import HomeGenerations
from app.index.server.options import ServerOptions
from app.index.server.place import ServerPlace
from tests.fakes import FakeEmbedder, entries, split_document
home = Path(sys.argv[1])
place = ServerPlace(home, ServerOptions(url=sys.argv[2]))
with HomeGenerations(home, FakeEmbedder(), place=place).begin() as building:
    building.remove([split_document("Cough", ["Cough is treated with honey."]).document.id])
    building.add([split_document(f"D{n}", [f"Words {n}.", "More."]) for n in range(300)])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_while_it_writes_leaves_the_published_generation(tmp_path: Path) -> None:
    home, stored = tmp_path / "home", str(tmp_path / "stored")
    site = Site(home, local(url=stored))
    first = site.publish(FEVER, COUGH)
    site.generations.close()
    process = subprocess.run(
        [sys.executable, "-c", KILLED, str(home), stored],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert process.returncode == -signal.SIGKILL
    site = Site(home, local(url=stored))
    assert site.points(first) > 600
    assert found(site.generations) == {"Fever", "Cough"}
    assert site.generations.verify(first).problems == ()
    second = site.publish(EAR)
    assert site.points(second) == 4
    assert found(site.generations) == {"Fever", "Cough", "Ear"}
    site.generations.close()


def test_a_build_after_a_rollback_leaves_the_newer_generation_as_it_is(site: Site) -> None:
    first = site.publish(FEVER)
    second = site.publish(COUGH)
    site.generations.rollback(first)
    assert found(site.generations) == {"Fever"}
    third = site.publish(EAR)
    assert found(site.generations) == {"Fever", "Ear"}
    assert site.stands_at(third).name != site.stands_at(first).name
    site.generations.rollback(second)
    assert found(site.generations) == {"Fever", "Cough"}
    for generation in (first, second, third):
        assert site.generations.verify(generation).problems == ()
    site.generations.rollback(third)
    fourth = site.publish(without=FEVER)
    assert found(site.generations) == {"Ear"}
    assert site.stands_at(fourth) == Collection(name=site.stands_at(third).name, sequence=2)


def test_pruning_deletes_what_no_kept_generation_sees(site: Site) -> None:
    site.generations = site.opened(kept=2)
    first = site.publish(FEVER, COUGH)
    second = site.publish(EAR, without=COUGH)
    assert site.points(second) == 4
    third = site.publish(COUGH, without=FEVER)
    assert [each.generation for each in site.generations.kept()] == [third, second]
    assert site.points(third) == 4  # first's cough is gone; fever and ear, marked fever, new cough
    for generation in (second, third):
        assert site.generations.verify(generation).problems == ()
    with pytest.raises(NotFound):
        site.generations.verify(first)


def test_a_full_build_makes_a_collection_switches_the_alias_and_drops_the_old_one(
    site: Site,
) -> None:
    site.generations = site.opened(kept=2)
    alias = site.place.options.collection
    first = site.publish(FEVER)
    old = site.stands_at(first).name
    assert site.server.aliased(alias) == old
    second = site.generations.rebuild().generation
    new = site.stands_at(second).name
    assert new != old
    assert site.server.aliased(alias) == new
    site.generations.rollback(first)
    assert site.server.aliased(alias) == old
    site.generations.rollback(second)
    site.generations.rebuild()
    assert old not in {each.collection.name for each in site.generations.kept() if each.collection}
    assert not site.server.exists(old)


def test_another_homes_alias_is_left_alone(
    site: Site, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    first = site.publish(FEVER)
    other = Site(tmp_path / "other", site.place.options)
    other.place.server = other.server = site.server
    with caplog.at_level(logging.WARNING):
        second = other.publish(COUGH)
    assert "CITEWELL_QDRANT_COLLECTION" in caplog.text
    assert site.server.aliased(site.place.options.collection) == site.stands_at(first).name
    assert (found(site.generations), found(other.generations)) == ({"Fever"}, {"Cough"})
    assert other.stands_at(second).name != site.stands_at(first).name
    other.place.forget(other.generations.kept(), ())


def test_a_home_from_a_backup_does_not_write_over_a_newer_generation(site: Site) -> None:
    first = site.publish(FEVER)
    second = site.publish(COUGH)
    (site.home / "current").write_text(first)
    lost = site.home / "generations" / second
    lost.rename(site.home / "elsewhere")
    assert found(site.generations) == {"Fever"}
    with pytest.raises(BuildFailed, match="index rebuild"), site.generations.begin():
        pass
    rebuilt = site.generations.rebuild()
    assert found(site.generations) == {"Fever"}
    assert rebuilt.collection is not None
    assert rebuilt.collection.sequence == 1
    (site.home / "elsewhere").rename(lost)


def test_points_that_were_lost_are_noticed(site: Site) -> None:
    generation = site.publish(FEVER, COUGH)
    place = site.stands_at(generation)
    site.server.delete(place.name, Where(every=(Between(SINCE, least=1),)))
    (problem,) = site.generations.verify(generation).problems
    assert "holds 0 passages" in problem
    with pytest.raises(IndexUnavailable, match="index rebuild"), site.opened().lease():
        pass
    rebuilt = site.generations.rebuild()
    assert site.generations.verify(rebuilt.generation).problems == ()


def test_an_index_of_the_other_kind_is_refused_until_it_is_rebuilt(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    embedded = HomeGenerations(site.home, FakeEmbedder())
    with embedded.begin() as building:
        building.add([FEVER])
        old = building.publish()
    manifest = (embedded.folder(old.generation) / "manifest.json").read_text()
    assert "collection" not in manifest
    with pytest.raises(IndexMismatch, match="CITEWELL_INDEX=embedded"), site.generations.begin():
        pass
    moved = site.generations.rebuild()
    assert found(site.generations) == {"Fever"}
    assert not (site.generations.folder(moved.generation) / "edge").exists()
    with pytest.raises(IndexMismatch, match="CITEWELL_INDEX=server"), embedded.lease():
        pass
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            embedded.rebuild()
    assert moved.collection is not None
    assert moved.collection.name in caplog.text
    site.server.drop(moved.collection.name)


def test_a_note_that_cannot_be_read_is_told(site: Site) -> None:
    site.home.mkdir(exist_ok=True)
    (site.home / NOTE).write_text("{")
    with pytest.raises(IndexUnavailable, match=NOTE), site.generations.begin():
        pass


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CITEWELL_QDRANT_URL"):
        ServerPlace(tmp_path, local(url="localhost:6333"))
