"""A document of any format that hides words waits for a person, and goes in when admitted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.archives import walk
from ingest.job import IngestJob
from ingest.readers import READERS
from ingest.report import FileOutcome, Report
from ingest.review import REVIEW, Review, Standing
from tests.fakes import FakeGenerations
from tests.ingest.screening import test_hidden_cells as cells
from tests.ingest.screening import test_hidden_formats as formats
from tests.ingest.screening import test_hidden_slides as slides
from tests.ingest.sources.reading import written

Write = Callable[[Path, bool], object]


def deck(folder: Path, is_good: bool) -> None:
    made, slide = slides.deck()
    run = slides.put(slide, slides.WORDS)
    if not is_good:
        slides.white(run)
    made.save(str(folder / "talk.pptx"))


def workbook(folder: Path, is_good: bool) -> None:
    cells.formulary(folder, (lambda _: None) if is_good else cells.white)


def page(made: formats.Made) -> Write:
    note = f"<!-- {formats.ORDER} -->"
    return lambda folder, is_good: written(
        folder, formats.NAMES[made], made("" if is_good else note)
    )


@pytest.mark.parametrize(
    "write",
    [deck, workbook, *map(page, formats.NAMES)],
    ids=["deck", "workbook", *(made.__name__ for made in formats.NAMES)],
)
def test_what_hides_words_waits_and_goes_in_when_admitted(tmp_path: Path, write: Write) -> None:
    generations, review = FakeGenerations(), Review(tmp_path / REVIEW)
    library = tmp_path / "library"
    library.mkdir()
    (library / "corpus.toml").write_text('name = "ward"\nlicence = "CC0-1.0"\n')
    (library / "fine.md").write_text("# Fine\n\nGive sampline 7 mg with water.\n")

    def ingest() -> Report:
        return IngestJob(generations, READERS, walk, review=review).run([library])

    write(library, False)
    first = ingest()
    waiting = review.pending()
    assert waiting
    assert first.quarantined == len(waiting)
    assert all(
        "waits for review" in one.reason
        for one in first.by_file
        if one.outcome is FileOutcome.QUARANTINED
    )
    review.decide([(one.id, Standing.ADMITTED) for one in waiting], "ward-7")
    second = ingest()
    assert second.written >= len(waiting)
    assert second.quarantined == 0
    assert review.pending() == ()
    write(library, True)
    assert ingest().quarantined == 0
