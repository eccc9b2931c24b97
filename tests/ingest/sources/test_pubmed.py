"""PubMed XML: what a record's fields become, and what hostile or broken files do."""

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Status
from app.domain.errors import UnreadableDocument
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.pubmed import PubmedReader, _records

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
        (BlockKind.PROSE, "And more."),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("platelets below 20 x 10<sup>9</sup>/L", "platelets below 20 x 10^9/L"),
        ("<b>10</b><sup>9</sup>", "10^9"),
        ("5 mg kg<sup>-1</sup>", "5 mg kg^-1"),
        ("30 kg/m<sup>2</sup>", "30 kg/m2"),
        ("CO<sub>2</sub> and Ca<sup>2+</sup>", "CO2 and Ca2+"),
        ("the 19<sup>th</sup> day", "the 19th day"),
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
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", date(1998, 1, 1)),
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


@pytest.mark.parametrize(
    ("types", "extra"),
    [
        ("<PublicationType>Retracted Publication</PublicationType>", ""),
        ("", '<X><CommentsCorrections RefType="RetractionIn"/></X>'),
    ],
)
def test_a_retracted_record_says_so(tmp_path: Path, types: str, extra: str) -> None:
    document = read_one(tmp_path, record(types=types, extra=extra))
    assert document.stated.status is Status.RETRACTED


def test_a_notice_of_retraction_is_not_itself_retracted(tmp_path: Path) -> None:
    kind = "<PublicationType>Retraction of Publication</PublicationType>"
    assert read_one(tmp_path, record(types=kind)).stated.status is None


def test_a_record_without_an_abstract_has_no_blocks(tmp_path: Path) -> None:
    document = read_one(tmp_path, record(title="[Translated].", abstract=""))
    assert document.blocks == ()
    assert document.title == "Translated"


def test_an_entity_is_never_loaded_or_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    head = f'<!DOCTYPE PubmedArticleSet [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    abstract = "<AbstractText>before &leak; after</AbstractText>"
    file = write(tmp_path / "leak.xml", record(abstract=abstract), head=head)
    (document,) = PubmedReader().read(file, {})
    assert document.blocks[0].text == "before after"


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
        len(parent) for one in _records(file.path) if (parent := one.getparent()) is not None
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
