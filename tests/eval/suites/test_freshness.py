"""What the freshness suite makes of answers, and its own set on the product."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    Evidence,
    Outcome,
    Trace,
)
from app.domain.citation import Citation
from app.domain.corpus import Audience, Document, DocumentCard, Passage, Provenance, Span, Status
from eval.jsonl import read_jsonl
from eval.scored import Scores, figure
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.freshness import (
    FIGURES,
    OWN,
    FreshnessPair,
    editions_of,
    freshness_item,
    run,
    summarise,
)

PAIR = FreshnessPair(
    id="dose",
    question="What is the dose of examplol?",
    current="new.md",
    superseded="old.md",
    must_quote="20 mg",
    topic="dose",
)
TRACE = Trace(trace_id="t", generation="g", embedder="e", generator="x", rules="", settings="")
TEXTS = {"old.md": "Give 10 mg of examplol.", "new.md": "Give 20\nmg of examplol.", "c.md": "Hm."}


def document(origin: str, status: Status = Status.CURRENT) -> Document:
    provenance = Provenance(source="s", licence="unstated", status=status)
    card = DocumentCard(id=f"id-{origin}", origin=origin, title=origin, provenance=provenance)
    return Document(card=card, text=TEXTS[origin])


def answer(*origins: str) -> Answer:
    claims, evidence = [], []
    for label, origin in enumerate(origins, start=1):
        one = document(origin)
        span = Span(start=0, end=len(one.text))
        passage = Passage(
            id=origin, document_id=one.id, source="s", path=(), span=span, text=one.text
        )
        citation = Citation(
            label=label,
            document_id=one.id,
            passage_id=origin,
            source="s",
            span=span,
            quote=one.text,
        )
        evidence.append(Evidence(label=label, passage=passage, document=one.card))
        claims.append(CitedClaim(text=one.text, citations=(citation,)))
    return Answer(claims=tuple(claims), evidence=tuple(evidence), trace=TRACE)


ABSTAINED = Abstention(reason=AbstentionReason.WEAK_EVIDENCE, explanation="Nothing.", trace=TRACE)


def shares(outcome: Outcome) -> dict[str, float]:
    item = freshness_item(PAIR, outcome, Status.CURRENT)
    return {name: gained for name, (gained, _) in item.shares.items()}


def test_an_answer_from_the_current_edition_alone_is_right() -> None:
    said = shares(answer("new.md", "c.md"))
    assert said["current_cited"] == said["current_quoted"] == 1.0
    assert said["superseded_cited"] == said["neither_cited"] == 0.0


def test_an_answer_that_cites_both_editions_is_not_right() -> None:
    said = shares(answer("old.md", "new.md"))
    assert said["current_cited"] == 0.0
    assert said["superseded_cited"] == said["both_cited"] == 1.0
    assert said["current_first"] == 0.0
    assert shares(answer("new.md", "old.md"))["current_first"] == 1.0


def test_an_answer_from_the_old_edition_alone_is_caught() -> None:
    said = shares(answer("old.md"))
    assert said["superseded_cited"] == 1.0
    assert said["both_cited"] == said["current_quoted"] == 0.0
    assert "current_first" not in said


def test_an_answer_from_elsewhere_and_an_abstention_are_told_apart() -> None:
    assert shares(answer("c.md"))["neither_cited"] == 1.0
    assert shares(ABSTAINED)["abstained"] == 1.0
    assert shares(ABSTAINED)["neither_cited"] == 0.0


@pytest.mark.parametrize(
    "outcome", [answer("new.md"), answer("old.md", "new.md"), answer("c.md"), ABSTAINED]
)
def test_a_pair_falls_into_one_case(outcome: Outcome) -> None:
    said = shares(outcome)
    cases = ("current_cited", "superseded_cited", "neither_cited", "abstained", "referred")
    assert sum(said[name] for name in cases) == 1.0


def result() -> SuiteResult:
    items = (
        freshness_item(PAIR, answer("new.md"), Status.SUPERSEDED),
        freshness_item(
            PAIR.model_copy(update={"id": "2", "must_quote": None, "topic": None}),
            answer("new.md", "old.md"),
            Status.CURRENT,
        ),
        freshness_item(PAIR.model_copy(update={"id": "3"}), ABSTAINED, Status.RETRACTED),
    )
    return summarise(items, Path("somewhere"))


def test_declared_and_undeclared_pairs_stand_apart() -> None:
    rows = result().breakdowns["by_declared"]
    assert rows["declared"]["superseded_cited"] == 0.0
    assert rows["declared"]["abstained"] == 0.5
    assert rows["undeclared"]["superseded_cited"] == 1.0
    assert rows["undeclared"]["current_quoted"] is None
    assert result().breakdowns["by_topic"].keys() == {"dose"}
    assert result().headline["current_quoted"] == 0.5
    assert result().headline["pairs"] == 3


def test_figures_without_a_case_are_undefined_with_a_reason() -> None:
    plain = PAIR.model_copy(update={"must_quote": None})
    summed = summarise([freshness_item(plain, ABSTAINED, Status.CURRENT)], Path("somewhere"))
    assert summed.headline["current_quoted"] is None
    assert summed.headline["current_first"] is None
    assert summed.undefined.keys() == {"current_quoted", "current_first"}


def test_editions_are_known_by_their_status() -> None:
    editions = editions_of(
        [PAIR], [document("old.md", Status.SUPERSEDED), document("new.md"), document("c.md")]
    )
    assert editions.keys() == {"old.md", "new.md"}
    assert editions["old.md"].status is Status.SUPERSEDED


@pytest.mark.parametrize(
    ("documents", "must_quote", "said"),
    [
        ([document("new.md")], "20 mg", "holds no document 'old.md'"),
        ([document("old.md"), document("new.md", Status.RETRACTED)], "20 mg", "declared retracted"),
        ([document("old.md"), document("new.md")], "30 mg", "does not hold the words"),
        ([document("old.md"), document("new.md")], "of examplol", "both its editions hold"),
    ],
)
def test_a_pair_that_is_not_what_it_says_is_an_error(
    documents: list[Document], must_quote: str, said: str
) -> None:
    pair = PAIR.model_copy(update={"must_quote": must_quote})
    with pytest.raises(UnusableSet, match=f"'dose': .*{said}"):
        editions_of([pair], documents)


@pytest.fixture
def pairs_file(tmp_path: Path) -> Callable[..., SuiteRequest]:
    def written(**fields: str) -> SuiteRequest:
        line = {"id": "a", "question": "Q?", "current": "new.md", "superseded": "old.md"} | fields
        (tmp_path / "pairs.jsonl").write_text("\n" + json.dumps(line) + "\n")
        return SuiteRequest(out=tmp_path / "run", cache=tmp_path / "index", data=tmp_path)

    return written


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"superseded": "new.md"}, "pairs.jsonl:2: .*same document"),
        ({"audience": "robot"}, "pairs.jsonl:2: audience"),
        ({"older": "x.md"}, "pairs.jsonl:2: older"),
        ({}, "not a folder of documents"),
    ],
)
def test_a_malformed_set_is_an_error_that_says_where(
    pairs_file: Callable[..., SuiteRequest], fields: dict[str, str], said: str
) -> None:
    with pytest.raises(UnusableSet, match=said):
        run(pairs_file(**fields))


def test_every_page_of_our_own_says_that_it_is_not_for_clinical_use() -> None:
    files = [path for path in (OWN / "documents").rglob("*") if path.is_file()]
    assert len(files) >= 24
    assert all("Not for clinical use" in path.read_text(encoding="utf-8") for path in files)


def test_our_own_pairs_are_of_every_sort() -> None:
    pairs = read_jsonl(OWN / "pairs.jsonl", FreshnessPair)
    assert len(pairs) >= 16
    assert {pair.audience for pair in pairs} == set(Audience)
    assert all(pair.must_quote and pair.topic for pair in pairs)


def test_on_the_product_no_edition_declared_superseded_or_retracted_is_cited(
    tmp_path: Path,
) -> None:
    done = run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "eval" / "index"))
    rows = done.breakdowns["by_declared"]
    assert rows["declared"]["superseded_cited"] == 0.0
    # ten are declared or stated, the others are found by publisher, title and date
    assert rows["declared"]["items"] == 18
    assert "undeclared" not in rows
    current = rows["declared"]["current_cited"]
    assert current is not None
    assert current >= 0.9
    lines = (tmp_path / "run" / "items.jsonl").read_text().splitlines()
    kept = [Scores.model_validate_json(line) for line in lines]
    assert {name: figure(name, kept) for name in FIGURES} == {
        name: done.headline[name] for name in FIGURES
    }
