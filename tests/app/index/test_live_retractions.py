"""The lists that are looked at for every question, whatever the generation was built with."""

import json
import os
from pathlib import Path

import pytest

from app.domain.corpus import Audience, DocumentCard, Provenance, Status
from app.domain.ranking import Access
from app.domain.retractions import DECLARED, LIST
from app.index.library.reader import SqliteLibrary
from app.index.library.writer import SqliteLibraryWriter
from app.index.retractions import LiveRetractions
from tests.fakes import split_document

CARD = DocumentCard(
    id="1",
    origin="trials.xml#7",
    title="A trial",
    provenance=Provenance(source="s", licence="l", identifiers=("pmid:7", "doi:10.1000/a")),
)


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "generations" / "g1"
    folder.mkdir(parents=True)
    return folder


def status(live: LiveRetractions) -> Status:
    return live.applied(CARD).provenance.status


def test_a_line_counts_from_the_moment_it_is_written(generation: Path) -> None:
    own = generation.parents[1] / LIST
    live = LiveRetractions(generation)
    assert live.applied(CARD) is CARD
    own.write_text("8\n")
    assert status(live) is Status.CURRENT
    own.write_text("8\n10.1000/A\n")
    assert status(live) is Status.RETRACTED
    own.write_text("8\n")
    os.utime(own, ns=(1, 1))
    assert status(live) is Status.CURRENT


def test_a_list_that_a_corpus_declares_counts_too(generation: Path, tmp_path: Path) -> None:
    declared = tmp_path / "corpus" / "list.txt"
    declared.parent.mkdir()
    declared.write_text("7\n")
    (generation / DECLARED).write_text(json.dumps([str(declared)]))
    assert status(LiveRetractions(generation)) is Status.RETRACTED


@pytest.mark.parametrize("damage", ["gone", "no text"])
def test_a_lost_list_makes_nothing_reliable_again(
    generation: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    own = generation.parents[1] / LIST
    own.write_text("7\n")
    live = LiveRetractions(generation)
    assert status(live) is Status.RETRACTED
    if damage == "gone":
        own.unlink()
    else:
        own.write_bytes(b"\xff\xfe7\x00")
    assert status(live) is Status.RETRACTED
    assert "what it said before holds" in caplog.text


def test_a_bad_line_is_logged_with_its_file_and_number(
    generation: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = generation.parents[1] / LIST
    own.write_text("7\nwhat\n")
    assert status(LiveRetractions(generation)) is Status.RETRACTED
    assert f"{own}:2: 'what' names neither" in caplog.text


def test_the_library_shows_how_a_document_stands_now(generation: Path) -> None:
    named = split_document("Named", ["Illustrative words."], CARD.provenance)
    writer = SqliteLibraryWriter(generation / "library.sqlite")
    writer.put([named])
    writer.close()
    library = SqliteLibrary(generation / "library.sqlite")
    access = Access(audiences=frozenset(Audience), tags=None)
    (generation.parents[1] / LIST).write_text("7\n")
    (card,) = library.cards([named.document.id]).values()
    assert card.provenance.status is Status.RETRACTED
    assert library.document(named.document.id, access).card == card
    assert [one.provenance.status for one in library.written_cards()] == [Status.CURRENT]
    library.close()
