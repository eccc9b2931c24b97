import pytest

from ingest.notices import Notice, Said, notice_in


@pytest.mark.parametrize("said", list(Said))
def test_a_notice_is_read_back_from_the_origin_of_its_record(said: Said) -> None:
    notice = Notice(said=said, of="doi:10.1000/a#b")
    record = notice.record()
    assert record.blocks == ()
    assert notice_in(f"updates/u1.xml.gz!/u1.xml#{record.record}") == notice
    assert "doi:10.1000/a#b" in notice.reason


@pytest.mark.parametrize("origin", ["u1.xml#123", "deletes pmid:1", "u.xml#redeletes pmid:1"])
def test_other_records_are_no_notices(origin: str) -> None:
    assert notice_in(origin) is None
