"""What every store of drug facts must do, on the fake and on SQLite."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from app.domain.corpus import Audience, Provenance, SplitDocument, Status
from app.domain.facts import ClassFact, ContraindicationFact, DocumentWithFacts, DoseFact
from app.domain.ports.facts import FactStore, FactWriter
from app.domain.ranking import Access, Filters, Selection
from app.index.facts import SqliteFacts, SqliteFactWriter
from tests.facts import stated
from tests.fakes import FakeFacts, FakeLibrary

EVERYONE = Selection(access=Access(audiences=frozenset(Audience), tags=None))
CLINICIAN = Selection(access=Access(audiences=frozenset({Audience.CLINICIAN})))
ALONE = stated("Alone")
MIXED = stated("Mixed", ("examplol", "otherine"))


class Rig(Protocol):
    library: FakeLibrary

    def writer(self) -> FactWriter: ...

    def reader(self) -> FactStore: ...


class FakeRig:
    def __init__(self, folder: Path) -> None:
        self.library = FakeLibrary()
        self.facts = FakeFacts(self.library)

    def writer(self) -> FactWriter:
        return self.facts

    def reader(self) -> FactStore:
        return self.facts


class SqliteRig:
    def __init__(self, folder: Path) -> None:
        self.library = FakeLibrary()
        self.file = folder / "a folder #1?" / "facts.sqlite"
        self.file.parent.mkdir()
        self.opened: list[SqliteFacts] = []

    def writer(self) -> FactWriter:
        return SqliteFactWriter(self.file)

    def reader(self) -> FactStore:
        self.opened.append(SqliteFacts(self.file, self.library.cards))
        return self.opened[-1]


@pytest.fixture(params=[FakeRig, SqliteRig])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    make: Callable[[Path], Rig] = request.param
    return make(tmp_path)


def write(rig: Rig, *documents: SplitDocument) -> FactStore:
    rig.library.put(documents)
    writer = rig.writer()
    writer.put(documents)
    writer.close()
    return rig.reader()


def test_a_fact_comes_back_as_it_was_written(rig: Rig) -> None:
    store = write(rig, ALONE)
    assert store.facts("examplol", DoseFact, EVERYONE) == ALONE.facts[:1]
    assert store.facts("examplol", ContraindicationFact, EVERYONE) == ALONE.facts[1:]
    assert store.facts("examplol", ClassFact, EVERYONE) == ()
    assert store.count() == 2


@pytest.mark.parametrize("name", ["Examplol", " EXAMPLOL ", "examplol hydrochloride"])
def test_case_and_salt_do_not_hide_a_fact(rig: Rig, name: str) -> None:
    assert write(rig, ALONE).facts(name, DoseFact, EVERYONE) == ALONE.facts[:1]


def test_what_is_stated_of_a_combination_is_stated_of_no_ingredient_alone(rig: Rig) -> None:
    store = write(rig, ALONE, MIXED)
    assert store.facts("examplol", DoseFact, EVERYONE) == ALONE.facts[:1]
    assert store.facts("otherine", DoseFact, EVERYONE) == ()
    both = frozenset({"Otherine sodium", "examplol"})
    assert store.facts(both, DoseFact, EVERYONE) == MIXED.facts[:1]


def test_the_facts_of_a_removed_document_leave_with_it(rig: Rig) -> None:
    write(rig, ALONE, MIXED)
    writer = rig.writer()
    writer.remove([ALONE.document.id, "unknown"])
    assert writer.passage_ids() == {passage.id for passage in MIXED.passages}
    writer.close()
    assert list(rig.reader().every()) == list(MIXED.facts)


def test_a_document_read_again_has_its_new_facts_alone(rig: Rig) -> None:
    fewer = ALONE.model_copy(update={"facts": ALONE.facts[1:]})
    write(rig, ALONE)
    store = write(rig, fewer)
    assert store.facts("examplol", DoseFact, EVERYONE) == ()
    assert list(store.every()) == list(ALONE.facts[1:])


def test_a_document_written_again_without_being_read_keeps_its_facts(rig: Rig) -> None:
    plain = SplitDocument(document=ALONE.document, passages=ALONE.passages)
    write(rig, ALONE)
    assert list(write(rig, plain).every()) == list(ALONE.facts)


def test_a_document_may_state_nothing(rig: Rig) -> None:
    silent = ALONE.model_copy(update={"facts": ()})
    assert write(rig, silent).count() == 0


@pytest.mark.parametrize(
    ("provenance", "selection", "seen"),
    [
        ({"access_tags": frozenset({"pharmacy"})}, CLINICIAN, False),
        ({"access_tags": frozenset({"pharmacy"})}, EVERYONE, True),
        ({"audience": Audience.PATIENT}, CLINICIAN, False),
        ({"status": Status.SUPERSEDED}, EVERYONE, False),
        ({"status": Status.RETRACTED}, EVERYONE, False),
        ({"jurisdiction": "GB"}, "GB", True),
        ({"jurisdiction": "US"}, "GB", False),
        ({"published": date(2020, 1, 1)}, 2021, False),
        ({}, 2021, False),
        ({"published": date(2022, 1, 1)}, 2021, True),
    ],
)
def test_a_fact_is_seen_by_whom_its_document_is(
    rig: Rig, provenance: dict[str, object], selection: Selection | str | int, seen: bool
) -> None:
    if isinstance(selection, str):
        filters = Filters(jurisdictions=frozenset({selection}))
        selection = EVERYONE.model_copy(update={"filters": filters})
    elif isinstance(selection, int):
        filters = Filters(published_from=date(selection, 1, 1))
        selection = EVERYONE.model_copy(update={"filters": filters})
    origin = Provenance(source="fake", licence="CC0-1.0").model_copy(update=provenance)
    store = write(rig, stated("Guarded", provenance=origin))
    assert bool(store.facts("examplol", DoseFact, selection)) is seen


def test_a_document_retracted_since_states_nothing_any_more(rig: Rig) -> None:
    store = write(rig, ALONE)
    card = ALONE.document.card
    standing = card.provenance.model_copy(update={"status": Status.RETRACTED})
    document = ALONE.document.model_copy(
        update={"card": card.model_copy(update={"provenance": standing})}
    )
    rig.library.put([SplitDocument(document=document, passages=ALONE.passages)])
    assert store.facts("examplol", DoseFact, EVERYONE) == ()


def test_every_fact_comes_by_document_and_place(rig: Rig) -> None:
    many = [stated(f"Number {number}") for number in range(30)]
    store = write(rig, *many)
    ordered = sorted(many, key=lambda one: one.document.id)
    assert list(store.every()) == [fact for one in ordered for fact in one.facts]


def test_many_threads_read_at_once(rig: Rig) -> None:
    documents: list[DocumentWithFacts] = [stated(f"Number {number}") for number in range(20)]
    store = write(rig, *documents)
    with ThreadPoolExecutor(8) as threads:
        counts = list(
            threads.map(lambda _: len(store.facts("examplol", DoseFact, EVERYONE)), range(100))
        )
    assert counts == [20] * 100
