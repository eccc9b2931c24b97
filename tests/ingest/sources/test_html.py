"""Web pages. All clinical wording is illustrative."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources.html import HtmlReader
from tests.ingest.sources.reading import read_one, shown, written


def page(folder: Path, body: str | bytes, head: str = "") -> ReadDocument:
    content = (
        body if isinstance(body, bytes) else f"<html><head>{head}</head><body>{body}</body></html>"
    )
    return read_one(HtmlReader(), written(folder, "page.html", content))


def blocks(folder: Path, body: str) -> list[str]:
    return shown(page(folder, body).blocks)


def test_headings_paragraphs_and_lists_come_in_reading_order(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "Lead.<h1>Exampril</h1><p>About <b>it</b>.</p><h3>Dose</h3>"
        "<div>One<div>Two</div>three</div>"
        "<ul><li>Adults<ul><li>5 mg</li></ul></li></ul><blockquote>Quoted.</blockquote>tail",
    ) == [
        "Lead.",
        "# Exampril",
        "About it.",
        "### Dose",
        "One",
        "Two",
        "three",
        "Adults",
        "5 mg",
        "Quoted.",
        "tail",
    ]


def test_what_stands_around_the_page_is_left_out(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<nav>Home</nav><script>x()</script><style>p{}</style><!-- note -->"
        "<div role=banner>Logo</div>"
        "<aside><a href=x>More</a></aside><aside><p>Boxed warning.</p></aside><p hidden>No.</p>"
        "<p>The text.</p><footer>Imprint</footer>",
    ) == ["Boxed warning.", "The text."]


def test_text_in_forms_figures_and_folds_is_not_lost(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<form><p>In a form.</p><label>Labelled.</label></form><figure><img alt='A curve.'>"
        "<figcaption>Figure 1.</figcaption></figure>"
        "<details><summary>Renal dosing</summary>Halve it.</details><center>Centred.</center>",
    ) == [
        "In a form.",
        "Labelled.",
        "A curve.",
        "Figure 1.",
        "Renal dosing",
        "Halve it.",
        "Centred.",
    ]


def test_raised_figures_keep_their_meaning(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<p>Platelets 50 x 10<sup>9</sup>/L; 1.73 m<sup>2</sup>; "
        "Ca<sup>2+</sup>; "
        "give 5 mg<sup>3</sup> as advised.<sup>12,13</sup> On the 1<su"
        "p>st</sup> day CO<sub>2</sub> rises.</p>",
    ) == [
        "Platelets 50 x 10\u2079/L; 1.73 m\u00b2; Ca\u00b2\u207a; give 5 mg[3] as advised.[12,13] "
        "On the 1st day CO2 rises."
    ]


def test_less_than_signs_are_words_not_tags(tmp_path: Path) -> None:
    assert blocks(tmp_path, "<p>CrCl <30 or &lt; 15 and eGFR >5</p>") == [
        "CrCl <30 or < 15 and eGFR >5"
    ]


def test_numbered_steps_keep_their_numbers(tmp_path: Path) -> None:
    assert blocks(tmp_path, "<ol start=3><li>Stop.<li><p>Wait.</p><p>Then.</p></ol>") == [
        "3. Stop.",
        "4. Wait.",
        "Then.",
    ]


def test_a_table_keeps_its_place_its_caption_and_its_cells(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<p>Before.</p><table><caption>Table 1</caption><tr><th>Drug</th><th>Dose</th></tr>"
        "<tr><td>A</td><td>2.5 mg</td></tr></table><p>After.</p>",
    ) == ["Before.", "Table 1", "Drug | Dose", "A | 2.5 mg", "After."]


def test_a_table_that_lays_out_the_page_is_read_as_text(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<table><tr><td><h2>Dose</h2><p>Give 5 mg.</p></td><td>"
        "<table><tr><td>A</td><td>1 mg</td></tr></table></td></tr></table>",
    ) == ["## Dose", "Give 5 mg.", "A | 1 mg"]


def test_a_short_line_in_title_case_heads_the_paragraph_that_follows_it(tmp_path: Path) -> None:
    body = "Give it for seven days and check the level again when the course has been completed."
    assert blocks(
        tmp_path,
        f"<p>Special Considerations</p><p>Use in Pregnancy</p><p>{body}</p>"
        f"<p>Give With Food</p><p>Short.</p><p>Exampril 5 mg</p><p>{body}</p>"
        f"<p>Do not stop.</p><p>{body}</p><p><b>Dose in adults</b></p><p>{body}</p>",
    ) == [
        "####### Special Considerations",
        "####### Use in Pregnancy",
        body,
        "Give With Food",
        "Short.",
        "Exampril 5 mg",
        body,
        "Do not stop.",
        body,
        "####### Dose in adults",
        body,
    ]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Exampril</title>", "<h1>Dosing</h1>", "Exampril"),
        ("<title>Exampril | Example Hospital</title>", "<h1>Exampril</h1>", "Exampril"),
        ("", "<h1>Exampril</h1>", "Exampril"),
        ("", "<h2>Exampril</h2>", "Exampril"),
        ("", "", None),
    ],
)
def test_the_title_is_the_documents_not_the_sites(
    tmp_path: Path, head: str, body: str, title: str | None
) -> None:
    assert page(tmp_path, f"{body}<p>Text.</p>", head).title == title


def test_what_the_page_says_of_itself_is_kept(tmp_path: Path) -> None:
    said = page(
        tmp_path,
        "<p>Text.</p>",
        "<meta name='DC.Publisher' content='Example Trust'>"
        "<meta name=date content='2024-02-03T10:00'><link rel=canonical href='https://example.org/a'>"
        "<link rel=license href='CC-BY-4.0'>",
    ).stated
    assert (said.publisher, said.licence) == ("Example Trust", "CC-BY-4.0")
    assert said.published == date(2024, 2, 3)
    assert said.url == "https://example.org/a"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "<meta charset=iso-8859-1>"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "<meta charset=iso-8859-1>"),
        ("cp1252", ""),
        ("iso-8859-7", "<meta http-equiv=content-type content='text/html; charset=iso-8859-7'>"),
    ],
)
def test_signs_survive_every_encoding(tmp_path: Path, encoding: str, declared: str) -> None:
    text = "dose \u00b1 2 \u00b0C" if encoding != "iso-8859-7" else "\u03b2 \u00b1 2 \u00b0C"
    made = page(tmp_path, f"<html><head>{declared}</head><p>{text}</p></html>".encode(encoding))
    assert shown(made.blocks) == [text]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x00\x01\x02\x03<p>" * 9, "is not text"),
        (b"only words", "no HTML"),
        (b"<html><body><img src=x></body></html>", "pictures only"),
        (b"<!-- nothing -->", "cannot be read as HTML"),
        (b"<h1>Dose</h1>", "no text"),
        (b"<p>Give 5 mg.</p>" + b"<div>" * 5000 + b"deep", "too deeply"),
        (b"<p>Give 5 mg.</p><p>" + b"words " * 2_000_000, "more than 10 MB"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"page.html.*{why}"):
        page(tmp_path, content)


def test_a_document_type_of_its_own_is_no_text_of_the_page(tmp_path: Path) -> None:
    declared = b'<?xml version="1.0"?>\n<!DOCTYPE html [<!ENTITY a "Ignore."><!ENTITY b "&a;&a;">]>'
    made = page(tmp_path, declared + b"<html><body><p>Give 5 mg.</p></body></html>")
    assert shown(made.blocks) == ["Give 5 mg."]


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("a.html", "x", True),
        ("a.XHTML", "x", True),
        ("saved", "\n<?xml version='1.0'?>\n<!DOCTYPE html><html>", True),
        ("saved", "words", False),
        ("a.xml", "<html>", False),
    ],
)
def test_pages_are_known_by_suffix_or_first_bytes(
    tmp_path: Path, name: str, content: str, accepted: bool
) -> None:
    assert HtmlReader().accepts(written(tmp_path, name, content)) is accepted


def test_a_button_inside_a_heading_is_the_heading(tmp_path: Path) -> None:
    """Without it the dose in renal impairment stands under the heading above."""
    assert blocks(
        tmp_path,
        "<h2>Doses</h2><p>Give 10 mg twice daily.</p>"
        "<h3><button aria-expanded='false' aria-controls='p'>Renal impairment</button></h3>"
        "<div id='p' hidden><p>Give 5 mg.</p></div>",
    ) == ["## Doses", "Give 10 mg twice daily.", "### Renal impairment", "Give 5 mg."]


def test_each_panel_of_tabs_is_read_under_its_tab(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<h2>Doses</h2><ul role='tablist'><li><button role='tab' aria-controls='a'>Adults</button>"
        "</li><li><a role='tab' href='#c'>Children</a></li></ul>"
        "<div id='a' role='tabpanel'><p>Give 10 mg.</p></div>"
        "<div id='c' role='tabpanel' style='display: none'><p>Give 2 mg.</p></div>"
        "<p>Stop if there is a rash.</p>",
    ) == [
        "## Doses",
        "### Adults",
        "Give 10 mg.",
        "### Children",
        "Give 2 mg.",
        "## Doses",
        "Stop if there is a rash.",
    ]


def test_what_no_button_opens_stays_hidden(tmp_path: Path) -> None:
    assert blocks(
        tmp_path,
        "<p>Give 10 mg.</p><button aria-controls='none'>More</button>"
        "<div id='p' role='tabpanel' hidden><p>Give 100 mg.</p></div>",
    ) == ["Give 10 mg."]


def test_struck_words_are_not_read(tmp_path: Path) -> None:
    struck = "<p>Give <s>50 mg</s> <strike>40 mg</strike> <del>30 mg</del> 5 mg.</p>"
    assert blocks(tmp_path, struck) == ["Give 5 mg."]


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("<p>Aspirin 75 mg<br>Clopidogrel 300 mg</p>", "Aspirin 75 mg; Clopidogrel 300 mg"),
        ("<p>Give 5 mg<br>once daily.</p>", "Give 5 mg once daily."),
        ("<p>In renal<br>impairment avoid.</p>", "In renal impairment avoid."),
        ("<p>Amoxi<sup>a</sup> 5 mg<sup>b</sup>.</p>", "Amoxi[a] 5 mg[b]."),
        ("<p>The 19<sup>th</sup> M<sup>c</sup>Alpha.</p>", "The 19th McAlpha."),
    ],
)
def test_lines_and_notes_never_run_into_a_dose(tmp_path: Path, body: str, read: str) -> None:
    assert blocks(tmp_path, body) == [read]


def test_a_table_in_a_cell_stays_beside_its_drug(tmp_path: Path) -> None:
    inner = (
        "<table><tr><td>morning</td><td>5 mg</td></tr><tr><td>night</td><td>10 mg</td></tr></table>"
    )
    assert blocks(
        tmp_path,
        f"<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>{inner}</td></tr>"
        "<tr><td>B</td><td>1 mg<br>2 mg</td></tr></table>",
    ) == ["Drug | Dose", "A | morning; 5 mg; night; 10 mg", "B | 1 mg; 2 mg"]
