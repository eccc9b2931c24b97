"""How documents stand after real readers, the job, and the index: what answers may use."""

import json
import logging
from pathlib import Path

import pytest

from app.answering.admission import admit
from app.domain.corpus import Audience, DocumentCard, Status
from app.domain.errors import ConfigurationError
from app.domain.ranking import Access, Filters, Hit, Ranking, Selection
from app.domain.retractions import DECLARED, LIST
from app.index.generations import HomeGenerations
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.report import Report
from ingest.sources.markdown import MarkdownReader
from ingest.sources.pubmed import PubmedReader
from ingest.sources.spl import SplReader
from ingest.spool import SPOOL
from tests.fakes import FakeEmbedder, FakeGenerations

ACCESS = Access(audiences=frozenset(Audience), tags=None)
EVERYONE = Selection(access=ACCESS)
AUDIT = Selection(access=ACCESS, filters=Filters(include_superseded=True))
GUIDE = (
    "# Itching skin ({year})\n\nIllustrative text of our own.\n\n"
    "## Treatment\n\nGive examplol cream {often} a day until the itching stops.\n"
)


def article(pmid: int, words: str, revised: str = "2020", extra: str = "", kind: str = "") -> str:
    return f"""<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID>
    <DateRevised><Year>{revised}</Year><Month>1</Month><Day>1</Day></DateRevised><Article>
    <Journal><JournalIssue><PubDate><Year>2019</Year></PubDate></JournalIssue>
    <Title>Journal of Illustrations</Title></Journal><ArticleTitle>Trial {pmid}</ArticleTitle>
    <ELocationID EIdType="doi">10.1000/{pmid}</ELocationID>
    <Abstract><AbstractText>{words}</AbstractText></Abstract>
    <PublicationTypeList><PublicationType>{kind or "Journal Article"}</PublicationType>
    </PublicationTypeList></Article>{extra}</MedlineCitation></PubmedArticle>"""


def label(set_id: str, version: int, dose: str) -> str:
    return f"""<document xmlns="urn:hl7-org:v3">
    <code code="34391-3" codeSystem="2.16.840.1.113883.6.1"/><title>Examplol tablets</title>
    <effectiveTime value="20{version}0101"/><setId root="{set_id}"/>
    <versionNumber value="{version}"/><component><structuredBody><component><section>
    <code code="34068-7" codeSystem="2.16.840.1.113883.6.1"/><title>DOSAGE</title>
    <text><paragraph>Take examplol {dose} mg once a day.</paragraph></text>
    </section></component></structuredBody></component></document>"""


class Site:
    """A folder of documents, what was made of it, and what a question finds there."""

    def __init__(self, root: Path, generations: FakeGenerations | HomeGenerations) -> None:
        self.folder = root / "library"
        self.folder.mkdir()
        self.embedder = FakeEmbedder()
        self.generations = generations
        self.declare()

    def declare(self, more: str = "") -> None:
        self.write("corpus.toml", f'name = "s"\npublisher = "Trust"\nlicence = "CC0-1.0"\n{more}')

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def records(self, name: str, *records: str) -> Path:
        return self.write(name, f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>")

    def ingest(self) -> Report:
        readers = (SplReader(), PubmedReader(), MarkdownReader())
        return IngestJob(self.generations, readers, walk).run([self.folder])

    def evidence(self, question: str, selection: Selection = EVERYONE) -> set[str]:
        """Origins of the documents whose passages are admitted for the question."""
        with self.generations.lease() as snapshot:
            vector = self.embedder.embed_question(question)
            legs = snapshot.index.search(vector, question, selection, 20)
            hits = (
                Hit(passage_id=one.passage_id, document_id=one.document_id, rank=n, score=1 / n)
                for n, one in enumerate(legs.lexical, 1)
            )
            admitted = admit(Ranking(hits=tuple(hits)), snapshot, selection, 20)
        return {one.document.origin for one in admitted}

    def cards(self) -> dict[str, DocumentCard]:
        """As written, by origin."""
        with self.generations.lease() as snapshot:
            return {card.origin: card for card in snapshot.library.written_cards()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, FakeGenerations())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def real(tmp_path: Path, home: Path) -> Site:
    """With the real library and index."""
    return Site(tmp_path, HomeGenerations(home, FakeEmbedder()))


def test_a_later_edition_supersedes_the_one_that_was_ingested_before_it(
    real: Site, home: Path
) -> None:
    real.write("itch-2014.md", GUIDE.format(year=2014, often="twice"))
    real.ingest()
    assert real.evidence("examplol cream") == {"itch-2014.md"}
    real.write("itch-2023.md", GUIDE.format(year=2023, often="once"))
    report = real.ingest()
    assert (report.written, report.unchanged) == (1, 1)
    assert real.evidence("examplol cream") == {"itch-2023.md"}
    assert real.evidence("examplol cream", AUDIT) == {"itch-2014.md", "itch-2023.md"}
    old = real.cards()["itch-2014.md"].provenance
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, "itch-2023.md")
    assert not list(home.rglob(SPOOL))


def test_both_editions_in_one_run_and_the_older_alone_again(site: Site) -> None:
    site.write("itch-2014.md", GUIDE.format(year=2014, often="twice"))
    newer = site.write("itch-2023.md", GUIDE.format(year=2023, often="once"))
    site.ingest()
    assert site.evidence("examplol cream") == {"itch-2023.md"}
    again = site.ingest()
    assert not again.published
    newer.unlink()
    site.ingest()
    assert site.evidence("examplol cream") == {"itch-2014.md"}
    assert site.cards()["itch-2014.md"].provenance.superseded_by is None


def test_a_newer_label_supersedes_its_own_set_id_and_no_other(site: Site) -> None:
    one, other = (f"{n}a0b0c0d-0000-1111-2222-333344445555" for n in (1, 2))
    site.write("v12.xml", label(one, 12, "5"))
    site.write("repacked.xml", label(other, 11, "10"))
    site.write("v14.xml", label(one, 14, "2.5"))
    site.ingest()
    assert site.evidence("examplol once a day") == {"v14.xml", "repacked.xml"}
    assert site.cards()["v12.xml"].provenance.superseded_by == "v14.xml"


def test_an_update_file_replaces_retracts_and_deletes_records_of_the_baseline(site: Site) -> None:
    site.records(
        "n001.xml",
        article(1, "Examplol lowers itching by half."),
        article(2, "Examplol cures itching."),
        article(3, "Examplol stops itching in mice."),
        article(4, "Examplol worsens itching."),
    )
    assert site.ingest().written == 4
    site.records(
        "n002.xml",
        article(1, "Examplol lowers itching by a third.", revised="2021"),
        article(2, "Examplol cures itching.", "2021", kind="Retracted Publication"),
        "<DeleteCitation><PMID>3</PMID><PMID>99</PMID></DeleteCitation>",
    )
    site.ingest()
    assert site.evidence("examplol itching") == {"n002.xml#1", "n001.xml#4"}
    assert site.evidence("examplol itching", AUDIT) == {"n001.xml#1", "n002.xml#1", "n001.xml#4"}
    assert {origin: card.provenance.status for origin, card in site.cards().items()} == {
        "n001.xml#1": Status.SUPERSEDED,
        "n001.xml#2": Status.RETRACTED,
        "n001.xml#4": Status.CURRENT,
        "n002.xml#1": Status.CURRENT,
        "n002.xml#2": Status.RETRACTED,
    }
    again = site.ingest()
    assert not again.published
    reasons = {one.origin: one.reason for one in again.by_file}
    assert reasons["n001.xml#3"] == "Its source deleted the record since."
    assert "deleted pmid:99" in reasons["n002.xml#deletes pmid:99"]


def test_a_deletion_holds_when_the_baseline_is_read_again(site: Site) -> None:
    site.records("n001.xml", article(1, "Examplol stops itching."), article(2, "Examplol harms."))
    site.records("n002.xml", "<DeleteCitation><PMID>1</PMID></DeleteCitation>")
    site.ingest()
    assert site.evidence("examplol") == {"n001.xml#2"}
    site.declare('[[document]]\npath = "n001.xml"\ngrade = "B"\n')
    assert site.ingest().published
    assert site.evidence("examplol") == {"n001.xml#2"}


def test_a_notice_of_retraction_reaches_a_record_of_another_file(site: Site) -> None:
    site.records("n001.xml", article(1, "Examplol stops itching."))
    site.ingest()
    notice = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><PMID>1</PMID>'
        "</CommentsCorrections></CommentsCorrectionsList>"
    )
    site.records("n002.xml", article(9, "We retract our examplol trial.", extra=notice))
    site.ingest()
    assert site.evidence("examplol") == {"n002.xml#9"}


def test_a_list_that_is_edited_after_the_ingest_counts_at_the_next_question(
    real: Site, home: Path
) -> None:
    real.records("n.xml", article(1, "Examplol stops itching."), article(2, "Examplol fails."))
    generation = real.ingest().generation
    assert real.evidence("examplol") == {"n.xml#1", "n.xml#2"}
    (home / LIST).write_text("doi,date,reason\n10.1000/1,2024-05-31,Invented data\n")
    assert real.evidence("examplol") == {"n.xml#2"}
    assert real.evidence("examplol", AUDIT) == {"n.xml#2"}
    assert real.cards()["n.xml#1"].provenance.status is Status.CURRENT
    report = real.ingest()
    assert report.generation != generation, "the list alone is a change"
    assert report.unchanged == 2
    assert real.cards()["n.xml#1"].provenance.status is Status.RETRACTED
    assert not real.ingest().published


def test_a_list_that_a_corpus_declares_is_no_document_and_names_documents(site: Site) -> None:
    site.declare('retractions = "lists/retracted.md"\n')
    listed = site.write("lists/retracted.md", "# ours\n")
    site.records("n.xml", article(1, "Examplol stops itching."), article(2, "Examplol fails."))
    report = site.ingest()
    assert {one.origin for one in report.by_file} == {"n.xml"}
    folder = site.generations.folder(report.generation or "")
    assert json.loads((folder / DECLARED).read_text()) == [str(listed)]
    assert site.evidence("examplol") == {"n.xml#1", "n.xml#2"}

    listed.write_text("# ours\nPMID 1\nwhat is this\n")
    report = site.ingest()
    fault = f"{listed}:3: 'what is this' names neither a PMID nor a DOI; it is left out."
    assert fault in report.warnings
    assert site.evidence("examplol") == {"n.xml#2"}
    assert not site.ingest().published

    listed.write_text("# taken back\n")
    site.ingest()
    assert site.evidence("examplol") == {"n.xml#1", "n.xml#2"}


def test_a_declared_list_that_is_missing_stops_the_run_before_anything(site: Site) -> None:
    site.declare('retractions = "no-such.csv"\n')
    site.write("itch.md", GUIDE.format(year=2014, often="twice"))
    with pytest.raises(ConfigurationError, match=r"no-such\.csv cannot be read"):
        site.ingest()
    assert site.generations.current() is None


def test_unclear_editions_are_told_and_stay(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.write("a.md", GUIDE.format(year=2014, often="twice"))
    site.write(
        "b.md", GUIDE.format(year="second draft", often="once").replace(" (second draft)", "")
    )
    with caplog.at_level(logging.WARNING):
        report = site.ingest()
    told = [*report.warnings, *caplog.messages]
    assert any("a.md, b.md have one publisher and title" in one for one in told)
    assert site.evidence("examplol cream") == {"a.md", "b.md"}
