"""`citewell audit recall`: which answers cited a document."""

import json
from pathlib import Path

import pytest

from app.answering.recalling import meant, recalled, retracted
from app.domain.audit import AuditEntry, AuditKind
from app.domain.corpus import Provenance, Status
from tests.app.test_audit_commands import kept
from tests.app.test_cli import CommandLine, citewell
from tests.app.test_serve import publish
from tests.audit_logs import entry
from tests.fakes import FakeAuditLog, split_document

__all__ = ["citewell"]

PMID = split_document(
    "Article",
    ["Illustrative drug A helps."],
    Provenance(source="articles", licence="CC0-1.0", identifiers=("pmid:123",)),
)
OTHER = split_document("Another", ["Illustrative drug B helps."])


def answer(number: int, *documents: str) -> AuditEntry:
    return entry(number).model_copy(update={"documents": documents})


def traces(told: str) -> list[str]:
    found = json.loads(told)
    assert found["answers"] == len(found["by_answer"])
    return [each["trace_id"][-1] for each in found["by_answer"]]


def test_answers_that_cited_it_are_told_newest_first() -> None:
    log = FakeAuditLog()
    for each in (answer(1, "a", "b"), answer(2, "b"), answer(3, "c"), answer(4, "a")):
        log.append(each)
    log.append(AuditEntry(kind=AuditKind.KEY, actor="admin", action="created", subject="a"))
    assert [each.sequence for each in recalled(log, {"a"})] == [4, 1]
    found = recalled(log, {"a", "b"})
    assert [(each.sequence, each.documents) for each in found] == [
        (4, ("a",)),
        (2, ("b",)),
        (1, ("a", "b")),
    ]
    assert recalled(log, set()) == ()


def test_a_document_is_known_by_all_its_names() -> None:
    card = PMID.document.card
    cards = {card.id: card, OTHER.document.id: OTHER.document.card}
    for name in (card.id, card.origin, "pmid:123", "123", "https://pubmed.ncbi.nlm.nih.gov/123/"):
        assert meant(name, cards) == {card.id}
    assert meant("gone", cards) == {"gone"}
    withdrawn = card.provenance.model_copy(update={"status": Status.RETRACTED})
    changed = card.model_copy(update={"provenance": withdrawn})
    assert retracted({**cards, card.id: changed}) == {card.id}


@pytest.mark.parametrize("named", ["pmid:123", "id"])
def test_a_recall_by_the_command_line(citewell: CommandLine, tmp_path: Path, named: str) -> None:
    publish(tmp_path, [PMID, OTHER])
    kept(tmp_path, answer(1, PMID.document.id), answer(2, OTHER.document.id), answer(3))
    name = PMID.document.id if named == "id" else named
    assert traces(citewell("audit", "recall", name, "--json").out) == ["1"]
    assert "answer" in citewell("audit", "recall", name).out
    assert traces(citewell("audit", "recall", "pmid:999", "--json").out) == []
    assert traces(citewell("audit", "recall", "--retracted", "--json").out) == []
    (tmp_path / "retractions.csv").write_text("pmid,date\n123,2026-02-01\n")
    assert traces(citewell("audit", "recall", "--retracted", "--json").out) == ["1"]


def test_a_recall_is_of_one_document_or_of_the_retracted(citewell: CommandLine) -> None:
    assert citewell("audit", "recall").code == 2
    assert citewell("audit", "recall", "a", "--retracted").code == 2


def test_nothing_is_made_by_looking(citewell: CommandLine, tmp_path: Path) -> None:
    assert traces(citewell("audit", "recall", "a", "--json").out) == []
    assert traces(citewell("audit", "recall", "--retracted", "--json").out) == []
    assert list(tmp_path.iterdir()) == []
