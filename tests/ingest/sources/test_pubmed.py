"""PubMed XML: what a record's fields become, and what hostile or broken files do."""

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Status
from app.domain.errors import UnreadableDocument
from ingest.notices import Notice, Said, notice_in
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.pubmed import RECORDS, PubmedReader
from ingest.sources.xml_records import records

REAL = Path(__file__).parents[4] / "shared/data/pubmed/pubmed_articles.xml.gz"
DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" '
    '"https://dtd.example.org/never-fetched.dtd">'
)


def record(
    title: str = "An illustrative title",
    abstract: str = "<AbstractText>Illustrative words.</AbstractText>",
    pub_date: str = "<Year>2021</Year><Month>Mar</Month><Day>4</Day>",
    types: str = "<PublicationType>Journal Article</PublicationType>",
    extra: str = "",
) -> str:
    return f"""<PubmedArticle><MedlineCitation><PMID Version="2">123</PMID><Article>
    <Journal><JournalIssue><PubDate>{pub_date}</PubDate></JournalIssue>
    <Title>Journal of Illustrations</Title></Journal><ArticleTitle>{title}</ArticleTitle>
    <Abstract>{abstract}</Abstract><PublicationTypeList>{types}</PublicationTypeList>
    {extra}</Article></MedlineCitation></PubmedArticle>"""


def write(path: Path, *records: str, head: str = DOCTYPE) -> SourceFile:
    path.write_text(f"{head}<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>")
    return SourceFile(path=path, origin=path.name)


def read_one(path: Path, *records: str) -> ReadDocument:
    (document,) = PubmedReader().read(write(path / "set.xml", *records), {})
    return document


def test_a_record_states_where_and_when_it_was_published(tmp_path: Path) -> None:
    document = read_one(tmp_path, record())
    assert document.record == "123"
    assert document.title == "An illustrative title"
    assert document.stated.publisher == "Journal of Illustrations"
    assert document.stated.published == date(2021, 3, 4)
    assert document.stated.url == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert document.stated.version == "2"
    assert document.stated.status is None


def test_the_labels_of_a_structured_abstract_are_headings(tmp_path: Path) -> None:
    abstract = (
        '<AbstractText Label="METHODS">We drew it.</AbstractText>'
        '<AbstractText Label="UNLABELLED">And more.</AbstractText>'
    )
    blocks = read_one(tmp_path, record(abstract=abstract)).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "METHODS"),
        (BlockKind.PROSE, "We drew it."),
        (BlockKind.HEADING, "Abstract"),
        (BlockKind.PROSE, "And more."),
    ]


def test_a_part_without_a_label_stands_under_the_category_that_nlm_gives_it(
    tmp_path: Path,
) -> None:
    abstract = (
        '<AbstractText Label="AIM" NlmCategory="OBJECTIVE">To draw.</AbstractText>'
        '<AbstractText NlmCategory="RESULTS">It was drawn.</AbstractText>'
    )
    blocks = read_one(tmp_path, record(abstract=abstract)).blocks
    assert [block.text for block in blocks] == ["AIM", "To draw.", "RESULTS", "It was drawn."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("platelets below 20 x 10<sup>9</sup>/L", "platelets below 20 x 10^9/L"),
        ("<b>10</b><sup>9</sup>", "10^9"),
        ("5 mg kg<sup>-1</sup>", "5 mg kg^-1"),
        ("30 kg/m<sup>2</sup>", "30 kg/m2"),
        ("CO<sub>2</sub> and Ca<sup>2+</sup>", "CO2 and Ca2+"),
        ("the 19<sup>th</sup> day", "the 19th day"),
        ("5 mg<sup>a</sup> twice", "5 mg[a] twice"),
        ("2<sup>3</sup>4 rows", "2^3 4 rows"),
        ("one line<br/>another", "one line another"),
        (
            "take 2<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> tablets",
            "take 2 1/2 tablets",
        ),
        ("log<sub>10</sub> of 2<sub>1</sub>", "log10 of 2_1"),
        ("given <i>in\n  vitro</i> only", "given in vitro only"),
    ],
)
def test_a_raised_digit_never_runs_into_the_number_before_it(
    tmp_path: Path, written: str, read: str
) -> None:
    abstract = f"<AbstractText>{written}</AbstractText>"
    assert read_one(tmp_path, record(abstract=abstract)).blocks[0].text == read


@pytest.mark.parametrize(
    ("pub_date", "expected"),
    [
        ("<Year>2019</Year>", date(2019, 1, 1)),
        ("<Year>2019</Year><Month>11</Month>", date(2019, 11, 1)),
        ("<Year>2019</Year><Season>Spring</Season>", date(2019, 1, 1)),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", date(1998, 12, 1)),
        ("<Year>2019</Year><Month>Feb</Month><Day>31</Day>", date(2019, 1, 1)),
        ("", None),
    ],
)
def test_an_incomplete_date_is_the_first_day_it_can_mean(
    tmp_path: Path, pub_date: str, expected: date | None
) -> None:
    assert read_one(tmp_path, record(pub_date=pub_date)).stated.published == expected


def test_the_electronic_date_completes_a_bare_year(tmp_path: Path) -> None:
    day = "<ArticleDate><Year>2019</Year><Month>05</Month><Day>06</Day></ArticleDate>"
    document = read_one(tmp_path, record(pub_date="<Year>2019</Year>", extra=day))
    assert document.stated.published == date(2019, 5, 6)


CORRECTION = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="{kind}">'
    "<RefSource>J Illustr. 2022;3:4.</RefSource><PMID>{pmid}</PMID>"
    "</CommentsCorrections></CommentsCorrectionsList>"
)


@pytest.mark.parametrize(
    ("types", "extra", "notice"),
    [
        (
            "<PublicationType>Retracted Publication</PublicationType>",
            "",
            "This publication was retracted.",
        ),
        (
            "",
            CORRECTION.format(kind="RetractionIn", pmid=9),
            "This publication was retracted: J Illustr. 2022;3:4.",
        ),
        (
            "",
            CORRECTION.format(kind="PartialRetractionIn", pmid=9),
            "This publication was retracted: J Illustr. 2022;3:4.",
        ),
        (
            "",
            CORRECTION.format(kind="RetractedandRepublishedIn", pmid=9),
            "This publication was retracted: J Illustr. 2022;3:4.",
        ),
    ],
)
def test_a_retracted_record_says_so_in_its_text_too(
    tmp_path: Path, types: str, extra: str, notice: str
) -> None:
    document = read_one(tmp_path, record(types=types, extra=extra))
    assert document.stated.status is Status.RETRACTED
    assert [block.text for block in document.blocks] == ["Illustrative words.", "NOTICE", notice]


@pytest.mark.parametrize("mark", ["RETRACTED: ", "RETRACTED ARTICLE: ", "Withdrawn: "])
def test_a_title_marked_as_retracted_counts_before_nlm_links_the_notice(
    tmp_path: Path, mark: str
) -> None:
    title = f"{mark}Drawings help"
    assert read_one(tmp_path, record(title=title)).stated.status is Status.RETRACTED
    notice = "<PublicationType>Retraction of Publication</PublicationType>"
    assert read_one(tmp_path, record(title=title, types=notice)).stated.status is None


def test_a_notice_names_an_article_that_has_only_a_doi(tmp_path: Path) -> None:
    extra = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><RefSource>'
        "J Illustr. 2019;1:2. doi: 10.1234/gone.</RefSource></CommentsCorrections>"
        "</CommentsCorrectionsList>"
    )
    _, told = PubmedReader().read(write(tmp_path / "set.xml", record(extra=extra)), {})
    assert notice_in(f"set.xml#{told.record}") == Notice(said=Said.RETRACTS, of="doi:10.1234/gone")


@pytest.mark.parametrize(
    ("title", "own", "shown"),
    [
        ("[On drawing].", "Vom Zeichnen", "On drawing"),
        ("[Not Available].", "Vom Zeichnen.", "Vom Zeichnen."),
        ("", "Vom Zeichnen.", "Vom Zeichnen."),
        ("[A] and [B].", "", "[A] and [B]."),
    ],
)
def test_a_title_is_the_translated_one_where_there_is_one(
    tmp_path: Path, title: str, own: str, shown: str
) -> None:
    extra = f"<VernacularTitle>{own}</VernacularTitle>"
    assert read_one(tmp_path, record(title=title, extra=extra)).title == shown


def test_a_concern_is_flagged_and_stands_in_the_text(tmp_path: Path) -> None:
    extra = CORRECTION.format(kind="ExpressionOfConcernIn", pmid=9)
    document = read_one(tmp_path, record(extra=extra))
    assert document.stated.concern
    assert document.stated.status is None
    assert document.blocks[-1].text == (
        "An expression of concern was published: J Illustr. 2022;3:4."
    )


@pytest.mark.parametrize("kind", ["ErratumIn", "CommentIn", "RepublishedIn", "UpdateOf", "Cites"])
def test_other_corrections_change_neither_text_nor_standing(tmp_path: Path, kind: str) -> None:
    document = read_one(tmp_path, record(extra=CORRECTION.format(kind=kind, pmid=9)))
    plain = read_one(tmp_path, record())
    assert document == plain


def test_the_update_of_a_review_is_named(tmp_path: Path) -> None:
    document = read_one(tmp_path, record(extra=CORRECTION.format(kind="UpdateIn", pmid=9)))
    assert document.stated.updated_in == "pmid:9"


def test_a_notice_of_retraction_names_the_article_that_it_retracts(tmp_path: Path) -> None:
    file = write(
        tmp_path / "set.xml",
        record(abstract="", extra=CORRECTION.format(kind="RetractionOf", pmid=77)),
    )
    document, notice = PubmedReader().read(file, {})
    assert document.stated.status is None
    assert notice_in(f"set.xml#{notice.record}") == Notice(said=Said.RETRACTS, of="pmid:77")


def test_a_retracted_record_without_an_abstract_still_tells_of_its_article(tmp_path: Path) -> None:
    file = write(
        tmp_path / "set.xml",
        record(abstract="", types="<PublicationType>Retracted Publication</PublicationType>"),
    )
    _, notice = PubmedReader().read(file, {})
    assert notice.record == "retracts pmid:123"


def test_what_an_update_file_deletes_is_told_record_by_record(tmp_path: Path) -> None:
    deletions = '<DeleteCitation><PMID Version="1">7</PMID><PMID>x</PMID><PMID>8</PMID>'
    file = write(tmp_path / "update.xml", record(), f"{deletions}</DeleteCitation>")
    documents = list(PubmedReader().read(file, {}))
    assert [one.record for one in documents] == ["123", "deletes pmid:7", "deletes pmid:8"]
    assert all(not one.blocks for one in documents[1:])


def test_an_update_file_may_hold_nothing_but_deletions(tmp_path: Path) -> None:
    file = write(tmp_path / "update.xml", "<DeleteCitation><PMID>7</PMID></DeleteCitation>")
    assert [one.record for one in PubmedReader().read(file, {})] == ["deletes pmid:7"]


def test_a_record_goes_by_its_own_identifiers_and_not_by_those_of_its_references(
    tmp_path: Path,
) -> None:
    data = """<PubmedData><ArticleIdList><ArticleId IdType="pubmed">123</ArticleId>
        <ArticleId IdType="doi">10.1000/AbC</ArticleId><ArticleId IdType="pmc">PMC5</ArticleId>
        </ArticleIdList><ReferenceList><Reference><ArticleIdList>
        <ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList></Reference>
        </ReferenceList></PubmedData></PubmedArticle>"""
    one = record(extra='<ELocationID EIdType="doi">10.1000/abc</ELocationID>')
    document = read_one(tmp_path, one.replace("</PubmedArticle>", data))
    assert document.stated.identifiers == ("pmid:123", "doi:10.1000/abc", "pmcid:PMC5")


def test_types_and_subject_headings_are_kept_major_topics_first(tmp_path: Path) -> None:
    headings = """<MeshHeadingList>
        <MeshHeading><DescriptorName MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
        <MeshHeading><DescriptorName MajorTopicYN="N">Itching</DescriptorName>
        <QualifierName MajorTopicYN="Y">drug therapy</QualifierName></MeshHeading>
        </MeshHeadingList>"""
    types = "<PublicationType>Journal Article</PublicationType>" + (
        "<PublicationType>Randomized Controlled Trial</PublicationType>"
    )
    document = read_one(tmp_path, record(types=types, extra=headings))
    assert document.stated.kinds == ("Journal Article", "Randomized Controlled Trial")
    assert document.stated.subjects == ("Itching/drug therapy", "Humans")
    assert len(document.blocks) == 1


def test_the_day_of_the_last_change_is_kept(tmp_path: Path) -> None:
    day = "<DateRevised><Year>2022</Year><Month>05</Month><Day>06</Day></DateRevised>"
    assert read_one(tmp_path, record(extra=day)).stated.revised == date(2022, 5, 6)


def test_a_notice_of_retraction_is_not_itself_retracted(tmp_path: Path) -> None:
    kind = "<PublicationType>Retraction of Publication</PublicationType>"
    assert read_one(tmp_path, record(types=kind)).stated.status is None


def test_a_record_without_an_abstract_has_no_blocks(tmp_path: Path) -> None:
    document = read_one(tmp_path, record(title="[Translated].", abstract=""))
    assert document.blocks == ()
    assert document.title == "Translated"


@pytest.mark.parametrize("content", [b"", b"<PubmedArticleSet></PubmedArticleSet>", b"\x00\x01"])
def test_a_file_without_a_record_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.xml"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument):
        list(PubmedReader().read(SourceFile(path=path, origin="empty.xml"), {}))


def test_a_truncated_file_says_how_far_it_was_read(tmp_path: Path) -> None:
    file = write(tmp_path / "cut.xml", record(), record())
    file.path.write_text(file.path.read_text()[:-200])
    with pytest.raises(UnreadableDocument, match="after 1 whole record"):
        list(PubmedReader().read(file, {}))


def test_only_pubmed_files_are_accepted(tmp_path: Path) -> None:
    file = write(tmp_path / "set.xml", record())
    other = tmp_path / "other.xml"
    other.write_text("<article><front/></article>")
    assert PubmedReader().accepts(file)
    assert not PubmedReader().accepts(SourceFile(path=other, origin="other.xml"))


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    file = write(tmp_path / "many.xml", *[record() for _ in range(2000)])
    siblings = [
        len(parent)
        for one in records(file.path, *RECORDS)
        if (parent := one.getparent()) is not None
    ]
    assert len(siblings) == 2000
    # libxml2 reads ahead by 32 kB; what was read before the present record is let go.
    assert max(siblings) < 100


@pytest.mark.skipif(not REAL.is_file(), reason="shared PubMed records are not here")
def test_the_real_records_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "pubmed.xml"
    with gzip.open(REAL) as packed, path.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    documents = list(PubmedReader().read(SourceFile(path=path, origin="pubmed.xml"), {}))
    assert len(documents) == len({document.record for document in documents}) == 173
    assert sum(bool(document.blocks) for document in documents) == 154
    assert all(document.title and document.stated.published for document in documents)
    stated = [document.stated for document in documents]
    assert all(
        one.identifiers[0] == f"pmid:{document.record}" and one.revised and one.kinds
        for document, one in zip(documents, stated, strict=True)
    )
    assert sum(any(name.startswith("doi:") for name in one.identifiers) for one in stated) > 100
    assert sum(bool(one.subjects) for one in stated) > 80
    assert not any(one.status or one.concern for one in stated)
