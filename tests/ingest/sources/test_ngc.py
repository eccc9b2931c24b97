"""Guideline summaries of the Clearinghouse: fields as headings, and what is stated of them."""

import tarfile
from datetime import date
from html import escape
from pathlib import Path

import pytest

from app.domain.corpus import Status
from app.domain.errors import UnreadableDocument
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.ngc import NgcReader
from tests.ingest.sources.reading import read_one, shown, written

ARCHIVE = Path(__file__).parents[4] / "shared/data/guidelines/ngc_federal_no_copyright.tar.gz"


def field(name: str, *values: str, kind: str = "text") -> str:
    inside = "".join(f'<FieldValue Value="{escape(value)}" />' for value in values)
    return f'<Field FieldID="1" OrdBy="1" ID="2" Name="{name}" Type="{kind}">{inside}</Field>'


def section(name: str, *fields: str) -> str:
    return f'<Section SecID="1" OrdBy="1" Name="{name}">{"".join(fields)}</Section>'


def summary(*sections: str) -> str:
    return f"<Version><xmlSource>Made for the test.</xmlSource>{''.join(sections)}</Version>"


TITLE = field("Guideline Title", '<div class="content_title">Care of examplitis.</div>')
ADVICE = section(
    "Recommendations", field("Major Recommendations", "<p>Give examplol 5&ndash;10 mg.</p>")
)


def read(folder: Path, *sections: str) -> ReadDocument:
    return read_one(NgcReader(), written(folder, "ngc-1.xml", summary(*sections)))


def stated_of(folder: Path, *fields: str) -> ReadDocument:
    return read(folder, section("General", TITLE, *fields), ADVICE)


def test_sections_and_fields_are_headings_and_html_is_read_as_a_page(tmp_path: Path) -> None:
    recommendations = """<div class="content_para"><p><strong>For Adults</strong></p>
    <p>Give examplol at &lt;10<sup>9</sup>/L. Stop it as soon as two levels, taken on two days,
    are above that value.</p>
    <ol start="3"><li>Rest.</li></ol><table><thead><tr><th>Grade</th><th>Meaning</th></tr></thead>
    <tbody><tr><td>A</td><td>Strong</td></tr></tbody></table></div>"""
    users = field("Intended Users", "Nurses & others", "Physicians", kind="picklist-many")
    found = read(
        tmp_path,
        section("General", TITLE),
        section("Recommendations", field("Major Recommendations", recommendations)),
        section("Scope", users),
    )
    assert found.title == "Care of examplitis."
    assert shown(found.blocks) == [
        "# Recommendations",
        "## Major Recommendations",
        "####### For Adults",
        "Give examplol at <10\u2079/L. Stop it as soon as two levels, taken on two days, "
        "are above that value.",
        "3. Rest.",
        "Grade | Meaning",
        "A | Strong",
        "# Scope",
        "## Intended Users",
        "Nurses & others; Physicians",
    ]


def test_the_scheme_of_grades_is_kept_and_fields_that_say_nothing_are_not(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        section(
            "Methodology",
            field("Rating Scheme for the Strength of the Recommendations", "<p>A: do it.</p>"),
            field("Number of Source Documents", "<p>Twelve</p>"),
            field("Cost Analysis", "<p>Not stated</p>"),
            field("Method of Guideline Validation", "Not applicable.", kind="picklist-choice"),
        ),
        section("Contraindications", field("Contraindications", "<p>None but fever.</p>")),
        section("Disclaimer", field("NGC Disclaimer", "<p>We made none of it.</p>")),
    )
    assert shown(found.blocks) == [
        "# Methodology",
        "## Rating Scheme for the Strength of the Recommendations",
        "A: do it.",
        "# Contraindications",
        "None but fever.",
    ]


def test_a_field_that_stands_in_two_sections_is_read_once(tmp_path: Path) -> None:
    source = field(
        "Bibliographic Source(s)",
        "<table><tr><td>Alpha. Care. 2014.</td></tr></table>",
        kind="citation",
    )
    found = read(tmp_path, section("General", source), section("Identifying Information", source))
    assert shown(found.blocks) == ["# General", "## Bibliographic Source(s)", "Alpha. Care. 2014."]


def test_a_summary_states_who_made_the_guideline_and_where_it_is(tmp_path: Path) -> None:
    found = stated_of(
        tmp_path,
        field(
            "Guideline Developer(s)",
            "Examplitis Board - Federal Government Agency [U.S.]",
            "State-Wide Panel - Independent Expert Panel [U.S.]",
            kind="orglist-p",
        ),
        field("Copyright Statement", "<p>No restrictions.</p>"),
        field("Date Released", "2006 Dec (revised 2014 Mar 7; reviewed 2016)"),
        field("Guideline Status", "<p>This is the current release of the guideline.</p>"),
        field(
            "Guideline Availability",
            '<p>From <a href="mailto:x">us</a> or <a href="https://x.example/?a=1&amp;b=2">here</a></p>',
        ),
    ).stated
    assert found.publisher == "Examplitis Board; State-Wide Panel"
    assert found.jurisdiction == "US"
    assert found.licence == "No restrictions."
    assert found.published == date(2014, 3, 7)
    assert found.version == "revised 2014 Mar 7"
    assert found.url == "https://x.example/?a=1&b=2"
    assert found.status is Status.CURRENT
    assert found.grade is None


def test_what_a_summary_does_not_state_is_left_open(tmp_path: Path) -> None:
    found = stated_of(
        tmp_path,
        field("Guideline Developer(s)", "Board - Medical Specialty Society", kind="orglist"),
    ).stated
    assert found.publisher == "Board"
    assert (found.jurisdiction, found.published, found.url, found.status) == (None,) * 4


@pytest.mark.parametrize(
    ("released", "published", "version"),
    [
        ("2013 Dec 20", date(2013, 12, 20), None),
        ("2014", date(2014, 1, 1), None),
        ("1994 (revised 2013 Jul)", date(2013, 7, 1), "revised 2013 Jul"),
        ("2013 Feb 31", date(2013, 2, 1), None),
        ("2013 Foo 3", date(2013, 1, 1), None),
        ("soon", None, None),
        ("9999999 Dec", None, None),
    ],
)
def test_the_latest_revision_dates_the_guideline(
    tmp_path: Path, released: str, published: date | None, version: str | None
) -> None:
    found = stated_of(tmp_path, field("Date Released", released)).stated
    assert (found.published, found.version) == (published, version)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("<p>This is the current release of the guideline.</p>", Status.CURRENT),
        (
            "<p>This is the current release of the guideline.</p><p>It updates a previous version, "
            "which was withdrawn.</p>",
            Status.CURRENT,
        ),
        ("<p>This guideline was withdrawn by its developer.</p>", Status.RETRACTED),
        ("<p>This guideline has been superseded by another.</p>", Status.SUPERSEDED),
        ("<p>This guideline is no longer current.</p>", Status.SUPERSEDED),
        ("<p>This is not the current release of the guideline.</p>", Status.SUPERSEDED),
        ("<p>It meets the criteria.</p>", None),
    ],
)
def test_a_withdrawn_or_replaced_guideline_says_so(
    tmp_path: Path, words: str, status: Status | None
) -> None:
    assert stated_of(tmp_path, field("Guideline Status", words)).stated.status is status


def test_utf8_that_was_once_misread_is_put_right_and_nothing_else(tmp_path: Path) -> None:
    misread = "health\u2010care at \u2265 5 mg".encode().decode("latin-1")
    found = read(
        tmp_path, section("Use", field("Use", f"<p>{misread}, caf\u00e9 \u00c2\u00b5</p>"))
    )
    assert shown(found.blocks) == [
        "# Use",
        "health\u2010care at \u2265 5 mg, caf\u00e9 \u00c2\u00b5",
    ]


def test_a_summary_without_any_text_has_no_blocks(tmp_path: Path) -> None:
    assert read(tmp_path, section("General", TITLE)).blocks == ()
    assert read(tmp_path).title is None


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("a.xml", summary(ADVICE), True),
        (
            "a.xml",
            "<Version><xmlSource>For the National Guideline Clearinghouse.</xmlSource>",
            True,
        ),
        ("a.txt", summary(ADVICE), False),
        ("a.xml", "<Version><Number>1.2</Number></Version>", False),
        ("a.xml", f"<Other>{ADVICE}</Other>", False),
        ("a.xml", "<PubmedArticleSet/>", False),
        ("a.xml", b"\x00\x01\x02", False),
        ("a.xml", b"", False),
    ],
)
def test_only_summaries_are_accepted(
    tmp_path: Path, name: str, content: str | bytes, accepted: bool
) -> None:
    assert NgcReader().accepts(written(tmp_path, name, content)) is accepted


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<Other/>",
        summary(ADVICE)[:-40],
        f"<!DOCTYPE Version [<!ENTITY a 'b'>]>{summary(ADVICE)}",
        summary(section("Use", field("Use", "<div>" * 3000 + "Give 5 mg."))),
    ],
    ids=["empty", "other root", "truncated", "entities", "too deep"],
)
def test_a_broken_or_hostile_file_is_unreadable(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableDocument):
        list(NgcReader().read(written(tmp_path, "a.xml", content), {}))


@pytest.mark.parametrize(
    ("step", "counts"),
    [(11, (3, 185, 465, 2)), pytest.param(1, (33, 2209, 6795, 118), marks=pytest.mark.slow)],
)
def test_the_real_summaries_are_read_whole(
    tmp_path: Path, step: int, counts: tuple[int, int, int, int]
) -> None:
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE} is not on this machine")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    files = [SourceFile(path=path, origin=path.name) for path in sorted(tmp_path.rglob("*.xml"))]
    assert len(files) == 33
    assert all(NgcReader().accepts(file) for file in files)
    documents = [read_one(NgcReader(), file) for file in files[::step]]
    kinds = [block.kind for one in documents for block in one.blocks]
    assert (len(documents), *map(kinds.count, BlockKind)) == counts
    for one in documents:
        headings = [block.text for block in one.blocks if block.kind is BlockKind.HEADING]
        assert headings.count("Recommendations") >= 1
        assert headings.count("Major Recommendations") == 1
        assert headings.count("Guideline Status") == 1
        assert one.title
        assert one.stated.publisher
        assert one.stated.published
        assert one.stated.licence
        assert (one.stated.url or "").startswith("http")
        assert one.stated.status is Status.CURRENT
        assert not any("\u00e2\u0080" in block.text for block in one.blocks)
