from datetime import date

import pytest

from app.domain.corpus import DocumentCard, Provenance, Status
from app.domain.retractions import Retraction, read_retractions, retracted


@pytest.mark.parametrize(
    "text",
    [
        "123,2024-05-31,Invented data",
        "PMID: 123\t2024-05-31\tInvented data",
        "123;2024-05-31;Invented data",
        "\ufeffpmid,date,reason\n123,2024-05-31,Invented data",
        "Reason;Date;PubMed ID\nInvented data;2024-05-31;123",
        "# ours\n\n123,05/31/2024 0:00,Invented data\n",
    ],
)
def test_an_article_is_named_in_any_of_the_usual_forms(text: str) -> None:
    said = read_retractions(text)
    assert said.retractions == (
        Retraction(identifiers=("pmid:123",), on=date(2024, 5, 31), reason="Invented data"),
    )
    assert said.faults == ()


def test_an_article_may_be_named_by_pmid_and_doi() -> None:
    said = read_retractions("doi,pmid\n10.1/NotLongEnough,\n10.1000/A,7\n10.1000/B,0\n")
    assert said.identifiers == {"doi:10.1000/a", "pmid:7", "doi:10.1000/b"}
    assert [fault.line for fault in said.faults] == [2]


def test_the_export_of_retraction_watch_is_read_and_its_corrections_are_no_retractions() -> None:
    said = read_retractions(
        "Record ID,Title,RetractionDate,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,"
        "RetractionNature,Reason\n"
        '1,"An invented, title",1/2/2020 0:00,900,10.1000/X,11,Retraction,+Made up;\n'
        "2,Another,1/2/2020 0:00,901,10.1000/y,12,Correction,+Made up;\n"
        "3,A third,1/2/2020 0:00,902,unavailable,13,Retraction,\n"
    )
    assert said.identifiers == {"doi:10.1000/x", "pmid:11", "pmid:13"}
    assert said.retractions[0].on == date(2020, 1, 2)


def test_a_bad_line_is_told_by_its_number_and_the_others_hold() -> None:
    said = read_retractions("1\n\nsome words\n2,31 May\n3,2024-02-30\n")
    assert said.identifiers == {"pmid:1", "pmid:2", "pmid:3"}
    assert [fault.line for fault in said.faults] == [3, 4, 5]
    assert "'some words' names neither" in said.faults[0].why
    assert "no date" in said.faults[1].why
    assert "no day" in said.faults[2].why


def test_a_forgotten_quotation_mark_swallows_no_article() -> None:
    said = read_retractions('1,2024-01-01,"left open\n2,2024-01-01,fine\n')
    assert said.identifiers == {"pmid:1", "pmid:2"}


def test_a_doi_with_a_semicolon_is_one_identifier() -> None:
    assert read_retractions("10.1002/(SICI)1<2::AID>3.0.CO;2-X\n").identifiers == {
        "doi:10.1002/(sici)1<2::aid>3.0.co;2-x"
    }


@pytest.mark.parametrize("before", [Status.CURRENT, Status.SUPERSEDED])
def test_a_retracted_card_keeps_what_was_said_before(before: Status) -> None:
    card = DocumentCard(
        id="1",
        origin="a",
        title="A",
        provenance=Provenance(source="s", licence="l", status=before),
    )
    once = retracted(card)
    assert (once.provenance.status, once.provenance.said) == (Status.RETRACTED, before)
    assert retracted(once) == once
