"""Of two sources that disagree the preferred one, by rules in an order that a reader can see."""

from datetime import date
from typing import Any

import pytest

from app.answering.preference import NONE, Preferences, rules
from app.domain.citation import Citation
from app.domain.conflict import About, Disagreement, Side
from app.domain.corpus import Audience, DocumentCard, Provenance, Span, Status

OLD, NEW = date(2010, 1, 1), date(2022, 1, 1)
TODAY = date(2026, 6, 1)


def side(label: int, **stated: Any) -> Side:
    return Side(
        citation=Citation(
            label=label,
            document_id=str(label),
            passage_id="p",
            source="s",
            span=Span(start=0, end=1),
            quote="x",
        ),
        document=DocumentCard(
            id=str(label),
            origin=f"{label}.md",
            title=f"Document {label}",
            provenance=Provenance(source="s", licence="CC0-1.0", **stated),
        ),
        says="5 mg",
    )


def weighed(
    first: dict[str, Any],
    second: dict[str, Any],
    jurisdiction: str | None = None,
    audience: Audience = Audience.CLINICIAN,
) -> Any:
    sides = (side(1, **first), side(2, **second))
    disagreement = Disagreement(about=About.DOSE, subject="examplol", sides=sides)
    return Preferences(jurisdiction).weigh(disagreement, TODAY, audience).preference


@pytest.mark.parametrize(
    ("rule", "preferred", "other", "told"),
    [
        ("standing", {"published": OLD}, {"published": NEW, "status": Status.SUPERSEDED}, "supers"),
        ("standing", {"published": OLD}, {"status": Status.RETRACTED}, "retracted"),
        ("standing", {"published": OLD}, {"effective": date(2026, 6, 2)}, "only from 2026-06-02"),
        ("local", {"jurisdiction": "NG"}, {"jurisdiction": "UK"}, "is from UK"),
        ("concern", {"published": OLD}, {"published": NEW, "concern": True}, "concern"),
        (
            "local",
            {"jurisdiction": "NG", "published": OLD, "grade": "GRADE low"},
            {"jurisdiction": "US", "published": NEW, "grade": "GRADE high"},
            "NG is local, the other is from US",
        ),
        ("local", {"jurisdiction": "NG"}, {"jurisdiction": "INT"}, "an international body"),
        (
            "grade",
            {"grade": "GRADE: moderate", "published": OLD},
            {"grade": "very low certainty", "published": NEW},
            "GRADE: moderate against very low certainty by GRADE",
        ),
        ("newer", {"published": NEW}, {"published": OLD}, "2022-01-01 against 2010-01-01"),
        ("newer", {"published": OLD, "effective": NEW}, {"published": OLD}, "2022-01-01"),
    ],
)
def test_the_first_rule_that_decides_prefers_whichever_stands_first(
    rule: str, preferred: dict[str, Any], other: dict[str, Any], told: str
) -> None:
    for sides, at in (((preferred, other), 0), ((other, preferred), 1)):
        found = weighed(*sides, jurisdiction="NG")
        assert (found.rule, found.side) == (rule, at)
        assert told in found.why


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"published": NEW}, {"published": date(2022, 12, 1)}, "read both"),
        ({"published": NEW}, {}, "states no date"),
        ({"published": NEW}, {"published": date(2027, 1, 1)}, "no date that counts"),
        ({"published": date(2023, 1, 1)}, {"published": date(2024, 6, 1)}, "read both"),
        ({"published": NEW, "jurisdiction": "GB"}, {"jurisdiction": "US"}, "states no date"),
        ({"grade": "SIGN A"}, {"grade": "GRADE low"}, "states no date"),
        ({"grade": "A"}, {"grade": "B"}, "states no date"),
    ],
)
def test_where_nothing_decides_neither_is_preferred(
    first: dict[str, Any], second: dict[str, Any], told: str
) -> None:
    found = weighed(first, second)
    assert (found.rule, found.side) == (NONE, None)
    assert told in found.why


def test_without_a_jurisdiction_nowhere_is_local() -> None:
    sides = {"jurisdiction": "NG", "published": OLD}, {"jurisdiction": "US", "published": NEW}
    assert weighed(*sides).rule == "newer"
    assert weighed(*sides, jurisdiction="NG").rule == "local"
    assert weighed(*sides, jurisdiction="GB").rule == "newer"


def test_the_united_kingdom_is_local_by_either_of_its_codes() -> None:
    for here, there in (("UK", "GB"), ("GB", "UK")):
        found = weighed({"jurisdiction": "US"}, {"jurisdiction": there}, jurisdiction=here)
        assert (found.rule, found.side) == ("local", 1)


def test_that_the_preferred_document_is_overdue_is_told() -> None:
    due = {"review_due": date(2026, 5, 31)}
    assert (
        "due for review on 2026-05-31" in weighed({"published": NEW, **due}, {"published": OLD}).why
    )
    assert "review" not in weighed({"published": NEW}, {"published": OLD, **due}).why
    assert "review" not in weighed({"published": NEW, "review_due": TODAY}, {"published": OLD}).why


@pytest.mark.parametrize("other", [{"published": OLD}, {}])
def test_a_patient_is_told_to_ask_before_either_side_is_acted_on(other: dict[str, Any]) -> None:
    told = weighed({"published": NEW}, other, audience=Audience.PATIENT)
    assert told.why.endswith("before you act on either.")
    assert told.side == weighed({"published": NEW}, other).side
    assert "act on" not in weighed({"published": NEW}, other).why


def test_the_rules_are_tried_in_the_order_of_the_file() -> None:
    assert list(rules()) == ["standing", "concern", "local", "grade", "newer", NONE]
