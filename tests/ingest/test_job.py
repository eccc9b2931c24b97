import os
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.domain.corpus import DocumentCard, SplitDocument, Status
from app.domain.errors import ConfigurationError, DiskFull, WriterBusy
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.report import FileOutcome, Report
from ingest.writing import BATCH
from tests.fakes import FakeBuilding, FakeGenerations, FakeLibrary
from tests.ingest.plain import PlainReader

DECLARATION = 'name = "ward"\nlicence = "CC0-1.0"\n'


class Home:
    """A folder of documents and the library they are ingested into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generations = FakeGenerations()
        self.reader = PlainReader()
        self.write("corpus.toml", DECLARATION)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def ingest(self, *paths: Path, **options: bool) -> Report:
        self.reader.read_files.clear()
        job = IngestJob(self.generations, [self.reader], walk)
        return job.run(paths or (self.folder,), **options)

    def cards(self) -> dict[str, DocumentCard]:
        """Cards of the current generation by origin."""
        with self.generations.lease() as snapshot:
            held = [one.document.card for one in snapshot.library.split_documents()]
        assert len({card.origin for card in held}) == len(held)
        return {card.origin: card for card in held}

    def words(self) -> str:
        with self.generations.lease() as snapshot:
            return "\n".join(one.document.text for one in snapshot.library.split_documents())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "library")
    home.write("asthma.txt", "Asthma\nThe illustrative inhaler is used twice a day.\n")
    home.write("gout.txt", "Gout\nThe illustrative tablet is taken with food.\n")
    home.write("deep/migraine.txt", "Migraine\nA dark room is an illustrative measure.\n")
    return home


def outcomes(report: Report) -> dict[str, FileOutcome]:
    return {one.origin: one.outcome for one in report.by_file}


def reason(report: Report, origin: str) -> str:
    return next(one.reason for one in report.by_file if one.origin == origin)


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """written, unchanged, removed, skipped, quarantined"""
    return (
        report.written,
        report.unchanged,
        report.removed,
        report.skipped,
        report.quarantined,
    )


def test_every_readable_file_is_written(home: Home) -> None:
    report = home.ingest()
    assert counts(report) == (3, 0, 0, 0, 0)
    assert set(home.cards()) == {"asthma.txt", "gout.txt", "deep/migraine.txt"}
    assert report.published
    assert report.passages == 3
    assert report.characters == len(home.words()) - 2


def test_ingesting_again_doubles_nothing_and_publishes_nothing(home: Home) -> None:
    first = home.ingest()
    again = home.ingest()
    assert counts(again) == (0, 3, 0, 0, 0)
    assert home.reader.read_files == []
    assert not again.published
    assert again.generation == first.generation
    assert len(home.generations.kept()) == 1


def test_a_changed_file_alone_is_read_and_its_old_words_are_gone(home: Home) -> None:
    home.ingest()
    home.write("gout.txt", "Gout\nThe illustrative tablet is taken before food.\n")
    report = home.ingest()
    assert counts(report) == (1, 2, 0, 0, 0)
    assert home.reader.read_files == ["gout.txt"]
    assert "before food" in home.words()
    assert "with food" not in home.words()


def test_a_touched_file_with_the_same_bytes_is_unchanged(home: Home) -> None:
    home.ingest()
    (home.folder / "gout.txt").touch()
    assert counts(home.ingest()) == (0, 3, 0, 0, 0)


def test_the_documents_of_a_deleted_file_leave_the_library(home: Home) -> None:
    home.ingest()
    (home.folder / "gout.txt").unlink()
    report = home.ingest()
    assert counts(report) == (0, 2, 1, 0, 0)
    assert set(home.cards()) == {"asthma.txt", "deep/migraine.txt"}
    assert report.published


def test_a_deleted_folder_below_the_named_one_leaves_the_library(home: Home) -> None:
    home.ingest()
    shutil.rmtree(home.folder / "deep")
    assert counts(home.ingest()) == (0, 2, 1, 0, 0)


def test_what_was_ingested_from_elsewhere_stays(home: Home, tmp_path: Path) -> None:
    home.ingest()
    other = tmp_path / "other"
    other.mkdir()
    (other / "corpus.toml").write_text('name = "other"\nlicence = "MIT"\n')
    (other / "eczema.txt").write_text("Eczema\nAn illustrative ointment.\n")
    report = home.ingest(other)
    assert counts(report) == (1, 0, 0, 0, 0)
    assert len(home.cards()) == 4


def test_naming_one_file_leaves_its_neighbours_alone(home: Home) -> None:
    home.ingest()
    (home.folder / "asthma.txt").unlink()
    report = home.ingest(home.folder / "gout.txt")
    assert counts(report) == (0, 1, 0, 0, 0)
    assert "asthma.txt" in home.cards()


def test_a_file_is_the_same_file_however_it_is_named(home: Home) -> None:
    home.ingest()
    report = home.ingest(home.folder / "deep" / "migraine.txt", home.folder / "deep")
    assert counts(report) == (0, 1, 0, 0, 0)
    link = home.folder.parent / "link"
    link.symlink_to(home.folder)
    assert counts(home.ingest(link)) == (0, 3, 0, 0, 0)


def test_a_moved_file_is_neither_lost_nor_doubled(home: Home) -> None:
    home.ingest()
    (home.folder / "gout.txt").rename(home.folder / "deep" / "gout.txt")
    report = home.ingest()
    assert report.removed == 0
    assert set(home.cards()) == {"asthma.txt", "deep/gout.txt", "deep/migraine.txt"}


def test_two_files_with_the_same_words_are_one_document(home: Home) -> None:
    shutil.copy(home.folder / "gout.txt", home.folder / "gout-copy.txt")
    report = home.ingest()
    assert report.written == 3
    assert reason(report, "gout.txt") == "gout-copy.txt holds the same documents."
    assert len(home.cards()) == 3
    assert counts(home.ingest()) == (0, 3, 0, 0, 0)


@pytest.mark.parametrize("deleted", ["gout-copy.txt", "gout.txt"])
def test_a_document_stays_while_one_of_its_files_stays(home: Home, deleted: str) -> None:
    shutil.copy(home.folder / "gout.txt", home.folder / "gout-copy.txt")
    home.ingest()
    (home.folder / deleted).unlink()
    report = home.ingest()
    assert report.removed == 0
    (kept,) = {"gout-copy.txt", "gout.txt"} - {deleted}
    assert set(home.cards()) == {"asthma.txt", kept, "deep/migraine.txt"}


def test_a_copy_added_later_does_not_double_the_document(home: Home) -> None:
    home.ingest()
    shutil.copy(home.folder / "gout.txt", home.folder / "a-copy.txt")
    assert counts(home.ingest()) == (0, 3, 0, 0, 0)
    assert len(home.cards()) == 3
    home.ingest()
    assert home.reader.read_files == []


def test_the_same_words_declared_in_two_ways_are_told(home: Home) -> None:
    shutil.copy(home.folder / "gout.txt", home.folder / "gout-copy.txt")
    home.write("corpus.toml", DECLARATION + '[[document]]\npath = "gout.txt"\nversion = "2"\n')
    report = home.ingest()
    assert "gout.txt holds the same words as gout-copy.txt" in report.warnings[0]


@pytest.mark.parametrize("fault", ["!unreadable", "!bug"])
def test_a_bad_file_among_good_ones_is_told_and_stops_nothing(home: Home, fault: str) -> None:
    home.write("bad.txt", f"Bad\nWords before the fault.\n%%\nSecond\n{fault}\n")
    report = home.ingest()
    assert counts(report) == (3, 0, 0, 0, 1)
    assert outcomes(report)["bad.txt"] is FileOutcome.QUARANTINED
    assert reason(report, "bad.txt")
    assert "Words before the fault" not in home.words()


def test_a_bad_file_is_tried_again_and_told_again(home: Home) -> None:
    home.write("bad.txt", "Bad\n!unreadable\n")
    home.ingest()
    report = home.ingest()
    assert counts(report) == (0, 3, 0, 0, 1)
    assert not report.published


def test_the_last_good_version_of_a_file_that_became_unreadable_stays(home: Home) -> None:
    home.ingest()
    home.write("gout.txt", "Gout\n!unreadable\n")
    report = home.ingest()
    assert counts(report) == (0, 2, 0, 0, 1)
    assert "stays in the index" in reason(report, "gout.txt")
    assert "with food" in home.words()


MORE_THAN_A_BATCH = "\n".join(f"Illustrative sentence number {n}. " * 20 for n in range(BATCH + 20))


def test_a_file_that_fails_after_a_batch_was_written_leaves_nothing_of_it(home: Home) -> None:
    home.write("long.txt", f"Long\n{MORE_THAN_A_BATCH}\n%%\nEnd\n!unreadable\n")
    report = home.ingest()
    assert counts(report) == (3, 0, 0, 0, 1)
    assert set(home.cards()) == {"asthma.txt", "gout.txt", "deep/migraine.txt"}


def test_a_failing_new_version_does_not_take_the_old_one_with_it(home: Home) -> None:
    home.write("long.txt", f"Long\n{MORE_THAN_A_BATCH}\n%%\nEnd\nThe end.\n")
    home.ingest()
    home.write("long.txt", f"Long\n{MORE_THAN_A_BATCH}\n%%\nEnd\n!unreadable\n")
    home.write("gout.txt", "Gout\nChanged.\n")
    assert home.ingest().quarantined == 1
    assert {"long.txt#Long", "long.txt#End"} <= set(home.cards())


def test_a_format_without_a_reader_is_skipped_with_the_reason(home: Home) -> None:
    home.write("notes.xyz", "words")
    home.write("corpus.toml", DECLARATION)
    report = home.ingest()
    assert counts(report) == (3, 0, 0, 1, 0)
    assert reason(report, "notes.xyz").startswith("No reader for .xyz files. If it is a document,")


def test_a_record_without_text_is_skipped_now_and_told_again_later(home: Home) -> None:
    home.write("many.txt", "First\nWords of the first.\n%%\nSecond\n\n%%\nThird\nWords.\n")
    assert counts(home.ingest()) == (5, 0, 0, 1, 0)
    report = home.ingest()
    assert counts(report) == (0, 5, 0, 1, 0)
    assert reason(report, "many.txt#Second").startswith("It has no text below its title")


def test_a_record_that_left_its_file_leaves_the_library(home: Home) -> None:
    home.write("many.txt", "First\nWords of the first.\n%%\nSecond\nWords.\n%%\nThird\nMore.\n")
    home.ingest()
    home.write("many.txt", "First\nOther words.\n%%\nThird\nMore.\n")
    report = home.ingest()
    assert (report.written, report.removed) == (2, 1)
    assert outcomes(report)["many.txt#Second"] is FileOutcome.REMOVED
    assert "many.txt#Second" not in home.cards()


def test_a_new_reader_version_reads_every_file_again(home: Home) -> None:
    home.ingest()
    home.reader = PlainReader(version=2)
    assert counts(home.ingest()) == (3, 0, 0, 0, 0)
    assert len(home.cards()) == 3


def test_a_changed_declaration_rewrites_what_it_concerns_alone(home: Home) -> None:
    home.ingest()
    home.write("corpus.toml", DECLARATION + '[[document]]\npath = "gout.txt"\nversion = "2"\n')
    report = home.ingest()
    assert counts(report) == (1, 2, 0, 0, 0)
    assert home.cards()["gout.txt"].provenance.version == "2"


def test_an_empty_folder_changes_nothing(home: Home, tmp_path: Path) -> None:
    home.ingest()
    for file in home.folder.rglob("*.txt"):
        file.unlink()
    report = home.ingest()
    assert not report.read_anything
    assert not report.published
    assert len(home.cards()) == 3
    assert "no file" in report.why_nothing()


def test_where_all_is_unreadable_the_report_says_why(home: Home) -> None:
    for file in home.folder.rglob("*.txt"):
        file.write_text("")
    report = home.ingest()
    assert not report.read_anything
    assert ": It is empty." in report.why_nothing()
    assert home.generations.current() is None


def test_a_missing_folder_is_an_error_and_removes_nothing(home: Home) -> None:
    home.ingest()
    shutil.rmtree(home.folder)
    with pytest.raises(ConfigurationError, match="3 files that were there are kept"):
        home.ingest()
    assert len(home.cards()) == 3


def test_a_dry_run_tells_what_would_happen_and_does_not_do_it(home: Home) -> None:
    home.ingest()
    home.write("gout.txt", "Gout\nOther words.\n")
    (home.folder / "asthma.txt").unlink()
    report = home.ingest(dry_run=True)
    assert counts(report) == (1, 1, 1, 0, 0)
    assert report.dry_run
    assert not report.published
    assert "with food" in home.words()
    assert counts(home.ingest()) == (1, 1, 1, 0, 0)


def test_a_dry_run_needs_no_index_and_does_not_disturb_a_writer(home: Home) -> None:
    with home.generations.begin():
        assert counts(home.ingest(dry_run=True)) == (3, 0, 0, 0, 0)
    assert home.generations.current() is None


def test_a_second_writer_is_told_and_loses_nothing(home: Home) -> None:
    with home.generations.begin(), pytest.raises(WriterBusy):
        home.ingest()
    assert home.ingest().written == 3


class OvertakenGenerations(FakeGenerations):
    """Another process publishes between our look at the files and our first write."""

    def begin(self, *, fresh: bool = False) -> FakeBuilding:
        if self.current() is None:
            self.keep(FakeLibrary(), Path())
        return super().begin(fresh=fresh)


def test_a_plan_made_on_an_older_generation_is_not_carried_out(home: Home) -> None:
    home.generations = OvertakenGenerations()
    with pytest.raises(WriterBusy, match="run the same command again"):
        home.ingest()


class FullBuilding(FakeBuilding):
    def add(self, documents: Sequence[SplitDocument]) -> None:
        raise DiskFull("No space left.")


class FullGenerations(FakeGenerations):
    def begin(self, *, fresh: bool = False) -> FakeBuilding:
        building = super().begin(fresh=fresh)
        return FullBuilding(self, FakeLibrary(), building.folder)


def test_a_full_disk_stops_the_run_and_is_no_fault_of_the_file(home: Home) -> None:
    home.generations = FullGenerations()
    with pytest.raises(DiskFull):
        home.ingest()
    assert home.generations.current() is None
    assert not home.generations.busy


class InterruptedReader(PlainReader):
    def read(self, *args: Any) -> Any:
        raise KeyboardInterrupt


def test_an_interrupted_run_leaves_the_last_good_index(home: Home) -> None:
    home.ingest()
    home.write("gout.txt", "Gout\nOther words.\n")
    home.reader = InterruptedReader()
    with pytest.raises(KeyboardInterrupt):
        home.ingest()
    assert "with food" in home.words()
    assert not home.generations.busy


def test_a_missing_licence_stops_the_run_before_anything_is_written(home: Home) -> None:
    (home.folder / "corpus.toml").unlink()
    with pytest.raises(ConfigurationError, match="--licence-unstated"):
        home.ingest()
    assert home.generations.current() is None


def test_a_missing_licence_can_be_excused(home: Home) -> None:
    (home.folder / "corpus.toml").unlink()
    report = home.ingest(licence_unstated=True)
    assert report.written == 3
    assert home.cards()["gout.txt"].provenance.licence == "unstated"
    assert home.cards()["gout.txt"].provenance.source == "library"
    with pytest.raises(ConfigurationError, match="--licence-unstated"):
        home.ingest()


def test_a_licence_that_the_file_states_is_enough(home: Home) -> None:
    (home.folder / "corpus.toml").unlink()
    for file in home.folder.rglob("*.txt"):
        file.write_text(file.read_text() + "!licence CC-BY-4.0\n")
    assert home.ingest().written == 3
    assert home.cards()["gout.txt"].provenance.licence == "CC-BY-4.0"
    assert counts(home.ingest()) == (0, 3, 0, 0, 0)
    assert home.reader.read_files == []


def test_a_later_record_without_a_licence_is_kept_out(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "many.txt"
    file.write_text("First\n!licence MIT\nWords.\n%%\nSecond\nOther words.\n")
    report = home.ingest(file)
    assert counts(report) == (1, 0, 0, 0, 1)
    assert "--licence-unstated" in reason(report, "many.txt#Second")


AF = '[[document]]\npath = "gout.txt"\nsuperseded_by = "gout-2.txt"\n'


def test_a_superseded_edition_names_its_successor(home: Home) -> None:
    home.write("corpus.toml", DECLARATION + AF)
    home.write("gout-2.txt", "Gout, second edition\nThe illustrative tablet is stopped.\n")
    report = home.ingest()
    old = home.cards()["gout.txt"].provenance
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, "gout-2.txt")
    assert report.warnings == ()


def test_a_successor_that_is_not_there_is_told_and_the_old_one_stays_out(home: Home) -> None:
    home.write("corpus.toml", DECLARATION + AF)
    report = home.ingest()
    old = home.cards()["gout.txt"].provenance
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, None)
    assert "gout-2.txt" in report.warnings[0]
    assert home.ingest().warnings == report.warnings


def test_a_successor_that_comes_later_is_linked_then(home: Home) -> None:
    home.write("corpus.toml", DECLARATION + AF)
    home.ingest()
    home.write("gout-2.txt", "Gout, second edition\nThe illustrative tablet is stopped.\n")
    assert home.ingest().written == 2
    assert home.cards()["gout.txt"].provenance.superseded_by == "gout-2.txt"


def test_an_entry_that_names_no_file_is_told(home: Home) -> None:
    entry = '[[document]]\npath = "guot.txt"\nstatus = "retracted"\n'
    home.write("corpus.toml", DECLARATION + entry)
    assert "'guot.txt'" in home.ingest().warnings[0]
    assert home.ingest(home.folder / "asthma.txt").warnings == ()


def test_a_retraction_the_file_states_reaches_the_library(home: Home) -> None:
    home.write("gout.txt", "Gout\nWithdrawn words.\n!retracted\n")
    home.ingest()
    assert home.cards()["gout.txt"].provenance.status is Status.RETRACTED


def test_two_runs_over_the_same_files_report_the_same(home: Home, tmp_path: Path) -> None:
    home.write("bad.txt", "Bad\n!unreadable\n")
    first = home.ingest(dry_run=True)
    second = home.ingest(dry_run=True)
    assert first.by_file == second.by_file


def pack(home: Home, **members: str) -> None:
    """`pages.zip` in the library with these members."""
    with zipfile.ZipFile(home.folder / "pages.zip", "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)


def test_the_members_of_an_archive_are_documents_of_their_own(home: Home) -> None:
    pack(home, acne="Acne\nAn illustrative cream.\n", scabies="Scabies\nAn illustrative lotion.\n")
    assert counts(home.ingest()) == (5, 0, 0, 0, 0)
    assert {"pages.zip!/acne.txt", "pages.zip!/scabies.txt"} <= set(home.cards())
    assert counts(home.ingest()) == (0, 5, 0, 0, 0)


def test_a_changed_archive_rewrites_the_changed_member_alone(home: Home) -> None:
    pack(home, acne="Acne\nAn illustrative cream.\n", scabies="Scabies\nAn illustrative lotion.\n")
    home.ingest()
    pack(home, acne="Acne\nAn illustrative cream.\n", scabies="Scabies\nAnother lotion.\n")
    report = home.ingest()
    assert counts(report) == (1, 4, 0, 0, 0)
    assert home.reader.read_files == ["pages.zip!/scabies.txt"]


def test_a_member_that_left_its_archive_leaves_the_library(home: Home) -> None:
    pack(home, acne="Acne\nAn illustrative cream.\n", scabies="Scabies\nAn illustrative lotion.\n")
    home.ingest()
    pack(home, acne="Acne\nAn illustrative cream.\n")
    assert counts(home.ingest()) == (0, 4, 1, 0, 0)


def test_a_corrupt_archive_does_not_take_its_documents_with_it(home: Home) -> None:
    pack(home, acne="Acne\nAn illustrative cream.\n", scabies="Scabies\nAn illustrative lotion.\n")
    home.ingest()
    (home.folder / "pages.zip").write_bytes(b"PK\x03\x04 cut short")
    report = home.ingest()
    assert counts(report) == (0, 3, 0, 0, 1)
    assert "stays in the index" in reason(report, "pages.zip")
    assert "pages.zip!/acne.txt" in home.cards()


def test_an_archive_named_alone_is_the_same_archive(home: Home) -> None:
    pack(home, acne="Acne\nAn illustrative cream.\n")
    home.ingest()
    assert counts(home.ingest(home.folder / "pages.zip")) == (0, 1, 0, 0, 0)


def test_the_members_of_an_undeclared_archive_are_told_apart(home: Home) -> None:
    pack(home, acne="Acne\nAn illustrative cream.\n", scabies="Scabies\nAn illustrative lotion.\n")
    (home.folder / "corpus.toml").unlink()
    home.ingest(home.folder / "pages.zip", licence_unstated=True)
    assert set(home.cards()) == {"pages.zip!/acne.txt", "pages.zip!/scabies.txt"}
    assert {card.provenance.source for card in home.cards().values()} == {"pages"}


def test_a_folder_whose_name_ends_like_an_archives_mark_is_a_folder(home: Home) -> None:
    home.write("urgent!/croup.txt", "Croup\nAn illustrative vapour.\n")
    assert counts(home.ingest()) == (4, 0, 0, 0, 0)
    assert counts(home.ingest()) == (0, 4, 0, 0, 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_opened_keeps_its_documents(home: Home) -> None:
    home.ingest()
    (home.folder / "deep").chmod(0)
    try:
        report = home.ingest()
    finally:
        (home.folder / "deep").chmod(0o755)
    assert counts(report) == (0, 2, 0, 0, 1)
    assert "deep/migraine.txt" in home.cards()


def test_what_the_declaration_leaves_out_is_skipped_with_its_reason_and_taken_out(
    home: Home,
) -> None:
    home.ingest()
    entry = '\n[[document]]\npath = "gout.txt"\nleave_out = "a draft"\n'
    home.write("corpus.toml", DECLARATION + entry)
    report = home.ingest()
    assert report.removed == 1
    assert reason(report, "gout.txt") == "corpus.toml leaves it out: a draft"
    assert report.warnings == ()
    assert "gout.txt" not in home.cards()
