"""The job over the real generations: what it writes is published, found, and rolled back whole."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.corpus import Audience
from app.domain.errors import DiskFull, WriterBusy
from app.domain.ranking import Access, Selection
from app.index.generations import HomeGenerations
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.ledger import LEDGER
from ingest.report import Report
from tests.fakes import FakeEmbedder
from tests.ingest.plain import PlainReader

EVERYONE = Selection(access=Access(audiences=frozenset(Audience), tags=None))


class Site:
    """A folder of documents and a real home."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "library"
        self.folder.mkdir()
        (self.folder / "corpus.toml").write_text('name = "ward"\nlicence = "CC0-1.0"\n')
        self.write("gout", "The illustrative tablet is taken with food.")
        self.write("acne", "An illustrative cream is rubbed in.")
        self.home = root / "home"
        self.embedder = FakeEmbedder()
        self.generations = HomeGenerations(self.home, self.embedder)

    def write(self, name: str, words: str) -> None:
        (self.folder / f"{name}.txt").write_text(f"{name.title()}\n{words}\n")

    def ingest(self) -> Report:
        return IngestJob(self.generations, [PlainReader()], walk).run([self.folder])

    def found(self, words: str) -> set[str]:
        """The titles whose passages hold one of the words, by the lexical leg."""
        with self.generations.lease() as snapshot:
            vector = self.embedder.embed_question(words)
            legs = snapshot.index.search(vector, words, EVERYONE, 10)
            cards = snapshot.library.cards([hit.document_id for hit in legs.lexical])
        return {card.title for card in cards.values()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_edits_and_deletions_reach_the_index_and_the_library(site: Site) -> None:
    assert site.ingest().written == 2
    assert site.found("tablet food") == {"Gout"}
    site.write("gout", "The illustrative capsule is swallowed whole.")
    (site.folder / "acne.txt").unlink()
    report = site.ingest()
    assert (report.written, report.unchanged, report.removed) == (1, 0, 1)
    assert site.found("tablet food cream") == set()
    assert site.found("capsule") == {"Gout"}
    again = site.ingest()
    assert (again.written, again.unchanged, again.published) == (0, 1, False)


def test_a_rollback_takes_the_ledger_with_it(site: Site) -> None:
    first = site.ingest().generation
    assert first is not None
    site.write("gout", "The illustrative capsule is swallowed whole.")
    site.ingest()
    site.generations.rollback(first)
    assert site.found("tablet") == {"Gout"}
    assert site.ingest().written == 1
    assert site.found("capsule") == {"Gout"}
    assert site.found("tablet") == set()


def test_a_rebuild_keeps_the_ledger(site: Site) -> None:
    site.ingest()
    site.generations.rebuild()
    report = site.ingest()
    assert (report.written, report.unchanged) == (0, 2)


def test_a_second_writer_is_told_at_once_and_the_first_is_not_disturbed(site: Site) -> None:
    site.ingest()
    site.write("gout", "The illustrative capsule is swallowed whole.")
    other = HomeGenerations(site.home, site.embedder)
    with other.begin(), pytest.raises(WriterBusy):
        site.ingest()
    assert site.ingest().written == 1


class FullEmbedder(FakeEmbedder):
    """The disk fills while the vectors are computed."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise DiskFull("No space is left.")


def test_a_full_disk_leaves_the_published_generation_and_no_rubble(site: Site) -> None:
    first = site.ingest().generation
    site.write("gout", "The illustrative capsule is swallowed whole.")
    whole, site.generations = site.generations, HomeGenerations(site.home, FullEmbedder())
    with pytest.raises(DiskFull):
        site.ingest()
    site.generations = whole
    current = site.generations.current()
    assert current is not None
    assert current.generation == first
    assert site.found("tablet") == {"Gout"}
    assert list(site.home.glob("building-*")) == []
    assert (site.generations.folder(current.generation) / LEDGER).is_file()
