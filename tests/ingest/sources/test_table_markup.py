"""Tables with merged cells and every way of marking a header. Illustrative figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from ingest.reading import Table
from ingest.sources.table_markup import table_of


def table(rows: str, header_first: bool = False) -> Table:
    made = table_of(html.fragment_fromstring(f"<table>{rows}</table>"), header_first)
    assert made is not None
    return made


def test_a_cell_that_spans_rows_or_columns_stands_in_each() -> None:
    made = table(
        "<tr><th>Drug<th>Age<th>Dose</tr>"
        "<tr><td rowspan=2>A<td>adult<td>5 mg</tr><tr><td>child<td>1 mg</tr>"
        "<tr><td>B<td colspan=2>avoid</tr><tr><td colspan=3>Children</tr>"
    )
    assert made.header == ("Drug", "Age", "Dose")
    assert made.rows == (
        ("A", "adult", "5 mg"),
        ("A", "child", "1 mg"),
        ("B", "avoid", "avoid"),
        ("Children", "Children", "Children"),
    )


def test_header_rows_are_joined_by_column() -> None:
    made = table(
        "<thead><tr><th rowspan=2>Drug<th colspan=2>Dose</tr>"
        "<tr><th>Adults<th>Children</tr></thead><tr><td>A<td>5 mg<td>1 mg</tr>"
    )
    assert made.header == ("Drug", "Dose Adults", "Dose Children")


@pytest.mark.parametrize(
    ("first", "is_header"),
    [
        ("<td><b>Drug</b><td><strong>Dose</strong>", True),
        ("<td>Drug<td>Dose<td>Route", True),
        ("<td>Route<td>oral", False),
        ("<td>A<td>5 mg<td>oral", False),
        ("<td>Same<td>Same<td>Other", False),
        ("<td><b>Drug</b><td>Dose", False),
    ],
)
def test_a_first_row_is_a_header_only_where_that_is_plain(first: str, is_header: bool) -> None:
    made = table(f"<tr>{first}</tr><tr><td>B<td>2.5 mg<td>rectal</tr>")
    assert bool(made.header) is is_header


def test_the_format_may_say_that_the_first_row_is_a_header() -> None:
    assert table("<tr><td>Route<td>Max 5</tr><tr><td>oral<td>1</tr>", True).header == (
        "Route",
        "Max 5",
    )


def test_a_table_of_headers_or_of_one_column_keeps_them_as_rows() -> None:
    assert table("<tr><th>Drug<th>Dose</tr>").rows == (("Drug", "Dose"),)
    assert table("<tr><th>Regimen</th></tr><tr><td>A 5 mg</tr>").rows == (("Regimen",), ("A 5 mg",))


def test_parts_of_a_cell_are_set_apart() -> None:
    made = table("<tr><td>A <i>or</i> B<br>daily<ul><li>5 mg<li>10 mg.<li>max</ul><td>x</tr>")
    assert made.rows == (("A or B daily; 5 mg; 10 mg. max", "x"),)


def test_a_table_without_words_is_none() -> None:
    assert table_of(html.fragment_fromstring("<table><tr><td> </td></tr></table>")) is None


def test_an_absurd_span_does_not_fill_the_memory() -> None:
    made = table("<tr><td colspan=999999999 rowspan=999999999>A</tr><tr><td>B</tr>")
    assert len(made.rows[0]) <= 101


cells = st.builds(
    lambda tag, wide, tall, text: f"<{tag} colspan={wide} rowspan={tall}>{text}</{tag}>",
    st.sampled_from(["td", "th"]),
    st.sampled_from(["0", "1", "2", "3", "x", ""]),
    st.sampled_from(["0", "1", "2", "3", "-1"]),
    st.sampled_from(["", "alpha", "beta", "2.5 mg"]),
)


@given(st.lists(st.lists(cells, max_size=5), min_size=1, max_size=6))
def test_no_cell_is_lost_and_every_row_is_complete(rows: list[list[str]]) -> None:
    markup = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    made = table_of(html.fragment_fromstring(f"<table>{markup}</table>"))
    words = [made.header, *made.rows] if made else []
    for word in ("alpha", "beta", "2.5 mg"):
        assert (word in markup) == any(word in cell for row in words for cell in row)
    if made:
        assert len({len(row) for row in [*made.rows, made.header or made.rows[0]]}) == 1
