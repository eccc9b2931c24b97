import io
import json

from rich.console import Console

from ingest.report import LINES, FileOutcome, FileReport, Report, render


def report(*files: FileReport, **changed: object) -> Report:
    given: dict[str, object] = {
        "written": 2,
        "unchanged": 1,
        "removed": 0,
        "skipped": 0,
        "quarantined": 0,
        "files": 3,
        "passages": 9,
        "characters": 4000,
        "seconds": 2.0,
        "generation": "g1",
        "published": True,
        "dry_run": False,
        "by_file": files,
    }
    return Report.model_validate(given | changed)


def shown(one: Report) -> str:
    stream = io.StringIO()
    render(one, Console(file=stream, width=200))
    return stream.getvalue()


def bad(origin: str, reason: str = "The file is empty.") -> FileReport:
    return FileReport(origin=origin, outcome=FileOutcome.QUARANTINED, reason=reason, reader="pdf")


def test_a_person_reads_the_counts_and_the_generation() -> None:
    text = shown(report())
    assert "2  written" in " ".join(text.split("\n")).replace("    ", "  ")
    assert "9 passages" in text
    assert "2,000 characters/s" in text
    assert "Published generation g1." in text


def test_a_person_reads_which_file_to_repair_and_why() -> None:
    text = shown(report(bad("a.pdf"), quarantined=1))
    assert "a.pdf: The file is empty." in text
    assert "run the same command again" in text


def test_a_thousand_bad_files_do_not_flood_the_terminal() -> None:
    text = shown(report(*(bad(f"{n}.pdf") for n in range(1000)), quarantined=1000))
    assert text.count(".pdf:") == LINES
    assert "980 more" in text


def test_a_file_name_with_markup_in_it_is_shown_as_it_is() -> None:
    assert "[bold]a[/bold].pdf" in shown(report(bad("[bold]a[/bold].pdf")))


def test_skipped_files_are_told_by_reason() -> None:
    skipped = [
        FileReport(
            origin=f"{n}.xyz", outcome=FileOutcome.SKIPPED, reason="No reader for .xyz files."
        )
        for n in range(3)
    ]
    assert "3 x No reader for .xyz files." in shown(report(*skipped, skipped=3))


def test_a_run_that_changed_nothing_says_so() -> None:
    text = shown(report(written=0, published=False, characters=0))
    assert "Nothing changed; generation g1 still answers." in text


def test_a_dry_run_says_that_nothing_was_published() -> None:
    assert "Dry run" in shown(report(published=False, dry_run=True))


def test_the_json_report_has_the_counts_on_top_and_every_file_with_its_reason() -> None:
    written = FileReport(
        origin="b.pdf",
        outcome=FileOutcome.WRITTEN,
        reader="pdf",
        documents=2,
        passages=9,
        characters=4000,
    )
    document = json.loads(report(written, bad("a.pdf"), quarantined=1).model_dump_json())
    assert {"written", "unchanged", "removed", "skipped", "quarantined"} <= document.keys()
    assert [one["outcome"] for one in document["by_file"]] == ["written", "quarantined"]
    assert document["by_file"][1]["reason"] == "The file is empty."
    assert document["by_reader"]["pdf"] == {
        "files": 1,
        "written": 2,
        "unchanged": 0,
        "skipped": 0,
        "quarantined": 1,
        "passages": 9,
        "characters": 4000,
    }
    nested = {key for key, value in document.items() if isinstance(value, dict)}
    assert all(key.startswith("by_") for key in nested)


def test_a_run_that_could_read_nothing_says_what_was_wrong() -> None:
    nothing = report(*map(bad, "abcde"), written=0, unchanged=0)
    assert not nothing.read_anything
    assert "a: The file is empty." in nothing.why_nothing()
    assert "2 more" in nothing.why_nothing()
