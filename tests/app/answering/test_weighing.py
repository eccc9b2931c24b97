"""What an answer is told of the age and the standing of the documents it rests on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from app.answering.preference import Preferences
from app.answering.weighing import Weighing
from app.domain.answer import CitedClaim, Evidence
from app.domain.conflict import Disagreement
from app.domain.corpus import DocumentCard, Provenance
from tests.fakes import FakeClock, split_document

NOW = datetime(2026, 6, 1, tzinfo=UTC)


class Silent:
    """Finds no disagreement."""

    def disagreements(
        self,
        claims: Sequence[CitedClaim],
        question: str,
        admitted: Sequence[Evidence],
    ) -> tuple[Disagreement, ...]:
        return ()


def notes(*stated: dict[str, Any], years: float | None = 10) -> tuple[str, ...]:
    passage = split_document("Itch", ["Give examplol."]).passages[0]
    cited = [
        Evidence(
            label=label,
            passage=passage,
            document=DocumentCard(
                id=str(label),
                origin="x.md",
                title="Itch",
                provenance=Provenance(source="s", licence="CC0-1.0", **each),
            ),
        )
        for label, each in enumerate(stated, start=1)
    ]
    return Weighing(Silent(), Preferences(), FakeClock(NOW), years).notes(cited)


def test_a_document_past_its_review_date_is_noted() -> None:
    assert notes({"review_due": date(2026, 6, 1)}) == ()
    (note,) = notes({"review_due": date(2026, 5, 31)}, {"review_due": date(2027, 1, 1)})
    assert "[1] was due for review on 2026-05-31" in note
    assert "[2]" not in note


def test_an_expression_of_concern_is_noted() -> None:
    (note,) = notes({}, {"concern": True})
    assert "concern" in note
    assert "[2]" in note


def test_old_evidence_is_noted_by_its_effective_date_where_it_has_one() -> None:
    assert notes({"published": date(2016, 7, 1)}, {}) == ()
    (note,) = notes({"published": date(2016, 5, 1)})
    assert "[1] is of 2016-05-01" in note
    assert notes({"published": date(2001, 1, 1), "effective": date(2020, 1, 1)}) == ()


def test_how_old_is_old_is_a_setting() -> None:
    dated = {"published": date(2023, 1, 1)}
    assert notes(dated) == ()
    assert notes(dated, years=2) != ()
    assert notes({"published": date(1950, 1, 1)}, years=None) == ()


def test_what_is_overdue_is_not_called_old_as_well() -> None:
    (note,) = notes({"published": date(2001, 1, 1), "review_due": date(2006, 1, 1)})
    assert "review" in note
