from pathlib import Path

from app.domain.corpus import SplitDocument
from ingest.spool import SPOOL, Spool
from tests.fakes import split_document

ONE = split_document("One", ["Illustrative words.", "More words."])
TWO = split_document("Two", ["Other words."])


class WithRemark(SplitDocument):
    """A document that was read for something more."""

    remark: str


def test_documents_come_out_as_they_went_in(tmp_path: Path) -> None:
    remarked = WithRemark(document=TWO.document, passages=TWO.passages, remark="kept")
    spool = Spool(tmp_path)
    spool.put([ONE, remarked])
    assert spool.document(ONE.document.id) == ONE
    assert spool.document(TWO.document.id) == remarked
    assert spool.document("unknown") is None
    assert {card.id for card in spool.cards()} == {ONE.document.id, TWO.document.id}
    spool.close()


def test_a_document_put_again_replaces_itself_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put([ONE, TWO])
    spool.put([TWO])
    spool.remove([ONE.document.id])
    assert ONE.document.id not in spool
    assert [card.id for card in spool.cards()] == [TWO.document.id]
    spool.close()


def test_nothing_is_left_of_it_and_a_killed_runs_is_not_read(tmp_path: Path) -> None:
    (tmp_path / SPOOL).write_bytes(b"cut off")
    spool = Spool(tmp_path)
    assert list(spool.cards()) == []
    spool.close()
    assert not (tmp_path / SPOOL).exists()
