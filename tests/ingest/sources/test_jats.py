"""JATS articles: what becomes of their parts, and what hostile or broken files do."""

import tarfile
from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Provenance, Status
from app.domain.errors import UnreadableDocument
from ingest.assemble import assemble
from ingest.notices import Notice, Said, notice_in
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.jats import JatsReader
from ingest.split import LONGEST_PASSAGE, split
from tests.ingest.sources.reading import read_one, shown, written

ARCHIVE = Path(__file__).parents[4] / "shared/data/pubmed/jats/jats_200.tar.gz"
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
META = """<title-group><article-title>Examplol in illustrations</article-title></title-group>
<pub-date pub-type="epub"><day>4</day><month>3</month><year>2021</year></pub-date>"""


def article(
    body: str = "<p>Illustrative words.</p>",
    meta: str = META,
    abstract: str = "",
    rest: str = "",
    kind: str = "research-article",
) -> str:
    return f"""<article article-type="{kind}" {XLINK}><front><journal-meta><journal-title-group>
    <journal-title>Journal of Illustrations</journal-title></journal-title-group></journal-meta>
    <article-meta>{meta}{abstract}</article-meta></front><body>{body}</body>{rest}</article>"""


def read(folder: Path, content: str, name: str = "a.nxml") -> ReadDocument:
    return read_one(JatsReader(), written(folder, name, content))


def body(folder: Path, inside: str, rest: str = "") -> list[str]:
    return shown(read(folder, article(inside, rest=rest)).blocks)


def test_sections_nest_below_the_abstract_and_keep_their_labels(tmp_path: Path) -> None:
    abstract = """<abstract><sec><title>Aims:</title><p>To draw.</p></sec></abstract>
    <abstract abstract-type="graphical"><p>A picture.</p></abstract>
    <abstract abstract-type="summary"><title>In short</title><p>We drew.</p></abstract>"""
    inside = """<sec><label>1.</label><title>Methods</title><p>We used ink.</p>
    <sec><title>Paper</title><p>It was white.</p></sec></sec>
    <sec><title>Nothing below</title></sec>"""
    document = read(tmp_path, article(inside, abstract=abstract))
    assert shown(document.blocks) == [
        "# Abstract",
        "## Aims",
        "To draw.",
        "# In short",
        "We drew.",
        "# 1. Methods",
        "We used ink.",
        "## Paper",
        "It was white.",
    ]


def test_a_body_without_sections_is_not_part_of_the_abstract(tmp_path: Path) -> None:
    abstract = "<abstract><p>In short.</p></abstract>"
    assert shown(read(tmp_path, article(abstract=abstract)).blocks) == [
        "# Abstract",
        "In short.",
        "# Main text",
        "Illustrative words.",
    ]
    assert body(tmp_path, "<p>Illustrative words.</p>") == ["Illustrative words."]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("below 20 x 10<sup>9</sup>/L", "below 20 x 10\u2079/L"),
        ("<italic>10</italic><sup><bold>9</bold></sup>", "10\u2079"),
        ("5 mg kg<sup>\u22121</sup> h<sup>-1</sup>", "5 mg kg\u207b\u00b9 h\u207b\u00b9"),
        ("I<sup>2</sup> of 45%", "I\u00b2 of 45%"),
        ("given <sup>131</sup>I", "given 131I"),
        ("a mean of 12.5<sup>a</sup>", "a mean of 12.5[a]"),
        ("the 19<sup>th</sup> day", "the 19th day"),
        ("CO<sub>2</sub>, 2<sub>1</sub>", "CO2, 2_1"),
        ("log<sub>10</sub>5", "log10 5"),
        ("C<sub>max</sub>", "Cmax"),
        ("one<break/>two", "one two"),
        ("we <strike>do not</strike> use it", "we use it"),
        ("see <xref ref-type='table' rid='t'>Table 1</xref>", "see Table 1"),
        ("works<xref ref-type='fn' rid='f'><sup>2</sup></xref> well", "works well"),
    ],
)
def test_a_raised_or_lowered_figure_never_runs_into_a_number(
    tmp_path: Path, markup: str, text: str
) -> None:
    assert body(tmp_path, f"<p>{markup}</p>") == [text]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("It works [{1}, {2}].", "It works."),
        ("It works.<sup>{1}\u2013{3}</sup> It is safe.", "It works. It is safe."),
        ("at 10<sup>9</sup><sup>{4},5</sup> cells", "at 10\u2079 cells"),
        ("It works <sup>[{1}]</sup>.", "It works."),
        ("As {Alpha et al. (1999)} found", "As Alpha et al. (1999) found"),
        ("It works ({Alpha et al., 1999}; {Beta, 2001}).", "It works."),
        ("by {Alpha et al.<sup>12</sup>} and others", "by Alpha et al. and others"),
        ("It works,{<sup>14</sup>} and well", "It works, and well"),
        ("It works.{<sup>131</sup>} And well", "It works. And well"),
    ],
)
def test_citations_leave_no_debris(tmp_path: Path, markup: str, text: str) -> None:
    marked = markup.replace("{", "<xref ref-type='bibr' rid='b'>").replace("}", "</xref>")
    assert body(tmp_path, f"<p>{marked}</p>") == [text]


def test_a_list_parts_its_paragraph_and_numbers_its_items(tmp_path: Path) -> None:
    inside = """<p>Give:<list list-type="order"><title>Steps</title>
    <list-item><p>Examplol 5 mg.</p><p>With food.</p></list-item>
    <list-item><p>Then wait.</p><list><list-item><p>One hour.</p></list-item></list></list-item>
    </list>and then stop.</p>
    <list list-type="bullet"><list-item><label>\u2022</label><p>Dot.</p></list-item>
    <list-item><label>(a)</label><p>Letter.</p></list-item></list>
    <def-list><def-item><term>EX:</term><def><p>examplol</p></def></def-item></def-list>"""
    assert body(tmp_path, inside) == [
        "Give:",
        "Steps",
        "1. Examplol 5 mg.",
        "With food.",
        "2. Then wait.",
        "One hour.",
        "and then stop.",
        "Dot.",
        "(a) Letter.",
        "EX: examplol",
    ]


TABLE = """<table-wrap id="t1"><label>Table 1</label><caption><title>Doses</title>
<p>All by mouth.</p></caption><table><thead><tr><th rowspan="2">Drug</th>
<th colspan="2">Dose</th></tr><tr><th>Adults</th><th>Children</th></tr></thead><tbody><tr>
<td>Examplol</td><td>5<xref ref-type="table-fn" rid="f"><sup>a</sup></xref></td>
<td>10<sup>3</sup><hr/>20</td></tr><tr><td><hr/></td><td/></tr></tbody></table>
<table-wrap-foot><fn id="f"><label>a</label><p>Once daily.</p></fn></table-wrap-foot>
</table-wrap>"""


def test_a_table_stands_under_its_caption_and_above_its_notes(tmp_path: Path) -> None:
    assert body(tmp_path, f"<p>Before.</p>{TABLE}") == [
        "Before.",
        "Table 1. Doses.",
        "Drug | Dose Adults | Dose Children",
        "Examplol | 5[a] | 10\u00b3 20",
        "All by mouth.",
        "a Once daily.",
    ]


def test_a_caption_goes_with_its_table_into_one_passage(tmp_path: Path) -> None:
    document = read(tmp_path, article(f"<sec><title>Doses</title>{TABLE}</sec>"))
    made = split(assemble(document, "a.nxml", Provenance(source="s", licence="l")))
    (first, *_) = made.passages
    assert first.text == (
        "Table 1. Doses.\n\nDrug: Examplol; Dose Adults: 5[a]; Dose Children: 10\u00b3 20."
    )


def test_a_table_that_is_only_a_picture_leaves_its_caption(tmp_path: Path) -> None:
    wrap = (
        "<table-wrap><label>Table 2.</label><caption><p>Drawn</p></caption><graphic/></table-wrap>"
    )
    assert body(tmp_path, wrap) == ["Table 2. Drawn."]


def test_a_claimed_span_of_thousands_of_columns_is_not_believed(tmp_path: Path) -> None:
    row = f"<tr><td colspan='{'9' * 5000}'>a</td><td>b</td></tr>"
    wrap = f"<table-wrap><table>{row}</table></table-wrap>"
    assert body(tmp_path, wrap) == ["a | b"]


def test_paragraphs_of_a_cell_are_set_apart(tmp_path: Path) -> None:
    wrap = (
        "<table-wrap><table><tr><td><p>One</p><p>two</p></td><td>b</td></tr></table></table-wrap>"
    )
    assert body(tmp_path, wrap) == ["One; two | b"]


def test_a_float_never_parts_the_sentence_it_stands_in(tmp_path: Path) -> None:
    figure = "<fig id='f1'><label>Figure 1</label><caption><p>A line</p></caption><graphic/></fig>"
    assert body(tmp_path, f"<p>The dose{figure}is 5 mg.</p>") == [
        "The dose is 5 mg.",
        "Figure 1. A line.",
    ]


def test_floats_kept_apart_follow_the_paragraph_that_first_names_them(tmp_path: Path) -> None:
    floats = """<floats-group><fig id="f1"><label>Figure 1</label><caption><title>One.</title>
    <p>More.</p></caption></fig><fig id="f2"><caption><p>Nobody names it.</p></caption></fig>
    </floats-group>"""
    inside = """<sec><title>Results</title><p>See <xref ref-type="fig" rid="f1">Figure 1</xref>.</p>
    <p>Again <xref ref-type="fig" rid="f1">Figure 1</xref>.</p></sec>"""
    assert body(tmp_path, inside, rest=floats) == [
        "# Results",
        "See Figure 1.",
        "Figure 1. One. More.",
        "Again Figure 1.",
        "# Figures and tables",
        "Nobody names it.",
    ]


def test_a_box_does_not_take_over_the_section_it_stands_in(tmp_path: Path) -> None:
    inside = """<sec><title>Doses</title><boxed-text><label>Box 1</label><caption>
    <title>Key points</title></caption><sec><title>First</title><p>Give examplol.</p></sec>
    </boxed-text><p>After the box.</p></sec>"""
    assert body(tmp_path, inside) == [
        "# Doses",
        "Box 1. Key points.",
        "First",
        "Give examplol.",
        "After the box.",
    ]


def test_what_is_about_the_article_is_left_out(tmp_path: Path) -> None:
    inside = """<p>Kept.<fn><p>A note.</p></fn></p>
    <sec><title>Competing interests</title><p>None.</p></sec>
    <sec><title>Authors\u2019 contributions</title><p>Somebody drew.</p></sec>
    <sec><title>Abbreviations</title><p>EX: examplol.</p></sec>
    <sec><title>Supplementary material</title><supplementary-material><caption><p>File.</p>
    </caption><media/></supplementary-material></sec>"""
    back = """<back><ack><p>Thanks.</p></ack><ref-list><ref><mixed-citation>Alpha 1999.
    </mixed-citation></ref></ref-list><fn-group><fn><p>Paid.</p></fn></fn-group>
    <app-group><app><title>Appendix A</title><p>More doses.</p></app></app-group></back>
    <sub-article><body><p>A review of it.</p></body></sub-article>"""
    assert body(tmp_path, inside, rest=back) == [
        "Kept.",
        "A note.",
        "# Abbreviations",
        "EX: examplol.",
        "# Appendix A",
        "More doses.",
    ]


def test_a_formula_is_read_once_and_without_its_markup(tmp_path: Path) -> None:
    math = """<alternatives><tex-math>\\frac{a}{2}</tex-math><mml:math
    xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mfrac><mml:mi>a</mml:mi><mml:mn>2</mml:mn>
    </mml:mfrac></mml:math></alternatives>"""
    inside = f"<p>so <inline-formula>{math}</inline-formula> of it</p>"
    assert body(tmp_path, f"{inside}<disp-formula>{math}</disp-formula>") == ["so a/2 of it", "a/2"]


def test_a_namespace_changes_nothing(tmp_path: Path) -> None:
    plain = article("<sec><title>Doses</title><p>Words.</p></sec>")
    spaced = plain.replace(
        "<article ", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" '
    )
    assert read(tmp_path, spaced) == read(tmp_path, plain)


def test_an_article_without_abstract_and_body_has_no_blocks(tmp_path: Path) -> None:
    document = read(tmp_path, article("").replace("<body></body>", ""))
    assert document.blocks == ()
    assert document.title == "Examplol in illustrations"


IDS = """<article-id pub-id-type="pmc">77</article-id>
<article-id pub-id-type="doi">10.1234/ex.7</article-id>"""


def test_an_article_states_where_when_and_under_what_licence_it_appeared(tmp_path: Path) -> None:
    licence = """<permissions><license xlink:href="http://creativecommons.org/licenses/by-nc/4.0/">
    <license-p>Open access.</license-p></license></permissions>"""
    document = read(tmp_path, article(meta=f"{IDS}{META}{licence}"))
    assert document.record is None
    stated = document.stated
    assert stated.publisher == "Journal of Illustrations"
    assert stated.licence == "CC BY-NC 4.0"
    assert stated.published == date(2021, 3, 4)
    assert stated.url == "https://doi.org/10.1234/ex.7"
    assert (stated.status, stated.version, stated.language) == (None, None, None)


def test_an_article_without_a_doi_is_found_at_pubmed_central(tmp_path: Path) -> None:
    meta = '<article-id pub-id-type="pmcid">PMC77</article-id><article-version>2</article-version>'
    stated = read(tmp_path, article(meta=meta)).stated
    assert stated.url == "https://pmc.ncbi.nlm.nih.gov/articles/PMC77/"
    assert stated.version == "2"
    assert stated.published is None


def day(kind: str, year: str, month: str = "", number: str = "") -> str:
    return (
        f'<pub-date pub-type="{kind}"><day>{number}</day><month>{month}</month>'
        f"<year>{year}</year></pub-date>"
    )


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (day("epub", "2012", "5", "30") + day("collection", "2012"), date(2012, 5, 30)),
        (day("epub", "2012", "1", "4") + day("ppub", "2011", "Dec"), date(2011, 12, 1)),
        (day("epub", "2012", "3", "28") + day("ppub", "2012", "3"), date(2012, 3, 28)),
        (day("ppub", "2012", "2", "31"), date(2012, 2, 1)),
        (day("ppub", "2012", "14", "3"), date(2012, 1, 1)),
        (day("ppub", "0000", "1", "1"), None),
        (day("pmc-release", "2013", "1", "1"), None),
        (
            '<pub-date date-type="pub"><string-date>Spring 2019</string-date></pub-date>',
            date(2019, 1, 1),
        ),
        (day("ppub", "9" * 5000, "9" * 5000, "9" * 5000), None),
    ],
)
def test_the_earliest_date_of_publication_counts_and_none_is_invented(
    tmp_path: Path, dates: str, published: date | None
) -> None:
    assert read(tmp_path, article(meta=dates)).stated.published == published


def related(kind: str) -> str:
    return f'<related-article related-article-type="{kind}" xlink:href="10.1234/other"/>'


def titled(title: str) -> str:
    return f"<title-group><article-title>{title}</article-title></title-group>"


@pytest.mark.parametrize(
    ("kind", "meta", "status"),
    [
        ("research-article", related("retraction-forward"), Status.RETRACTED),
        ("research-article", titled("RETRACTED: Examplol works"), Status.RETRACTED),
        ("research-article", titled("[Retracted] Examplol works"), Status.RETRACTED),
        ("retracted-article", titled("Examplol works"), Status.RETRACTED),
        ("retraction", titled("Retracted: Examplol works") + related("retracted-article"), None),
        ("retraction", related("retraction-forward"), None),
        ("research-article", related("retracted-article"), None),
        ("research-article", related("companion"), None),
        ("research-article", titled("Retracted articles and how they are cited"), None),
    ],
)
def test_a_retracted_article_is_told_from_the_notice_that_retracts_another(
    tmp_path: Path, kind: str, meta: str, status: Status | None
) -> None:
    file = written(tmp_path, "a.nxml", article(meta=meta, kind=kind))
    assert next(JatsReader().read(file, {})).stated.status is status


@pytest.mark.parametrize(
    ("link", "of"),
    [
        ('ext-link-type="doi" xlink:href="https://doi.org/10.1234/Gone"', "doi:10.1234/gone"),
        ('ext-link-type="pmid" xlink:href="55"', "pmid:55"),
        ('ext-link-type="pmcid" xlink:href="PMC55"', "pmcid:PMC55"),
        ('ext-link-type="uri" xlink:href="55"', None),
    ],
)
def test_a_notice_of_retraction_names_the_article_that_it_retracts(
    tmp_path: Path, link: str, of: str | None
) -> None:
    meta = f'<related-article related-article-type="retracted-article" {link}/>'
    file = written(tmp_path, "a.nxml", article(meta=meta, kind="retraction"))
    _, *told = JatsReader().read(file, {})
    notices = [notice_in(f"a.nxml#{one.record}") for one in told]
    assert notices == ([Notice(said=Said.RETRACTS, of=of)] if of else [])


@pytest.mark.parametrize(
    ("kind", "concern", "told"),
    [
        ("retraction-forward", False, "This publication was retracted."),
        ("expression-of-concern", True, "An expression of concern was published."),
        ("companion", False, None),
    ],
)
def test_what_stands_against_an_article_stands_in_its_text(
    tmp_path: Path, kind: str, concern: bool, told: str | None
) -> None:
    document = read(tmp_path, article(body="<p>Give it.</p>", meta=related(kind)))
    assert document.stated.concern is concern
    assert shown(document.blocks)[-2:] == (
        ["# NOTICE", told] if told else shown(document.blocks)[-2:]
    )
    assert ("# NOTICE" in shown(document.blocks)) is (told is not None)


def test_an_article_goes_by_its_doi_first(tmp_path: Path) -> None:
    """By its PMID it would seem to be a version of its PubMed record."""
    ids = (
        '<article-id pub-id-type="pmid">12</article-id>'
        '<article-id pub-id-type="pmc">77</article-id>'
        '<article-id pub-id-type="doi">10.1234/Ex</article-id>'
    )
    stated = read(tmp_path, article(meta=ids)).stated
    assert stated.identifiers == ("doi:10.1234/ex", "pmcid:PMC77", "pmid:12")


def test_a_footnote_to_the_text_follows_its_paragraph_and_one_on_the_authors_does_not(
    tmp_path: Path,
) -> None:
    back = (
        '<back><fn-group><fn id="f1"><label>*</label><p>Not in pregnancy.</p></fn>'
        '<fn id="f2" fn-type="conflict"><p>None declared.</p></fn></fn-group></back>'
    )
    paragraph = (
        '<p>Give it<xref ref-type="fn" rid="f1">*</xref><xref ref-type="fn" rid="f2">2</xref>.</p>'
    )
    assert body(tmp_path, f"<sec><title>Dose</title>{paragraph}</sec>", back) == [
        "# Dose",
        "Give it.",
        "* Not in pregnancy.",
    ]


def test_a_formula_and_a_note_never_run_into_a_dose(tmp_path: Path) -> None:
    half = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
    paragraph = f"<p>Take 2<inline-formula>{half}</inline-formula> or 5 mg<sup>a</sup>.</p>"
    assert body(tmp_path, f"<sec><title>Dose</title>{paragraph}</sec>") == [
        "# Dose",
        "Take 2 1/2 or 5 mg[a].",
    ]


def test_the_articles_of_a_set_are_told_apart(tmp_path: Path) -> None:
    doi = '<article-id pub-id-type="doi">10.1234/ex.8</article-id>'
    articles = article(meta=IDS) + article(meta=doi) + article(meta="")
    file = written(tmp_path, "set.xml", f"<pmc-articleset>{articles}</pmc-articleset>")
    assert JatsReader().accepts(file)
    documents = list(JatsReader().read(file, {}))
    assert [document.record for document in documents] == ["PMC77", "10.1234/ex.8", "3"]


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("a.nxml", article(), True),
        ("a.xml", article(), True),
        ("a.xml", "<article><front><article-meta/></front></article>", True),
        (
            "a.xml",
            '<!DOCTYPE article PUBLIC "-//NLM//DTD v2.3//EN" "x.dtd"><article><body/></article>',
            True,
        ),
        ("a.xml", article().encode("utf-16"), True),
        (
            "a.xml",
            '<article xmlns="http://docbook.org/ns/docbook"><title>T</title></article>',
            False,
        ),
        ("a.xml", "<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", False),
        ("a.xml", "<Document><article/></Document>", False),
        ("a.html", article(), False),
        ("a.nxml", b"\x1f\x8b\x00<article", False),
        ("a.nxml", b"", False),
    ],
)
def test_only_jats_is_accepted(
    tmp_path: Path, name: str, content: str | bytes, accepted: bool
) -> None:
    assert JatsReader().accepts(written(tmp_path, name, content)) is accepted


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<pmc-articleset><Reply error='gone'/></pmc-articleset>",
        article()[:-80],
        article("<p>" * 300 + "</p>" * 300),
    ],
    ids=["empty", "no article", "truncated", "too deep"],
)
def test_a_broken_file_is_unreadable(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableDocument):
        list(JatsReader().read(written(tmp_path, "a.nxml", content), {}))


@pytest.mark.parametrize(
    ("step", "counts"),
    [
        (10, (20, 381, 938, 51)),
        pytest.param(1, (200, 3997, 9969, 483), marks=pytest.mark.slow),
    ],
)
def test_the_real_articles_are_read_whole(
    tmp_path: Path, step: int, counts: tuple[int, int, int, int]
) -> None:
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE} is not on this machine")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    files = [SourceFile(path=path, origin=path.name) for path in sorted(tmp_path.rglob("*.nxml"))]
    assert all(JatsReader().accepts(file) for file in files)
    documents = [read_one(JatsReader(), file) for file in files[::step]]
    kinds = [block.kind for document in documents for block in document.blocks]
    assert (len(documents), *map(kinds.count, BlockKind)) == counts
    texts = [block.text for document in documents for block in document.blocks]
    assert not [text for text in texts if "[]" in text or "()" in text or "\ue000" in text]
    for document in documents:
        stated = document.stated
        assert document.title
        assert stated.publisher
        assert stated.published
        assert stated.status is None
        assert (stated.licence or "").startswith(("CC BY", "Public Domain"))
        assert (stated.url or "").startswith("https://")
        made = split(assemble(document, "a", Provenance(source="s", licence="l")))
        assert all(len(passage.text) <= LONGEST_PASSAGE for passage in made.passages)
        assert {passage.path[0] for passage in made.passages} == {made.document.card.title}
