import sqlite3
from pathlib import Path

import pytest

from app.domain.errors import DiskFull, IndexUnavailable
from ingest.disk import full_disk_named
from ingest.ledger import LEDGER, Entry, Given, Ledger, LeftOut, Made, Screened
from ingest.review import Standing

MADE = Made(sha256="0" * 64, reader="plain", reader_version=1, splitter_version=1, declared="d")


def entry(place: str, *document_ids: str, left_out: tuple[LeftOut, ...] = ()) -> Entry:
    documents = tuple(Given(origin=f"{place}#{one}", document_id=one) for one in document_ids)
    return Entry(place=place, origin=place, made=MADE, documents=documents, left_out=left_out)


def written(folder: Path, *entries: Entry, upon: Path | None = None) -> Path:
    folder.mkdir()
    with Ledger.continuing(upon, folder) as ledger:
        for one in entries:
            ledger.put(one)
        ledger.commit()
    return folder


def test_an_entry_comes_back_as_it_was_put(tmp_path: Path) -> None:
    left_out = (
        LeftOut(origin="/a#3", reason="It holds no text."),
        LeftOut(origin="/a#2", reason="No licence.", refused=True),
    )
    one = entry("/a", "x", "y", left_out=left_out)
    with Ledger.of(written(tmp_path / "1", one)) as ledger:
        assert ledger.entry("/a") == one
        assert ledger.made("/a") == MADE
        assert ledger.entry("/b") is None


def test_no_generation_has_an_empty_ledger(tmp_path: Path) -> None:
    with Ledger.of(None) as ledger:
        assert list(ledger.places_within("/")) == []
    with Ledger.of(tmp_path) as ledger:
        assert ledger.entry("/a") is None


def test_a_build_continues_the_published_ledger_and_leaves_it_alone(tmp_path: Path) -> None:
    first = written(tmp_path / "1", entry("/a", "x"))
    second = written(tmp_path / "2", entry("/b", "y"), upon=first)
    with Ledger.of(first) as old, Ledger.of(second) as new:
        assert list(old.places_within("/")) == ["/a"]
        assert list(new.places_within("/")) == ["/a", "/b"]


def test_a_build_that_shares_its_files_with_the_published_one_does_not_write_there(
    tmp_path: Path,
) -> None:
    first = written(tmp_path / "1", entry("/a", "x"))
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / LEDGER).hardlink_to(first / LEDGER)
    with Ledger.continuing(first, tmp_path / "2") as ledger:
        ledger.drop("/a")
        ledger.commit()
    with Ledger.of(first) as old:
        assert list(old.places_within("/")) == ["/a"]


def test_an_uncommitted_build_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    with Ledger.continuing(None, tmp_path / "1") as ledger:
        ledger.put(entry("/a", "x"))
    with Ledger.of(tmp_path / "1") as ledger:
        assert ledger.entry("/a") is None


def test_replacing_an_entry_forgets_the_documents_it_gave(tmp_path: Path) -> None:
    folder = written(tmp_path / "1", entry("/a", "x", "y"), entry("/a", "y"))
    with Ledger.of(folder) as ledger:
        assert ledger.givers("x") == ()
        assert ledger.givers("y") == ("/a",)


def test_every_giver_of_a_document_is_known(tmp_path: Path) -> None:
    with Ledger.of(written(tmp_path / "1", entry("/b", "x"), entry("/a", "x"))) as ledger:
        assert ledger.givers("x") == ("/a", "/b")


def test_a_folder_of_a_similar_name_is_another_folder(tmp_path: Path) -> None:
    places = [
        "/lib/a.md",
        "/lib",
        "/lib2/a.md",
        "/lib.zip!/a.md",
        "/lib.zip",
        "/x/lib/a.md",
        "/!/a.md",
    ]
    with Ledger.of(written(tmp_path / "1", *(entry(one) for one in places))) as ledger:
        assert list(ledger.places_within("/lib")) == ["/lib", "/lib/a.md"]
        assert list(ledger.places_within("/lib.zip")) == ["/lib.zip", "/lib.zip!/a.md"]
        assert list(ledger.places_within("/")) == sorted(places)
        assert list(ledger.places_within("/nowhere")) == []


def test_names_with_wildcards_in_them_are_only_names(tmp_path: Path) -> None:
    places = ["/50%/a.md", "/50x/a.md", "/a_b/a.md", "/axb/a.md"]
    with Ledger.of(written(tmp_path / "1", *(entry(one) for one in places))) as ledger:
        assert list(ledger.places_within("/50%")) == ["/50%/a.md"]
        assert list(ledger.places_within("/a_b")) == ["/a_b/a.md"]


def test_a_damaged_ledger_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b"not a database" * 100)
    with pytest.raises(IndexUnavailable, match="rollback"):
        Ledger.of(tmp_path)


def test_a_ledger_that_outgrows_the_disk_is_told_as_a_full_disk() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE t (words TEXT)")
    connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(DiskFull, match="the ledger"), full_disk_named("the ledger"):
        connection.execute("INSERT INTO t VALUES (?)", ("x" * 100_000,))
    connection.close()


def test_other_failures_to_write_are_not_called_a_full_disk() -> None:
    with pytest.raises(PermissionError), full_disk_named("the ledger"):
        raise PermissionError(13, "Permission denied")


def test_what_was_screened_comes_back_and_goes_with_its_file(tmp_path: Path) -> None:
    one = entry("/a", "x").model_copy(
        update={"screened": (Screened(document="d1", standing=Standing.ADMITTED),)}
    )
    first = written(tmp_path / "1", one, entry("/b", "y"))
    with Ledger.of(first) as ledger:
        assert ledger.entry("/a") == one
    with Ledger.of(written(tmp_path / "2", entry("/a", "x"), upon=first)) as ledger:
        assert ledger.entry("/a") == entry("/a", "x")


def test_a_file_counts_as_changed_once_its_document_stands_otherwise(tmp_path: Path) -> None:
    one = entry("/a", "x").model_copy(
        update={"screened": (Screened(document="d1", standing=Standing.PENDING),)}
    )
    stands = {"d1": Standing.PENDING}
    with Ledger.of(written(tmp_path / "1", one, entry("/b", "y"))) as ledger:
        ledger.heed(lambda document: stands[document])
        assert ledger.made("/a") == MADE
        stands["d1"] = Standing.ADMITTED
        assert ledger.made("/a") != MADE
        assert ledger.made("/b") == MADE


def test_a_ledger_of_before_the_screen_and_the_facts_is_continued_as_never_looked_at_so(
    tmp_path: Path,
) -> None:
    old = written(tmp_path / "1", entry("/a", "x"))
    with sqlite3.connect(old / LEDGER) as db:
        db.execute("DROP TABLE screened")
        db.execute("ALTER TABLE files DROP COLUMN screen")
        db.execute("ALTER TABLE files DROP COLUMN facts")
    db.close()
    never = MADE.model_copy(update={"screen": 0, "facts": 0})
    with Ledger.of(old) as ledger:
        assert ledger.made("/a") == never
        assert ledger.entry("/a") == entry("/a", "x").model_copy(update={"made": never})
    new = written(tmp_path / "2", entry("/b", "y"), upon=old)
    with Ledger.of(new) as ledger:
        assert ledger.made("/a") == never
        assert ledger.made("/b") == MADE
