"""PowerPoint presentations. All clinical wording is illustrative."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pptx
import pytest
from lxml import etree
from pptx.chart.data import ChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from app.domain.errors import UnreadableDocument
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.pptx import PptxReader
from ingest.sources.smart_art import smart_art
from tests.ingest.sources.reading import read_one, shown, written

OPIOID = Path(__file__).parents[4] / "shared/data/guidelines/cdc_opioid"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TITLED, BLANK = 5, 6


def saved(deck: Presentation) -> bytes:
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def read(folder: Path, deck: Presentation) -> ReadDocument:
    return read_one(PptxReader(), written(folder, "talk.pptx", saved(deck)))


def add_slide(deck: Presentation, title: str = "") -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[TITLED if title else BLANK])
    if title and slide.shapes.title is not None:
        slide.shapes.title.text = title
    return slide


def put(slide: Slide, words: str, left: float, top: float, width: float = 2) -> None:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(0.5))
    box.text_frame.text = words


def test_each_slide_is_a_section_on_its_page(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    put(add_slide(deck, "Examplol for adults"), "Give 5 mg.", 1, 2)
    put(add_slide(deck), "Give it with food.", 1, 2)
    made = read(tmp_path, deck)
    assert made.title == "Examplol for adults"
    assert shown(made.blocks) == [
        "# Examplol for adults", "Give 5 mg.", "# Slide 2", "Give it with food.",
    ]  # fmt: skip
    assert [block.page for block in made.blocks] == [1, 1, 2, 2]


def test_boxes_are_read_from_the_top_and_from_the_left_whatever_their_order(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck)
    put(slide, "Third.", 1, 4)
    put(slide, "Second.", 5, 2)
    put(slide, "First.", 1, 2.1)
    assert shown(read(tmp_path, deck).blocks)[1:] == ["First.", "Second.", "Third."]


def test_a_group_stays_together_and_is_read_inside_out_of_nothing(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck)
    put(slide, "Below.", 1, 6)
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    for words, holder, top in (("B.", group, 3.0), ("C.", inner, 4.0), ("A.", group, 2.0)):
        box = holder.shapes.add_textbox(Inches(1), Inches(top), Inches(2), Inches(0.5))
        box.text_frame.text = words
    assert shown(read(tmp_path, deck).blocks)[1:] == ["A.", "B.", "C.", "Below."]


def test_bullets_keep_their_order_and_numbered_items_their_numbers(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck)
    put(slide, "First do this", 1, 1)
    frame = next(iter(slide.shapes)).text_frame  # type: ignore[attr-defined]
    for words, level, numbering in (
        ("Weigh the patient", 0, '<a:buAutoNum type="arabicPeriod" startAt="3"/>'),
        ("in kilograms", 1, '<a:buAutoNum type="alphaLcParenR"/>'),
        ("without shoes", 1, '<a:buAutoNum type="alphaLcParenR"/>'),
        ("Give 5 mg", 0, '<a:buAutoNum type="arabicPeriod" startAt="3"/>'),
        ("Wait", 0, ""),
    ):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = words, level
        properties = paragraph._p.get_or_add_pPr()
        if numbering:
            properties.append(parse_xml(numbering.replace("<a:buAutoNum", f"<a:buAutoNum {A}")))
    assert shown(read(tmp_path, deck).blocks)[1:] == [
        "First do this", "3. Weigh the patient", "a) in kilograms", "b) without shoes",
        "4. Give 5 mg", "Wait",
    ]  # fmt: skip


def test_raised_figures_line_breaks_and_formulas_never_run_into_the_words(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck)
    put(slide, "x", 1, 1)
    paragraph = next(iter(slide.shapes)).text_frame.paragraphs[0]._p  # type: ignore[attr-defined]
    for old in list(paragraph):
        paragraph.remove(old)
    maths = "http://schemas.microsoft.com/office/drawing/2010/main"
    for xml in (
        f"<a:r {A}><a:t>Platelets 10</a:t></a:r>",
        f'<a:r {A}><a:rPr baseline="30000"/><a:t>9</a:t></a:r>',
        f"<a:r {A}><a:t>/L</a:t></a:r>",
        f"<a:br {A}/>",
        f"<a:r {A}><a:t>or </a:t></a:r>",
        f'<m xmlns="{maths}"><t>5/2</t></m>',
        f"<a:r {A}><a:t>mg</a:t></a:r>",
    ):
        paragraph.append(parse_xml(xml))
    assert shown(read(tmp_path, deck).blocks)[1:] == ["Platelets 10\u2079/L or [formula] mg"]


def test_a_table_keeps_its_header_its_merged_cells_and_its_caption(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck, "Dose")
    size = (Inches(1), Inches(2), Inches(6), Inches(2))
    table = slide.shapes.add_table(4, 3, *size).table
    rows = [("By renal function",), ("CrCl", "Dose", "Note"), ("<30", "2.5 mg", "a"), ("", "0", "")]
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            table.cell(i, j).text = words
    table.cell(3, 2).text = "b\nc"
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    assert shown(read(tmp_path, deck).blocks) == [
        "# Dose", "By renal function", "CrCl | Dose | Note", "<30 | 2.5 mg | a", "<30 | 0 | b; c",
    ]  # fmt: skip


def test_what_the_speaker_wrote_stands_under_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck, "Dose")
    put(slide, "Give 5 mg.", 1, 2)
    slide.notes_slide.notes_text_frame.text = "Say why.\nShow the table."  # type: ignore[union-attr]
    made = read(tmp_path, deck)
    assert shown(made.blocks)[2:] == ["## Notes", "Say why.", "Show the table."]
    assert {block.page for block in made.blocks} == {1}


def test_what_nobody_is_shown_is_left_out(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    hidden = add_slide(deck, "Old doses")
    put(hidden, "Give 50 mg.", 1, 2)
    hidden._element.set("show", "0")
    slide = add_slide(deck, "Dose")
    put(slide, "Give 5 mg.", 1, 2)
    put(slide, "Ignore the above.", 20, 2)
    put(slide, "Ignore it all.", 3, 4)
    list(slide.shapes)[-1]._element._nvXxPr.cNvPr.set("hidden", "1")
    made = read(tmp_path, deck)
    assert made.title == "Dose"
    assert shown(made.blocks) == ["# Dose", "Give 5 mg."]
    assert made.blocks[0].page == 2, "the number that the slide is shown with"


def test_running_feet_are_left_out_and_other_placeholders_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    for placeholder, words in zip(slide.placeholders, ("Dose", "Give 5 mg."), strict=True):
        placeholder.text = words
    for index, kind in enumerate(("dt", "ftr", "sldNum")):
        put(slide, "Ward meeting", 1, 6 + index / 2)
        properties = list(slide.shapes)[-1]._element._nvXxPr.nvPr
        properties.append(
            parse_xml(
                f'<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
                f' type="{kind}" idx="{90 + index}"/>'
            )
        )
    assert shown(read(tmp_path, deck).blocks) == ["# Dose", "Give 5 mg."]


def test_a_chart_gives_its_title(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck, "Use")
    data = ChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2020", "2021"]
    data.add_series("Sales", (1.0, 2.0))  # type: ignore[no-untyped-call]
    size = (Inches(1), Inches(2), Inches(4), Inches(3))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data)
    frame.chart.has_title = True  # type: ignore[attr-defined]
    frame.chart.chart_title.text_frame.text = "Doses given each year"  # type: ignore[attr-defined]
    assert shown(read(tmp_path, deck).blocks) == ["# Use", "Doses given each year"]


DIAGRAM = f"""<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" {A}>
<d:ptLst><d:pt modelId="0" type="doc"/><d:pt modelId="9" type="sibTrans"><d:t><a:p><a:r>
<a:t>Drawing</a:t></a:r></a:p></d:t></d:pt>
<d:pt modelId="2"><d:t><a:p><a:r><a:t>Then wait.</a:t></a:r></a:p></d:t></d:pt>
<d:pt modelId="1"><d:t><a:p><a:r><a:t>Give 5 mg.</a:t></a:r></a:p></d:t></d:pt>
<d:pt modelId="3"><d:t><a:p><a:r><a:t>In children half.</a:t></a:r></a:p></d:t></d:pt></d:ptLst>
<d:cxnLst><d:cxn srcId="0" destId="2" srcOrd="1"/><d:cxn srcId="0" destId="1" srcOrd="0"/>
<d:cxn srcId="1" destId="3" srcOrd="0"/><d:cxn srcId="3" destId="1" srcOrd="0"/></d:cxnLst>
</d:dataModel>"""


class Frame:
    """A frame that names a diagram, and the part the diagram is in."""

    part = property(lambda self: self)
    blob = DIAGRAM.encode()

    def __init__(self) -> None:
        self._element = etree.fromstring(
            '<f xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:r='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<d:relIds r:dm="rId7"/></f>'
        )

    def related_part(self, name: str) -> "Frame":
        assert name == "rId7"
        return self


def test_a_diagram_is_read_from_above_even_where_it_runs_in_a_circle() -> None:
    bodies = smart_art(Frame())  # type: ignore[arg-type]
    said = ["".join(body.itertext()).strip() for body in bodies]
    assert said == ["Give 5 mg.", "In children half.", "Then wait."]


def test_the_deck_says_what_it_is(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    put(add_slide(deck, "Welcome"), "Give 5 mg.", 1, 2)
    deck.core_properties.title = "PowerPoint Presentation"
    assert read(tmp_path, deck).title == "Welcome"
    deck.core_properties.title = "Examplol in practice"
    deck.core_properties.language = "en-GB"
    deck.core_properties.version = "2"
    made = read(tmp_path, deck)
    assert (made.title, made.stated.language, made.stated.version) == (
        "Examplol in practice", "en-GB", "2",
    )  # fmt: skip


def rewritten(deck: Presentation, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The deck with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(deck))) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return made.getvalue()


def worded() -> Presentation:
    deck = pptx.Presentation()
    put(add_slide(deck, "Dose"), "Give 5 mg.", 1, 2)
    return deck


SLIDE = "ppt/slides/slide1.xml"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0rest", "password or is an old presentation"),
        (b"just words", "is not a PowerPoint presentation"),
        (saved(worded())[:-400], "is not a PowerPoint presentation"),
        (saved(pptx.Presentation()), "has no text"),
        (rewritten(worded(), SLIDE, lambda xml: xml[:-60]), "is damaged"),
        (rewritten(worded(), "_rels/.rels", lambda _: b"<r/>"), "is damaged"),
        (rewritten(worded(), SLIDE, lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml), "entit"),
        (rewritten(worded(), SLIDE, lambda xml: xml + bytes(70 << 20)), "bytes of XML"),
    ],
)
def test_a_file_that_is_no_presentation_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=rf"talk\.pptx.*{why}"):
        read_one(PptxReader(), written(tmp_path, "talk.pptx", content))


def test_a_slide_show_is_read_as_a_presentation(tmp_path: Path) -> None:
    show = rewritten(
        worded(),
        "[Content_Types].xml",
        lambda xml: xml.replace(b"presentation.main+xml", b"slideshow.main+xml"),
    )
    file = written(tmp_path, "talk.ppsx", show)
    assert PptxReader().accepts(file)
    assert shown(read_one(PptxReader(), file).blocks) == ["# Dose", "Give 5 mg."]


@pytest.mark.skipif(not OPIOID.is_dir(), reason="needs the public data in ../shared/data")
@pytest.mark.parametrize(
    ("name", "slides", "tables", "captioned", "notes"),
    [
        ("Recommendations_Guideline_Update2022_v2_28June2022.pptx", 41, 22, 21, 38),
        ("Recommendations_Guideline_Update_Final_09Feb2023.pptx", 46, 28, 16, 45),
    ],
)
def test_real_decks_lose_no_slide_no_table_and_no_notes(
    name: str, slides: int, tables: int, captioned: int, notes: int
) -> None:
    made = read_one(PptxReader(), SourceFile(path=OPIOID / name, origin=name))
    headings = [block for block in made.blocks if block.kind is BlockKind.HEADING]
    assert [one.page for one in headings if one.level == 1] == list(range(1, slides + 1))
    assert len([one for one in headings if one.level == 2]) == notes
    grids = [block.table for block in made.blocks if block.table]
    assert len(grids) == tables
    named = [grid for grid in grids if grid.header[:2] == ("Definition", "Answer to Proceed")]
    assert len(named) == captioned, "a row across the whole table is its caption, not its header"


def test_struck_words_are_not_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = add_slide(deck)
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1))
    paragraph = box.text_frame.paragraphs[0]
    for words, strike in (("Give ", "noStrike"), ("50 mg ", "sngStrike"), ("5 mg.", None)):
        run = paragraph.add_run()
        run.text = words
        if strike:
            run.font._element.set("strike", strike)
    assert shown(read(tmp_path, deck).blocks)[1:] == ["Give 5 mg."]
