"""What every keeper of generations must do: the fake, a home folder, one with a server's index."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.corpus import Audience
from app.domain.errors import IndexUnavailable, NotFound, WriterBusy
from app.domain.ports.index import Generations
from app.domain.ranking import Access, Selection
from app.index.generations import HomeGenerations
from app.index.server.place import ServerPlace
from tests.fakes import FakeEmbedder, FakeGenerations, split_document
from tests.qdrant import local, needs_server, real

EMBEDDER = FakeEmbedder()
CLINICIAN = Selection(access=Access(audiences=frozenset({Audience.CLINICIAN})))
FEVER = split_document("Fever", ["Fever is treated with rest.", "Call if it lasts."])
COUGH = split_document("Cough", ["Cough is treated with honey."])


@pytest.fixture(
    params=[FakeGenerations, "home", "server", pytest.param("real server", marks=needs_server)]
)
def generations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Generations]:
    home = tmp_path / "home"
    match request.param:
        case "home":
            yield HomeGenerations(home, EMBEDDER)
        case "server" | "real server":
            options = real() if request.param == "real server" else local()
            place = ServerPlace(home, options)
            made = HomeGenerations(home, EMBEDDER, place=place)
            yield made
            place.forget(made.kept(), ())
            made.close()
        case make:
            faked: Callable[[FakeEmbedder], Generations] = make
            yield faked(EMBEDDER)


def titles(generations: Generations) -> set[str]:
    with generations.lease() as snapshot:
        return {each.document.card.title for each in snapshot.library.split_documents()}


def fail_after(step: Callable[[list[str]], None], given: list[str]) -> None:
    step(given)
    raise ZeroDivisionError


def test_nothing_can_be_leased_before_the_first_ingest(generations: Generations) -> None:
    assert generations.current() is None
    assert generations.kept() == ()
    with pytest.raises(IndexUnavailable, match="ingest"), generations.lease():
        pass


def test_a_published_build_answers_and_a_second_one_stands_on_it(generations: Generations) -> None:
    with generations.begin() as building:
        building.add([FEVER])
        (building.folder / "ledger.json").write_text("first")
        first = building.publish()
    with generations.begin() as building:
        building.add([COUGH])
        second = building.publish()
    assert (first.counts.documents, first.counts.passages) == (1, 2)
    assert (second.counts.documents, second.counts.passages) == (2, 3)
    assert second.parent == first.generation
    assert generations.current() == second
    assert generations.kept() == (second, first)
    with generations.lease() as snapshot:
        assert snapshot.manifest == second
        legs = snapshot.index.search(EMBEDDER.embed_question("honey"), "honey", CLINICIAN, 5)
        assert legs.lexical[0].passage_id == legs.dense[0].passage_id == COUGH.passages[0].id
        assert snapshot.library.passages([legs.lexical[0].passage_id]) == COUGH.passages
    assert (generations.folder(first.generation) / "ledger.json").read_text() == "first"


def test_documents_are_replaced_and_removed(generations: Generations) -> None:
    with generations.begin() as building:
        building.add([FEVER, COUGH])
        building.add([FEVER])
        building.publish()
    with generations.begin() as building:
        building.add([FEVER])
        building.remove([COUGH.document.id, "unknown"])
        manifest = building.publish()
    assert (manifest.counts.documents, manifest.counts.passages) == (1, 2)
    assert titles(generations) == {"Fever"}


def test_an_added_document_that_is_removed_before_publishing_is_not_there(
    generations: Generations,
) -> None:
    with generations.begin() as building:
        building.add([FEVER, COUGH])
        building.remove([FEVER.document.id])
        building.publish()
    assert titles(generations) == {"Cough"}


def test_a_fresh_build_stands_on_nothing(generations: Generations) -> None:
    with generations.begin() as building:
        building.add([FEVER])
        building.publish()
    with generations.begin(fresh=True) as building:
        building.add([COUGH])
        building.publish()
    assert titles(generations) == {"Cough"}


def test_a_library_may_become_empty(generations: Generations) -> None:
    with generations.begin() as building:
        building.add([FEVER])
        building.publish()
    with generations.begin() as building:
        building.remove([FEVER.document.id])
        assert building.publish().counts.passages == 0
    assert titles(generations) == set()


def test_a_build_that_is_left_or_fails_changes_nothing(generations: Generations) -> None:
    with generations.begin() as building:
        building.add([FEVER])
        first = building.publish()
    with generations.begin() as building:
        building.add([COUGH])
    with pytest.raises(ZeroDivisionError), generations.begin() as building:
        fail_after(building.remove, [FEVER.document.id])
    assert generations.current() == first
    assert titles(generations) == {"Fever"}


def test_a_second_writer_is_turned_away_and_the_next_one_is_not(generations: Generations) -> None:
    with generations.begin() as building:
        with pytest.raises(WriterBusy), generations.begin():
            pass
        building.add([FEVER])
        building.publish()
    with generations.begin() as building:
        building.publish()


def test_rolling_back_brings_the_older_library_back(generations: Generations) -> None:
    with generations.begin() as building:
        building.add([FEVER])
        first = building.publish()
    with generations.begin() as building:
        building.add([COUGH])
        building.publish()
    assert generations.rollback(first.generation) == first
    assert generations.current() == first
    assert titles(generations) == {"Fever"}
    for unknown in ("unknown", "..", ""):
        with pytest.raises(NotFound):
            generations.rollback(unknown)
        with pytest.raises(NotFound):
            generations.folder(unknown)
    assert generations.current() == first
