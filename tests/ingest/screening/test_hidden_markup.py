import pytest
from lxml import etree, html

from ingest.screening.hidden_markup import hidden_in, styled_in

WORDS = "the dose is fifty milligrams"


def hidden(inside: str, head: str = "") -> list[tuple[str, bool]]:
    page = html.document_fromstring(f"<html><head>{head}</head><body>{inside}</body></html>")
    before = html.tostring(page)
    found = hidden_in(page)
    assert html.tostring(page) == before
    assert all(WORDS in one.text for one in found)
    return [(one.how, one.deliberate) for one in found]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : None !important",
        "visibility: hidden",
        "opacity:0",
        "position:absolute; left:-9999px",
    ],
)
def test_what_a_style_hides_is_found_and_may_be_layout(style: str) -> None:
    assert hidden(f'<div style="{style}"><p>{WORDS}</p></div>') == [("by the page's style", False)]


def test_comments_and_hidden_attributes_are_found() -> None:
    assert hidden(f"<p>Visible.<!-- {WORDS} --></p>") == [("in a comment", False)]
    assert hidden(f"<p hidden>{WORDS}</p>") == [("by the page's style", False)]
    assert hidden(f'<p aria-hidden="true">{WORDS}</p>') == [("from readers aloud", False)]


@pytest.mark.parametrize("size", ["0", "0px", "0.1em", "1px", "1pt", "0%"])
def test_letters_of_no_size_are_deliberate(size: str) -> None:
    assert hidden(f'<p style="font-size:{size}">{WORDS}</p>') == [("by letters of no size", True)]


@pytest.mark.parametrize("style", ["font-size:1em", "font-size:10px", "font-size:100%", ""])
def test_letters_that_can_be_read_are_not_hidden(style: str) -> None:
    assert hidden(f'<p style="{style}">{WORDS}</p>') == []


def test_a_box_without_size_around_letters_with_one_hides_nothing() -> None:
    row = f'<div style="font-size:0"><p style="font-size:12px">{WORDS}</p></div>'
    assert hidden(row) == []


@pytest.mark.parametrize(
    "inside",
    [
        f'<p style="color:white">{WORDS}</p>',
        f'<font color="#FFFFFF">{WORDS}</font>',
        f'<div style="background:#fff"><p style="color:#fefefe">{WORDS}</p></div>',
        f'<table bgcolor="#000080"><tr><td><p style="color:#000085">{WORDS}</p></td></tr></table>',
    ],
)
def test_letters_in_the_colour_of_their_ground_are_deliberate(inside: str) -> None:
    assert hidden(inside) == [("by letters in the colour of their ground", True)]


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    assert (
        hidden(f'<div style="background-color:navy"><p style="color:#fff">{WORDS}</p></div>') == []
    )
    assert hidden(f'<td bgcolor="#003366"><span style="color:white">{WORDS}</span></td>') == []


def test_white_letters_on_a_ground_that_a_style_sheet_may_colour_may_be_layout() -> None:
    told = hidden(f'<p style="color:white">{WORDS}</p>', head="<style>p {background: navy}</style>")
    assert [deliberate for _, deliberate in told] == [False]


def test_xml_with_inline_styles_is_looked_at_like_a_page() -> None:
    tree = etree.fromstring(f'<sec><p style="color:white">{WORDS}</p><p style="x">a</p></sec>')
    assert [(one.text, one.deliberate) for one in styled_in(tree)] == [(WORDS, True)]


def test_an_element_inside_a_hidden_one_is_told_once() -> None:
    inside = f'<div style="display:none"><p hidden>{WORDS}</p></div>'
    assert len(hidden(inside)) == 1
