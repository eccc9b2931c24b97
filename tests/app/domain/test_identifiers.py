import pytest

from app.domain.identifiers import identifier


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12345678", "pmid:12345678"),
        ("PMID: 0012", "pmid:12"),
        ("https://pubmed.ncbi.nlm.nih.gov/91000001/", "pmid:91000001"),
        ("10.1000/ABC.1", "doi:10.1000/abc.1"),
        ("doi:10.1000/abc.1", "doi:10.1000/abc.1"),
        ("https://doi.org/10.1000/abc.1.", "doi:10.1000/abc.1"),
        ("10.1002/(SICI)1097<12::AID-X>3.0.CO;2-X", "doi:10.1002/(sici)1097<12::aid-x>3.0.co;2-x"),
        ("PMC123", "pmcid:PMC123"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC123/", "pmcid:PMC123"),
        (
            "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?"
            "setid=0A0B0C0D-0000-1111-2222-333344445555",
            "setid:0a0b0c0d-0000-1111-2222-333344445555",
        ),
    ],
)
def test_one_article_has_one_name_however_it_is_written(written: str, expected: str) -> None:
    assert identifier(written) == expected


@pytest.mark.parametrize(
    "written", ["", "0", "-3", "1.5", "2024-05-31", "10.1000", "https://example.org/12", "a b"]
)
def test_what_is_no_identifier_is_not_taken_for_one(written: str) -> None:
    assert identifier(written) is None
