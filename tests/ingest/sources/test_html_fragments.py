"""HTML fields of a record, put together as one page."""

import pytest

from app.domain.errors import UnreadableDocument
from ingest.sources.html_fragments import Fragment, as_markup, page_of_fragments, words_of
from tests.ingest.sources.reading import shown


def read(*fragments: tuple[tuple[str, ...], str]) -> list[str]:
    return shown(page_of_fragments([Fragment(*one) for one in fragments], "record").blocks)


def test_a_fragment_stands_under_its_headings_and_repeats_none() -> None:
    assert read(
        (("Doses", "Adults"), "<p>Give 5 mg.</p>"),
        (("Doses", "Children"), "<p>Give 1 mg.</p>"),
        (("Harms",), "<h2>Harms:</h2><p>Few.</p>"),
    ) == ["# Doses", "## Adults", "Give 5 mg.", "## Children", "Give 1 mg.", "# Harms", "Few."]


def test_its_own_headings_are_set_below_the_records() -> None:
    markup = "<h2>First</h2><p>One.</p><h3>Deeper</h3><p>Two.</p><h2>Second</h2><p>Three.</p>"
    assert read((("Doses",), markup)) == [
        "# Doses",
        "## First",
        "One.",
        "### Deeper",
        "Two.",
        "## Second",
        "Three.",
    ]


def test_a_field_without_words_has_no_heading() -> None:
    assert read((("Doses",), ""), (("Harms",), "<p>&nbsp;</p>"), (("Use",), "<p>Oral.</p>")) == [
        "# Use",
        "Oral.",
    ]


def test_a_tag_left_open_swallows_nothing_behind_it() -> None:
    broken = "<table><tr><td>Adults</td><td>5 mg</td></tr><ul><li>one</div></div>"
    assert read((("Doses",), broken), (("Harms",), "<p>Few.</p>"))[-2:] == ["# Harms", "Few."]


def test_raised_figures_lists_and_tables_are_read_as_on_a_page() -> None:
    markup = """<p>Below 10<sup>9</sup>/L.</p><ol><li>Examplol</li></ol><table><tr><th>Drug</th>
    <th>Dose</th></tr><tr><td>Examplol</td><td>5 mg</td></tr></table>"""
    assert read((("Doses",), markup)) == [
        "# Doses",
        "Below 10\u2079/L.",
        "1. Examplol",
        "Drug | Dose",
        "Examplol | 5 mg",
    ]


def test_characters_that_a_page_reserves_forge_no_table() -> None:
    assert read((("Do\u0000ses",), "<p>Give\u0000 5 mg \ue0007\ue001.</p>")) == [
        "# Doses",
        "Give 5 mg 7.",
    ]


def test_plain_text_is_no_markup() -> None:
    assert read((("Doses",), as_markup("<5 mg & more"))) == ["# Doses", "<5 mg & more"]


def test_words_of_paragraphs_do_not_run_together() -> None:
    assert words_of("<p>One</p><p>H<sub>2</sub>O</p><br>x", "record") == "One H2O x"
    assert words_of(" ", "record") == ""


def test_words_nested_too_deep_to_be_read_are_not_dropped_in_silence() -> None:
    with pytest.raises(UnreadableDocument, match="nests its elements too deeply"):
        read((("Doses",), "<div>" * 20000 + "Give 5 mg."))


@pytest.mark.parametrize("markup", ["<!--", "<p", "</div></body></html>", "<br><hr>", "&nbsp;"])
def test_scraps_of_markup_are_no_text(markup: str) -> None:
    assert read((("Doses",), markup)) == []
