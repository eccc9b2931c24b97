import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.terms.drug_resolver import drug_resolver
from app.terms.releases import store
from app.terms.releases.loading import read_release, resolver_of
from app.terms.releases.names import Release
from tests.app.terms.releases import made


def untold(done: int, total: int) -> None:
    assert 0 <= done <= total


def loaded(folder: Path, home: Path) -> store.LoadedRelease:
    return store.write(read_release(folder, untold), home)


def ingredients(home: Path, name: str) -> set[str] | None:
    found = resolver_of(home).resolve(name)
    return None if found is None or found.identity is None else set(found.identity.ingredients)


@pytest.mark.parametrize("write", [made.rxnorm, made.dmd])
def test_names_of_a_release_are_known_once_it_is_loaded(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    home = tmp_path / "home"
    assert ingredients(home, "examplozine") is None
    loaded(write(tmp_path / "release"), home)
    assert ingredients(home, "examplozine") == {"examplozine"}
    assert ingredients(home, "Examplo Forte 5 mg tablets") == {"examplozine"}
    assert ingredients(home, "Duosample") == {"examplozine", "samplidol"}
    assert ingredients(home, "examplozine/samplidol") == {"examplozine", "samplidol"}
    assert ingredients(home, "gonedrug") is None
    assert drug_resolver().resolve("examplozine") is None  # the shipped names alone
    assert resolver_of(home).release != drug_resolver().release == ""


def test_a_release_adds_other_names_of_an_ingredient(tmp_path: Path) -> None:
    loaded(made.rxnorm(tmp_path / "release"), tmp_path)
    assert ingredients(tmp_path, "Exemplozine") == {"examplozine"}
    assert ingredients(tmp_path, "examplozine stearate") == {"examplozine"}
    assert ingredients(tmp_path, "foreigndrug") is None


def test_where_names_clash_ours_win(tmp_path: Path) -> None:
    loaded(made.rxnorm(tmp_path / "release"), tmp_path)
    assert ingredients(tmp_path, "Eliquis") == {"apixaban"}
    assert ingredients(tmp_path, "acetaminophen") == {"acetaminophen"}
    assert resolver_of(tmp_path).mentions("a glass of water") == ()
    loaded(made.dmd(tmp_path / "other"), tmp_path)
    assert ingredients(tmp_path, "paracetamol") == {"acetaminophen"}
    assert "doac" in resolver_of(tmp_path).classes_of("apixaban")


def test_what_was_loaded_says_its_source_version_and_checksum(tmp_path: Path) -> None:
    loaded(made.rxnorm(tmp_path / "release"), tmp_path)
    found = store.read(tmp_path)
    assert found is not None
    told, _ = found
    assert (told.source, told.version) == ("rxnorm", "26AA_made_up")
    assert set(told.sha256) == {"RXNCONSO.RRF", "RXNREL.RRF"}
    assert all(len(each) == 64 for each in told.sha256.values())
    assert loaded(made.dmd(tmp_path / "other"), tmp_path).version == "3010126"


def test_without_relations_the_brands_left_out_are_told(tmp_path: Path) -> None:
    release = read_release(made.rxnorm(tmp_path / "release", relations=False), untold)
    assert release.version == "unknown"
    assert release.notes == ("3 brands were left out: RXNREL.RRF is not there.",)


def test_a_file_of_the_release_stands_for_its_folder(tmp_path: Path) -> None:
    folder = made.rxnorm(tmp_path / "release")
    assert read_release(folder / "RXNCONSO.RRF", untold) == read_release(folder, untold)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"1|ENG|too short|\n", "line 13: it has 3 fields, not 18"),
        (b"\xff\xfe|\n", "line 13: it is not UTF-8"),
        (b"x" * 70_000 + b"\n", "line 13: it is longer than 65,536 bytes"),
    ],
)
def test_a_malformed_row_is_told_with_file_and_line(tmp_path: Path, line: bytes, why: str) -> None:
    folder = made.rxnorm(tmp_path / "release")
    with (folder / "RXNCONSO.RRF").open("ab") as stream:
        stream.write(line)
    with pytest.raises(ConfigurationError, match=f"RXNCONSO.RRF, {why}"):
        read_release(folder, untold)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<A>\n<ING><ISID>1</ISID></ING>\n</A>", "line 2: a ING lacks ISID or NM"),
        ("<A>\n<ING><NM>Examplo</ING></A>", "line 2: mismatched tag"),
        ("<A>\n", "no element found"),
        ('<!DOCTYPE A [<!ENTITY a "b">]><A/>', "line 1: it declares a document type"),
        ("no xml", "line 1: syntax error"),
        ("<A><ING><NM>" + "x" * 70_000 + "</NM></ING></A>", "a value is longer than 65,536"),
    ],
)
def test_malformed_xml_is_told_with_file_and_line(tmp_path: Path, text: str, why: str) -> None:
    folder = made.dmd(tmp_path / "release")
    (folder / "f_ingredient2_3010126.xml").write_text(text)
    with pytest.raises(ConfigurationError, match=why):
        read_release(folder, untold)


def test_a_folder_without_a_release_is_told_what_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"neither RXNCONSO.RRF \(RxNorm\) nor"):
        read_release(tmp_path, untold)
    with pytest.raises(ConfigurationError, match="neither a file nor a folder"):
        read_release(tmp_path / "absent", untold)
    folder = made.dmd(tmp_path / "release")
    (folder / "f_vtm2_3010127.xml").write_text("<A/>")
    with pytest.raises(ConfigurationError, match=r"two releases: f_vtm2_3010126\.xml, f_vtm2"):
        read_release(folder, untold)


def test_a_release_that_brings_nothing_leaves_what_was_loaded(tmp_path: Path) -> None:
    loaded(made.rxnorm(tmp_path / "release"), tmp_path)
    with pytest.raises(ConfigurationError, match="brings 0 names"):
        store.write(Release("rxnorm", "x", (), (), ()), tmp_path)
    assert ingredients(tmp_path, "examplozine") == {"examplozine"}
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("damage", ["text", "format", "empty"])
def test_damaged_names_are_told_and_not_guessed(tmp_path: Path, damage: str) -> None:
    loaded(made.rxnorm(tmp_path / "release"), tmp_path)
    file = tmp_path / store.FILE
    if damage == "format":
        with sqlite3.connect(file) as base:
            base.execute("update told set value = '0' where key = 'format'")
        base.close()
    else:
        file.write_text("no database" if damage == "text" else "")
    with pytest.raises(ConfigurationError, match="damaged or of another version"):
        resolver_of(tmp_path)


def test_memory_and_time_grow_with_the_names_kept_and_not_with_the_file(tmp_path: Path) -> None:
    folder = made.rxnorm(tmp_path / "release")
    with (folder / "RXNCONSO.RRF").open("a") as stream:
        for number in range(60_000):
            stream.write(made.concept(f"9{number}", "SCD", f"Examplozine {number} MG Oral Tablet"))
    told: list[tuple[int, int]] = []
    release = read_release(folder, lambda done, total: told.append((done, total)))
    assert len(release.names) < 20
    assert (folder / "RXNCONSO.RRF").stat().st_size in {done for done, _ in told}
