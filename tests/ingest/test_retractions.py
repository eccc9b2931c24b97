from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.domain.retractions import DECLARED, LIST
from ingest.retractions import lists_in_force, read_list


@pytest.fixture
def building(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "building-1"
    folder.mkdir(parents=True)
    return folder


def corpus(folder: Path, toml: str, listed: str | None = None) -> str:
    """The place of a file in a corpus folder with that declaration and list."""
    folder.mkdir()
    (folder / "corpus.toml").write_text(toml)
    if listed is not None:
        (folder / "list.csv").write_text(listed)
    return str(folder / "a.zip") + "!/inside/b.md"


def test_the_sites_own_list_and_those_of_all_corpora_count(building: Path, tmp_path: Path) -> None:
    (building.parent / LIST).write_text("1\n")
    places = [
        corpus(tmp_path / "a", 'name = "a"\nretractions = "list.csv"\n', "2\n"),
        corpus(tmp_path / "b", 'name = "b"\nretractions = "list.csv"\n', "3\n"),
        corpus(tmp_path / "c", 'name = "c"\n', "4\n"),
    ]
    lists = lists_in_force(building, places)
    assert lists.identifiers == {"pmid:1", "pmid:2", "pmid:3"}
    assert lists.declared == (tmp_path / "a" / "list.csv", tmp_path / "b" / "list.csv")
    assert lists.warnings == ()


def test_a_fault_in_the_sites_own_list_is_told_with_file_and_line(building: Path) -> None:
    (building.parent / LIST).write_text("1\nwhat is this\n")
    (warning,) = lists_in_force(building, ()).warnings
    assert warning.startswith(f"{building.parent / LIST}:2: 'what is this' names neither")


@pytest.mark.parametrize(
    "toml", ['name = "a"\nretractions = "list.csv"\n', "name ="], ids=["list", "declaration"]
)
def test_what_another_folder_lost_is_told_and_holds_up_nothing(
    building: Path, tmp_path: Path, toml: str
) -> None:
    lists = lists_in_force(building, [corpus(tmp_path / "a", toml)])
    assert lists.identifiers == frozenset()
    assert len(lists.warnings) == 1


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"\xff\xfe1\x00")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        read_list(tmp_path / "list.csv")


def test_a_build_tells_which_lists_it_heeds(building: Path, tmp_path: Path) -> None:
    places = [corpus(tmp_path / "a", 'name = "a"\nretractions = "list.csv"\n', "2\n")]
    lists = lists_in_force(building, places)
    assert not lists.applied_in(building)
    lists.note_in(building)
    assert (building / DECLARED).is_file()
    assert lists.applied_in(building)
    (tmp_path / "a" / "list.csv").write_text("2\n5\n")
    assert not lists_in_force(building, places).applied_in(building)
