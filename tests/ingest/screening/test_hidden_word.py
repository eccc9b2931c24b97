from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run

from ingest.screening.hidden_word import hidden_in

WORDS = "the dose is fifty milligrams"


def white(run: Run) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)


def vanish(run: Run) -> None:
    run.font.hidden = True


def tiny(run: Run) -> None:
    run.font.size = Pt(1)


def told(mark: Callable[[Run], None], *, shaded: bool = False) -> list[tuple[str, str]]:
    word = docx.Document()
    paragraph = word.add_paragraph("Examplol is taken twice a day. ")
    for part in ("the dose is ", "fifty milligrams"):
        mark(paragraph.add_run(part))
    paragraph.add_run(" Nothing else.")
    if shaded:
        ground = OxmlElement("w:shd")
        ground.set(qn("w:fill"), "000080")
        paragraph._p.get_or_add_pPr().append(ground)  # type: ignore[arg-type]
    return [(one.how, one.text) for one in hidden_in(word)]


@pytest.mark.parametrize("mark", [white, vanish, tiny])
def test_runs_that_are_not_seen_are_found_as_one(mark: Callable[[Run], None]) -> None:
    ((how, text),) = told(mark)
    assert text == WORDS
    assert how.startswith("by ")


def test_white_letters_on_a_shaded_ground_are_seen() -> None:
    assert told(white, shaded=True) == []
    assert told(vanish, shaded=True) != []


def test_a_document_that_hides_nothing_has_nothing_hidden() -> None:
    def shown(run: Run) -> None:
        run.font.hidden = False
        run.font.size = Pt(11)
        run.font.color.rgb = RGBColor(0, 0, 128)

    assert told(shown) == []
