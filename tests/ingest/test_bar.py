"""What a person sees of a run that goes on."""

import io

from rich.console import Console

from ingest.bar import Bar


def bar_of(files: int) -> tuple[Bar, io.StringIO]:
    seen = io.StringIO()
    bar = Bar(Console(file=seen, force_terminal=True, width=140))
    bar.planned(files)
    return bar, seen


def test_files_that_were_read_tell_how_many_passages_are_to_come() -> None:
    bar, _ = bar_of(10)
    assert bar.passages_expected() is None
    bar.read("a.txt", 30)
    bar.read("b.txt", 10)
    assert bar.passages_expected() == 200
    for name in "cdefghij":
        bar.read(name, 0)
    assert bar.passages_expected() == 40


def test_a_file_that_is_still_read_may_have_given_more_than_was_expected() -> None:
    bar, _ = bar_of(2)
    bar.read("a.txt", 10)
    bar.wrote(512)
    assert bar.passages_expected() == 512


def test_the_line_tells_files_passages_and_the_time_left() -> None:
    bar, seen = bar_of(4)
    with bar:
        bar.read("guidelines/" + "long/" * 12 + "af.md", 100)
        bar.wrote(50)
        bar._bar.refresh()
    line = seen.getvalue()
    assert "1/4 files, 50 passages" in line
    assert "af.md" in line
    assert "left --:--" not in line.rsplit("left", 1)[1]
