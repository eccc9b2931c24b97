"""What every library must do, on the fake and on SQLite."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import pytest

from app.domain.corpus import Audience, Document, Passage, Provenance, Span, SplitDocument
from app.domain.errors import NotFound
from app.domain.formulary import FormularyRow, RenalBand, RenalMeasure
from app.domain.ports.library import Library, LibraryWriter
from app.domain.ranking import Access
from app.index.library.reader import SqliteLibrary
from app.index.library.writer import SqliteLibraryWriter
from tests.fakes import FakeLibrary, split_document

OPERATOR = Access(audiences=frozenset(Audience), tags=None)
CLINICIAN = Access(audiences=frozenset({Audience.CLINICIAN}))


class Rig(Protocol):
    def writer(self) -> LibraryWriter: ...

    def reader(self) -> Library: ...


class FakeRig:
    def __init__(self, folder: Path) -> None:
        self.library = FakeLibrary()

    def writer(self) -> LibraryWriter:
        return self.library

    def reader(self) -> Library:
        return self.library


class SqliteRig:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "a folder #1?" / "library.sqlite"
        self.file.parent.mkdir()

    def writer(self) -> LibraryWriter:
        return SqliteLibraryWriter(self.file)

    def reader(self) -> Library:
        return SqliteLibrary(self.file)


@pytest.fixture(params=[FakeRig, SqliteRig])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    make: Callable[[Path], Rig] = request.param
    return make(tmp_path)


def write(rig: Rig, *documents: SplitDocument) -> Library:
    writer = rig.writer()
    writer.put(documents)
    writer.close()
    return rig.reader()


def full_document() -> SplitDocument:
    """Every field that a document can carry."""
    one = split_document("Kidneys \U0001fac0", ["Reduce the dose.", "Naïve café \x00 text."])
    row = FormularyRow(
        drug="Illustramycin",
        dose="2.5",
        unit="mg",
        renal=RenalBand(measure=RenalMeasure.EGFR, low=15.0, high=30.0),
        other=(("Shelf", "B2"),),
    )
    first = one.passages[0].model_copy(update={"record": row, "pages": (1, 2)})
    document = one.document.model_copy(
        update={"pages": (Span(start=0, end=5), Span(start=5, end=len(one.document.text)))}
    )
    return SplitDocument(document=document, passages=(first, *one.passages[1:]))


def test_what_was_put_in_comes_out_whole(rig: Rig) -> None:
    one = full_document()
    library = write(rig, one)
    assert library.document(one.document.id, OPERATOR) == one.document
    assert [library.passage(each.id, OPERATOR) for each in one.passages] == list(one.passages)
    assert library.cards([one.document.id, "unknown"]) == {one.document.id: one.document.card}
    assert list(library.split_documents()) == [one]
    assert library.count() == (1, 2)


def test_the_job_reads_back_cards_and_documents_as_they_were_written(rig: Rig) -> None:
    documents = [split_document(f"D{i}", [f"Passage {i}."]) for i in range(1200)]
    library = write(rig, *documents)
    cards = {one.document.id: one.document.card for one in documents}
    assert [card.id for card in library.written_cards()] == sorted(cards)
    assert {card.id: card for card in library.written_cards()} == cards
    assert library.split_document(documents[7].document.id) == documents[7]
    with pytest.raises(NotFound, match="ffff"):
        library.split_document("ffff")


def test_passages_come_in_the_order_asked_and_one_may_be_asked_twice(rig: Rig) -> None:
    documents = [split_document(f"D{i}", [f"Passage {i}."]) for i in range(1200)]
    library = write(rig, *documents)
    asked = [each.passages[0].id for each in reversed(documents)]
    asked.append(asked[0])
    assert [each.id for each in library.passages(asked)] == asked
    assert library.passages([]) == ()


def test_an_unknown_passage_among_known_ones_is_not_skipped(rig: Rig) -> None:
    one = split_document("A", ["Knee pain."])
    library = write(rig, one)
    with pytest.raises(NotFound, match="ffff"):
        library.passages([one.passages[0].id, "ffff"])


@pytest.mark.parametrize(
    ("stated", "access", "seen"),
    [
        ({}, CLINICIAN, True),
        ({"audience": "patient"}, CLINICIAN, False),
        ({"audience": "patient"}, OPERATOR, True),
        ({"access_tags": {"icu"}}, CLINICIAN, False),
        ({"access_tags": {"icu"}}, OPERATOR, True),
        ({"access_tags": {"icu", "er"}}, Access(audiences={"clinician"}, tags={"er"}), True),
        ({"access_tags": {"icu"}}, Access(audiences={"clinician"}, tags={"er"}), False),
        ({"status": "retracted"}, CLINICIAN, True),
    ],
)
def test_what_a_caller_may_not_see_is_not_found(
    rig: Rig, stated: dict[str, object], access: Access, seen: bool
) -> None:
    provenance = Provenance.model_validate({"source": "s", "licence": "CC0-1.0", **stated})
    one = split_document("A", ["Knee pain."], provenance)
    library = write(rig, one)

    def read() -> tuple[Document, Passage]:
        return (
            library.document(one.document.id, access),
            library.passage(one.passages[0].id, access),
        )

    if seen:
        assert read() == (one.document, one.passages[0])
        return
    for reads, there in ((library.document, one.document), (library.passage, one.passages[0])):
        with pytest.raises(NotFound) as hidden:
            reads(there.id, access)
        with pytest.raises(NotFound) as unknown:
            reads("A. Examplo", access)
        assert str(hidden.value) == str(unknown.value)  # nor is either repeated


def test_putting_a_document_again_replaces_its_passages(rig: Rig) -> None:
    before = split_document("A", ["Knee pain.", "Rest."])
    after = SplitDocument(document=before.document, passages=before.passages[:1])
    writer = rig.writer()
    writer.put([before])
    writer.put([after])
    assert list(writer.passage_ids()) == [before.passages[0].id]
    writer.close()
    assert list(rig.reader().split_documents()) == [after]


def test_a_removed_document_is_gone(rig: Rig) -> None:
    kept, gone = (split_document(name, [f"Rash {name}."]) for name in ("kept", "gone"))
    writer = rig.writer()
    writer.put([kept, gone])
    writer.remove([gone.document.id, "unknown"])
    assert writer.count() == (1, 1)
    writer.close()
    library = rig.reader()
    with pytest.raises(NotFound):
        library.document(gone.document.id, OPERATOR)
    assert library.cards([gone.document.id]) == {}


def test_documents_and_passage_ids_come_sorted(rig: Rig) -> None:
    documents = [split_document(f"D{i}", [f"One {i}.", f"Two {i}."]) for i in range(20)]
    writer = rig.writer()
    writer.put(documents)
    ids = list(writer.passage_ids())
    assert ids == sorted(ids)
    assert len(ids) == 40
    writer.close()
    assert [each.document.id for each in rig.reader().split_documents()] == sorted(
        each.document.id for each in documents
    )


def test_many_threads_read_at_once(rig: Rig) -> None:
    documents = [split_document(f"D{i}", [f"One {i}.", f"Two {i}."]) for i in range(50)]
    library = write(rig, *documents)

    def read(i: int) -> bool:
        one = documents[i % 50]
        return (
            library.document(one.document.id, OPERATOR) == one.document
            and library.passages([each.id for each in one.passages]) == one.passages
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(400)))


def test_documents_are_found_by_the_grade_they_state(rig: Rig) -> None:
    documents = [
        split_document(
            name, ["Illustrative."], Provenance(source="fake", licence="CC0-1.0", grade=grade)
        )
        for name, grade in (("One", "Grade B"), ("Two", "grade  b"), ("Three", "A"), ("Four", None))
    ]
    library = write(rig, *documents)
    one, two, three, _ = (each.document.id for each in documents)
    assert library.graded(frozenset({"GRADE B"})) == {one, two}
    assert library.graded(frozenset({"a", "grade b"})) == {one, two, three}
    assert library.graded(frozenset({"", "C"})) == frozenset()
    assert library.graded(frozenset()) == frozenset()
