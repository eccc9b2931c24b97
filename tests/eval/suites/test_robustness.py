"""What the robustness suite makes of rankings and outcomes, and one whole run on the product."""

import json
from pathlib import Path

import pytest

from eval.perturb import PERTURBATIONS
from eval.scored import Scores, figure
from eval.sets import RetrievalSet, SetDocument, SetQuestion
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.robustness import Asked, RobustnessItem, perturbed, robustness_item, run, summarise
from tests.eval.beir_folder import QUESTIONS, write_beir

SET = RetrievalSet(
    name="tiny",
    split="test",
    documents=(SetDocument(id="d", title="", text="Illustrative words on itch."),),
    questions=(SetQuestion(id="a", text="itch"), SetQuestion(id="b", text="rash")),
    qrels={"a": {"d": 1}, "b": {"d": 1}},
)


def asked(ndcg: float, kind: str | None, *cited: str) -> Asked:
    return Asked(text="Itch?", ndcg=ndcg, kind=kind, cited=cited)


ITEMS = (
    robustness_item(
        "a",
        asked(1.0, "answer", "d1", "d2"),
        {
            "typos": asked(0.5, "abstention"),
            "paraphrase": asked(1.0, "answer", "d2", "d3"),
            "abbreviations": None,
        },
    ),
    robustness_item(
        "b",
        asked(0.4, "answer", "d1"),
        {
            "typos": asked(0.6, "answer", "d9"),
            "paraphrase": None,
            "abbreviations": None,
        },
    ),
)


def result(items: tuple[RobustnessItem, ...] = ITEMS, *, outcomes: bool = True) -> SuiteResult:
    return summarise(items, SET, outcomes=outcomes)


def test_the_drop_is_a_mean_over_perturbed_askings_and_may_be_a_gain() -> None:
    headline = result().headline
    assert headline["ndcg@10"] == pytest.approx(0.7)
    assert headline["ndcg@10_drop"] == pytest.approx((0.5 + 0.0 - 0.2) / 3)


def test_an_answer_that_turns_into_an_abstention_is_not_stable() -> None:
    headline = result().headline
    assert headline["outcome_stability"] == pytest.approx(2 / 3)
    assert headline["answered"] == 1.0


def test_answers_are_stable_in_citation_where_one_document_is_cited_by_both() -> None:
    assert result().headline["citation_stability"] == pytest.approx(1 / 2)


def test_a_perturbation_that_does_not_apply_is_left_out_and_counted() -> None:
    headline = result().headline
    assert headline["perturbed_askings"] == 3
    assert headline["not_applicable"] == 3
    assert headline["questions"] == 2


def test_each_perturbation_stands_apart() -> None:
    rows = result().breakdowns["by_perturbation"]
    assert list(rows) == ["typos", "paraphrase", "abbreviations"]
    assert rows["typos"]["drop"] == pytest.approx(0.15)
    assert rows["typos"]["ndcg@10"] == pytest.approx(0.55)
    assert rows["typos"]["outcome_stability"] == pytest.approx(0.5)
    assert rows["typos"]["answered"] == pytest.approx(0.5)
    assert rows["paraphrase"]["changed"] == pytest.approx(0.5)
    assert rows["abbreviations"]["changed"] == 0.0
    assert rows["abbreviations"]["drop"] is None
    assert rows["abbreviations"]["questions"] == 2


def test_figures_can_be_made_from_the_kept_items_alone() -> None:
    kept = [Scores.model_validate_json(item.model_dump_json()) for item in ITEMS]
    headline = result().headline
    for name in ("ndcg@10", "ndcg@10_drop", "outcome_stability", "citation_stability"):
        assert figure(name, kept) == headline[name]


def test_without_outcomes_their_figures_are_undefined_with_a_reason() -> None:
    ranked = (robustness_item("a", asked(1.0, None), {"typos": asked(0.5, None)}),)
    summed = result(ranked, outcomes=False)
    assert summed.headline["ndcg@10_drop"] == pytest.approx(0.5)
    for name in ("answered", "outcome_stability", "citation_stability"):
        assert summed.headline[name] is None
        assert "outcomes=no" in summed.undefined[name]


def test_where_nothing_applies_the_drop_is_undefined_and_not_zero() -> None:
    alone = (robustness_item("a", asked(1.0, "answer", "d"), {"typos": None}),)
    summed = result(alone)
    assert summed.headline["ndcg@10_drop"] is None
    assert "no perturbation applies" in summed.undefined["ndcg@10_drop"]


def test_a_question_is_asked_under_every_perturbation_that_there_is() -> None:
    wordings = perturbed(SetQuestion(id="q", text="What is the dose of examplol in sepsis?"))
    assert wordings.keys() == PERTURBATIONS.keys()
    assert wordings["abbreviations"] is None
    assert wordings["brand_names"] is None
    assert len({text for text in wordings.values() if text}) == 4


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("outcomes", "maybe"), "yes or no"),
        (("questions", "0"), "whole number"),
        (("colour", "red"), "no option 'colour'"),
    ],
)
def test_an_option_that_is_none_is_refused(
    option: tuple[str, str], said: str, tmp_path: Path
) -> None:
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "index",
        data=write_beir(tmp_path / "set"),
        options=(option,),
    )
    with pytest.raises(UnusableSet, match=said):
        run(request)


def test_a_whole_run_on_the_product(tmp_path: Path) -> None:
    request = SuiteRequest(
        out=tmp_path / "run", cache=tmp_path / "index", data=write_beir(tmp_path / "set")
    )
    headline = run(request).headline
    assert headline["questions"] == len(QUESTIONS)
    assert headline["ndcg@10"] == pytest.approx(1.0)
    assert headline["answered"] is not None
    lines = (tmp_path / "run" / "items.jsonl").read_text().splitlines()
    items = {one.id: one for one in map(RobustnessItem.model_validate_json, lines)}
    assert items.keys() == QUESTIONS.keys()
    renal = {each.id: each.asked for each in items["q-renal"].askings}
    assert renal["word_order"] is not None
    assert renal["word_order"].text == "poor kidney function zelotrane"
    assert renal["word_order"].ndcg == 1.0
    assert renal["abbreviations"] is None
    card = json.loads((tmp_path / "run" / "run.json").read_text())
    assert card["generation"]["counts"]["documents"] > 0


def test_a_question_that_is_none_to_the_product_is_rejected_and_ends_no_run(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "set")
    with (folder / "queries.jsonl").open("a") as file:
        file.write('{"_id": "q-odd", "text": "fever \\u0007 x"}\n')
    with (folder / "qrels" / "test.tsv").open("a") as file:
        file.write("q-odd\tfever\t1\n")
    done = run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "cache", data=folder))
    assert done.headline["questions"] == 6
    lines = (tmp_path / "run" / "items.jsonl").read_text().splitlines()
    kinds = {line["id"]: line["original"]["kind"] for line in map(json.loads, lines)}
    assert kinds["q-odd"] == "rejected"
    assert kinds["q-fever"] != "rejected"
