"""The citations suite: on outcomes made by hand, on recorded ones, and on a small library."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import eval.suites.citations
from app.domain.answer import (
    Answer,
    CitedClaim,
    DraftClaim,
    Evidence,
    Outcome,
    Verdict,
    VerdictKind,
)
from app.domain.question import Question
from eval.asked import AskedQuestion, OutcomeKind
from eval.compose import CALLER
from eval.entailing import EntailmentJudge
from eval.run import read_run
from eval.said import Said, SaidCitation, SaidClaim, said_by
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.citations import UNDEFINED, citation_item, run, summarise
from tests.fakes import (
    FakeAnswering,
    FakeGenerations,
    FakeGenerator,
    FakeRetriever,
    split_document,
)

LEAFLET = split_document(
    "Examplol", ["Examplol relieves itch. Give two drops.", "Keep it cool."], origin="a/leaflet.md"
)
ASKED = AskedQuestion(
    id="a",
    question="How is examplol given?",
    expected=OutcomeKind.ANSWER,
    nuggets=(("itch",), ("three drops", "two drops")),
    must_cite=("a/leaflet.md", "a/other.md"),
    must_quote=("relieves itch",),
)


def said(text: str, *quotes: str, verbatim: bool = True) -> Said:
    citations = tuple(
        SaidCitation(document="/home/a/leaflet.md", quote=quote, verbatim=verbatim)
        for quote in quotes
    )
    return Said(outcome=OutcomeKind.ANSWER, claims=(SaidClaim(text=text, citations=citations),))


class StandsIn:
    """Supported is what stands in the quotes; what shares no word with them cannot be told."""

    name = "entailment"
    objection = "-"

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        (quote,) = claim.quotes
        assert quote.text == cited[0].passage.text
        if claim.text in quote.text:
            return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)
        apart = set(claim.text.split()).isdisjoint(quote.text.split())
        kind = VerdictKind.NOT_APPLICABLE if apart else VerdictKind.UNSUPPORTED
        return Verdict(kind=kind, by=self.name)


JUDGE = EntailmentJudge(StandsIn(), told="a rule")


def figures(asked: AskedQuestion, said: Said) -> SuiteResult:
    return summarise([citation_item(asked, said, JUDGE)], "one question", JUDGE.told)


def test_an_answer_gains_what_it_says_and_cites() -> None:
    item = citation_item(ASKED, said("Give two drops.", "Examplol relieves itch."), JUDGE)
    assert item.shares == {
        "answered": (1.0, 1.0),
        "expected_outcome": (1.0, 1.0),
        "nugget_coverage": (2.0, 3.0),
        "cited_expected": (1.0, 2.0),
        "cited": (1.0, 1.0),
        "verbatim": (1.0, 1.0),
        "citation_recall": (0.0, 1.0),
        "citation_precision": (0.0, 1.0),
        "cannot_tell": (1.0, 1.0),
    }
    assert item.missed == ("itch",)
    assert item.not_cited == ("a/other.md",)
    assert item.groups == {"audience": "clinician", "expected": "answer"}


def test_a_sentence_without_a_citation_and_a_quote_that_is_not_there_are_counted() -> None:
    bare = SaidClaim(text="It is safe.")
    quoted = said("Give two drops.", "two drops").claims[0]
    wrong = said("Give two drops.", "ten drops", "twenty drops", verbatim=False).claims[0]
    headline = figures(
        ASKED, Said(outcome=OutcomeKind.ANSWER, claims=(bare, quoted, wrong))
    ).headline
    assert headline["cited"] == pytest.approx(2 / 3)
    assert headline["verbatim"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("outcome", [OutcomeKind.ABSTAIN, OutcomeKind.REFER, None])
def test_no_answer_covers_nothing_and_cites_nothing(outcome: OutcomeKind | None) -> None:
    result = figures(ASKED, Said(outcome=outcome))
    assert [
        result.headline[name]
        for name in ("answered", "expected_outcome", "nugget_coverage", "cited_expected")
    ] == [0.0] * 4
    for name in ("cited", "verbatim", "citation_recall", "citation_precision", "cannot_tell"):
        assert result.headline[name] is None
        assert result.undefined[name] == UNDEFINED[name]


def test_an_abstention_that_was_expected_is_right() -> None:
    asked = AskedQuestion(id="a", question="Who won?", expected=OutcomeKind.ABSTAIN)
    assert figures(asked, Said(outcome=OutcomeKind.ABSTAIN)).headline["expected_outcome"] == 1.0
    assert figures(asked, Said(outcome=OutcomeKind.REFER)).headline["expected_outcome"] == 0.0


def test_what_the_set_does_not_judge_is_undefined_and_no_zero() -> None:
    result = figures(AskedQuestion(id="a", question="Why?"), said("So.", "So."))
    for name in ("nugget_coverage", "expected_outcome", "cited_expected"):
        assert result.headline[name] is None
        assert "no question of the set" in result.undefined[name]
    assert "by_expected" not in result.breakdowns


def test_alces_figures_count_each_answer_once() -> None:
    items = [
        citation_item(ASKED, said("two drops", "Give two drops.", "Keep it cool."), JUDGE),
        citation_item(ASKED, said("ten drops", "Give two drops."), JUDGE),
        citation_item(ASKED, Said(outcome=OutcomeKind.ABSTAIN), JUDGE),
    ]
    headline = summarise(items, "three questions", "a rule").headline
    assert headline["citation_recall"] == pytest.approx(1 / 2)
    assert headline["citation_precision"] == pytest.approx((1 / 2 + 0) / 2)


def test_what_the_judge_cannot_tell_is_not_entailed_and_is_counted() -> None:
    result = figures(ASKED, said("It is safe.", "Give two drops."))
    assert result.headline["citation_recall"] == 0.0
    assert result.headline["cannot_tell"] == 1.0
    refused = figures(ASKED, said("Give ten drops.", "Give two drops."))
    assert refused.headline["citation_recall"] == 0.0
    assert refused.headline["cannot_tell"] == 0.0


def test_a_result_says_who_judged() -> None:
    result = figures(ASKED, said("Give two drops.", "two drops"))
    assert "Entailment is judged by a rule." in result.notes


def answered() -> tuple[FakeGenerations, Answer]:
    generations = FakeGenerations()
    with generations.begin() as building:
        building.add([LEAFLET])
        building.publish()
    outcome = FakeAnswering(generations, FakeRetriever()).answer(
        Question.asked("Does examplol relieve itch?"), CALLER
    )
    assert isinstance(outcome, Answer)
    return generations, outcome


def moved(answer: Answer, **changes: object) -> Answer:
    citation = answer.claims[0].citations[0].model_copy(update=changes)
    claim = CitedClaim(text=answer.claims[0].text, citations=(citation,))
    return answer.model_copy(update={"claims": (claim,)})


def verbatim(outcome: Outcome, generations: FakeGenerations) -> list[bool | None]:
    with generations.lease() as snapshot:
        claims = said_by(outcome, snapshot.library).claims
    return [each.verbatim for claim in claims for each in claim.citations]


def test_a_quote_is_looked_up_in_the_stored_document_and_not_in_the_answer() -> None:
    generations, answer = answered()
    citation = answer.claims[0].citations[0]
    assert verbatim(answer, generations) == [True]
    beside = citation.span.model_copy(update={"end": citation.span.end + 1})
    assert verbatim(moved(answer, span=beside), generations) == [False]
    assert verbatim(moved(answer, quote=citation.quote.upper()), generations) == [False]
    assert verbatim(moved(answer, document_id="gone"), generations) == [False]
    lying = moved(answer, quote="Words of its own.")
    passage = answer.evidence[0].passage.model_copy(update={"text": "Words of its own."})
    evidence = answer.evidence[0].model_copy(update={"passage": passage})
    assert verbatim(lying.model_copy(update={"evidence": (evidence,)}), generations) == [False]


class FakeParts:
    """All of the product that the suite looks at."""

    settings_fingerprint = "f"
    settings_json = "{}"
    generator = FakeGenerator()

    def __init__(self, generations: FakeGenerations) -> None:
        self.generations = generations
        self.answering = FakeAnswering(generations, FakeRetriever())


def questions(tmp_path: Path, *lines: Mapping[str, object]) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


ITCH = {
    "id": "itch",
    "question": "Does examplol relieve itch?",
    "audience": "patient",
    "expected": "answer",
    "must_cite": ["leaflet.md"],
    "nuggets": ["relieves itch"],
}
SPORFS = {"id": "sporfs", "question": "Glimmering sporfs?", "expected": "abstain"}


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch) -> FakeGenerations:
    """The suite asks a fake product over the leaflet."""
    generations, _ = answered()

    @contextmanager
    def library(request: SuiteRequest, documents: Path | None) -> Iterator[FakeParts]:
        yield FakeParts(generations)

    monkeypatch.setattr(eval.suites.citations, "library", library)
    return generations


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The judge is a rule; what was asked for as judge."""
    asked: list[str | None] = []

    @contextmanager
    def chosen(home: Path, nli: str | None = None) -> Iterator[EntailmentJudge]:
        asked.append(nli)
        yield JUDGE

    monkeypatch.setattr(eval.suites.citations, "entailment_judge", chosen)
    return asked


def request(tmp_path: Path, data: Path, **more: Path) -> SuiteRequest:
    return SuiteRequest(out=tmp_path / "run", cache=tmp_path / "cache", data=data, **more)  # type: ignore[arg-type]


def test_a_run_asks_keeps_every_answer_and_breaks_the_figures_down(
    tmp_path: Path, product: FakeGenerations
) -> None:
    result = run(request(tmp_path, questions(tmp_path, ITCH, SPORFS)))
    assert result.headline == {
        "cited": 1.0,
        "verbatim": 1.0,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "cannot_tell": 0.0,
        "nugget_coverage": 1.0,
        "expected_outcome": 1.0,
        "cited_expected": 1.0,
        "answered": 0.5,
        "questions": 2,
    }
    assert result.breakdowns["by_audience"]["patient"]["answered"] == 1.0
    assert result.breakdowns["by_expected"]["abstain"]["answered"] == 0.0
    kept = read_run(tmp_path / "run")
    assert [item.id for item in kept.items] == ["itch", "sporfs"]
    assert kept.card.generation is not None
    assert "Examplol relieves itch." in (tmp_path / "run" / "items.jsonl").read_text()


def test_an_index_that_changes_during_the_run_ends_it(
    tmp_path: Path, product: FakeGenerations, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(self: FakeAnswering, question: Question, caller: object) -> Outcome:
        with product.begin() as building:
            building.add([split_document("New", ["Examplol relieves itch at once."])])
            building.publish()
        *_, last = self.stream(question, CALLER)
        return last.outcome  # type: ignore[union-attr]

    monkeypatch.setattr(FakeAnswering, "answer", ask)
    with pytest.raises(UnusableSet, match="index changed"):
        run(request(tmp_path, questions(tmp_path, ITCH)))


def recorded(tmp_path: Path, lines: Sequence[Mapping[str, object]]) -> Path:
    path = tmp_path / "theirs.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


THEIRS: dict[str, object] = {
    "id": "itch",
    "outcome": "answer",
    "claims": [
        {
            "text": "Examplol relieves itch.",
            "citations": [
                {"document": "leaflet.md", "quote": "relieves itch"},
                {"document": "leaflet.md", "quote": "cures itch"},
                {"document": "elsewhere.md", "quote": "relieves itch"},
            ],
        },
        {"text": "It is safe."},
    ],
}


def test_recorded_outcomes_are_scored_without_the_product(
    tmp_path: Path, judge: list[str | None]
) -> None:
    documents = tmp_path / "documents.jsonl"
    documents.write_text(json.dumps({"id": "leaflet.md", "text": "Examplol relieves itch."}))
    asked = request(
        tmp_path, questions(tmp_path, ITCH, SPORFS), predictions=recorded(tmp_path, [THEIRS])
    )
    result = run(replace(asked, options=(("documents", str(documents)),)))
    assert result.headline["cited"] == pytest.approx(1 / 2)
    assert result.headline["verbatim"] == pytest.approx(1 / 3)
    assert result.headline["nugget_coverage"] == 1.0
    assert result.headline["expected_outcome"] == 0.5  # nothing was recorded for the second
    assert result.headline["answered"] == 0.5
    assert result.headline["citation_recall"] == 0.0  # three quotes, joined, are no sentence
    assert judge == [None]
    without = run(replace(asked, out=tmp_path / "again"))
    assert without.headline["verbatim"] is None
    assert "--set documents" in without.undefined["verbatim"]
    documents.write_text(json.dumps({"id": "leaflet.md", "text": "Other words."}))
    with pytest.raises(UnusableSet, match="another run"):
        run(replace(asked, options=(("documents", str(documents)),)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({**THEIRS, "id": "strange"}, "no question 'strange'"),
        ({**THEIRS, "outcome": "shrug"}, r"theirs\.jsonl:1: outcome"),
        ({**THEIRS, "claims": []}, r"theirs\.jsonl:1: .*has claims"),
        ({**THEIRS, "outcome": "abstain"}, r"theirs\.jsonl:1: .*has claims"),
    ],
)
def test_a_faulty_recorded_outcome_is_named(
    line: dict[str, object], message: str, tmp_path: Path
) -> None:
    asked = questions(tmp_path, ITCH)
    with pytest.raises(UnusableSet, match=message):
        run(request(tmp_path, asked, predictions=recorded(tmp_path, [line])))


def test_a_model_of_inference_can_judge_instead(
    tmp_path: Path, product: FakeGenerations, judge: list[str | None]
) -> None:
    asked = request(tmp_path, questions(tmp_path, ITCH))
    run(replace(asked, options=(("nli", "models/nli"),)))
    assert judge == ["models/nli"]
    theirs = replace(asked, out=tmp_path / "theirs", predictions=recorded(tmp_path, [THEIRS]))
    run(replace(theirs, options=(("nli", "models/nli"),)))
    assert judge == ["models/nli"] * 2
    assert ("nli", "models/nli") in read_run(tmp_path / "theirs").card.options
