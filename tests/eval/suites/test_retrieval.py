"""The whole suite on the real embedder and the real index."""

import json
from pathlib import Path

import pytest

from app.domain.corpus import SplitDocument
from eval.compose import indexed
from eval.score import mean_scores
from eval.sets import SetDocument, read_beir
from eval.suite import SuiteRequest, UnusableSet
from eval.suites.retrieval import QuestionItem, run, sampled, split_set
from tests.eval.beir_folder import DOCUMENTS, QUESTIONS, write_beir


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("retrieval")


@pytest.fixture(scope="module")
def request_(place: Path) -> SuiteRequest:
    request = SuiteRequest(out=place / "run", cache=place / "index", data=write_beir(place / "set"))
    run(request)
    return request


@pytest.fixture
def summary(request_: SuiteRequest) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((request_.out / "summary.json").read_text())
    return loaded


@pytest.fixture
def items(request_: SuiteRequest) -> list[QuestionItem]:
    lines = (request_.out / "items.jsonl").read_text().splitlines()
    return [QuestionItem.model_validate_json(line) for line in lines]


def test_every_question_of_a_plain_set_finds_its_document_first(
    summary: dict[str, object], items: list[QuestionItem]
) -> None:
    first = {item.id: item.rankings["fused"][0] for item in items}
    assert {
        name: first[name] in judged for name, (_, judged) in QUESTIONS.items()
    } == dict.fromkeys(QUESTIONS, True)
    assert summary["mrr@10"] == 1.0
    assert summary["questions"] == len(QUESTIONS)
    assert summary["documents"] == len(DOCUMENTS)


def test_headline_figures_are_those_of_the_items(
    summary: dict[str, object], items: list[QuestionItem], request_: SuiteRequest
) -> None:
    assert request_.data is not None
    qrels = read_beir(request_.data).qrels
    fused = mean_scores(qrels, {item.id: item.rankings["fused"] for item in items})
    assert {name: summary[name] for name in fused} == fused
    assert summary["by_leg"]["fused"] == fused  # type: ignore[index]
    assert set(summary["by_leg"]) == {"lexical", "dense", "fused"}  # type: ignore[call-overload]


def test_a_leg_that_finds_nothing_scores_less_than_the_fused_ranking(
    items: list[QuestionItem],
) -> None:
    lexical = {item.id: item.rankings["lexical"] for item in items}
    assert "fever" not in lexical["q-renal"]
    assert all(len(set(ranked)) == len(ranked) for ranked in lexical.values())


def test_documents_with_the_same_words_share_one_rank(items: list[QuestionItem]) -> None:
    twin = next(item for item in items if item.id == "q-twin")
    assert set(twin.rankings["fused"][:2]) == {"twin-1", "twin-2"}
    assert twin.shares["ndcg@10"] == pytest.approx((1.0, 1.0))


def test_a_document_longer_than_a_passage_is_found_by_its_last_words(
    items: list[QuestionItem], summary: dict[str, object]
) -> None:
    end = next(item for item in items if item.id == "q-end")
    assert end.rankings["lexical"][0] == "long"
    passages = summary["passages"]
    assert isinstance(passages, int)
    assert passages > len(DOCUMENTS) - 1


def test_an_interrupted_run_asks_only_what_is_left(request_: SuiteRequest) -> None:
    path = request_.out / "items.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:3]) + lines[3][:10])
    result = run(request_)
    again = path.read_text().splitlines(keepends=True)
    assert again[:3] == lines[:3]
    assert len(again) == len(lines)
    assert result.headline["mrr@10"] == 1.0


def test_the_run_says_what_it_takes_to_reproduce_it(request_: SuiteRequest) -> None:
    card = json.loads((request_.out / "run.json").read_text())
    assert card["generation"]["embedder"]["weights_sha256"]
    assert card["generation"]["counts"]["documents"] == len(DOCUMENTS) - 1  # the twins are one
    assert json.loads(card["settings_json"])["fusion"] == "minmax"
    assert (request_.out / "run.trec").read_text().startswith("q-fever Q0 fever 1 ")


def test_a_reranked_run_shows_both_rankings(request_: SuiteRequest, place: Path) -> None:
    reranking = SuiteRequest(
        out=place / "reranked",
        cache=request_.cache,
        data=request_.data,
        options=(("reranker", "late-interaction"),),
    )
    assert list(run(reranking).breakdowns["by_leg"]) == ["lexical", "dense", "fused", "reranked"]


def test_an_option_the_suite_does_not_have_is_refused(request_: SuiteRequest) -> None:
    wrong = SuiteRequest(
        out=request_.out, cache=request_.cache, data=request_.data, options=(("colour", "red"),)
    )
    with pytest.raises(UnusableSet, match="no option 'colour' here; there is expansion, fusion"):
        run(wrong)


def test_a_sample_of_the_questions_is_the_same_every_time(request_: SuiteRequest) -> None:
    assert request_.data is not None
    whole = read_beir(request_.data)
    some = sampled(whole, 2)
    assert some == sampled(whole, 2)
    assert len(some.questions) == 2
    assert {question.id for question in some.questions} == set(some.qrels)
    assert some.documents == whole.documents
    assert sampled(whole, 1000) == whole


def test_no_data_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="--data \\(a BEIR folder\\)"):
        run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "index"))


def test_a_title_without_text_is_text_to_be_found() -> None:
    documents, names = split_set([SetDocument(id="t", title="Invented title", text=" ")], "set")
    assert [passage.text for passage in documents[0].passages] == ["Invented title"]
    assert list(names.values()) == [("t",)]


def test_another_evaluation_never_changes_what_this_one_asks(
    place: Path, request_: SuiteRequest
) -> None:
    def of(*names: str) -> list[SplitDocument]:
        texts = [SetDocument(id=name, title=name, text=f"Words on {name}.") for name in names]
        return split_set(texts, "set")[0]

    request = SuiteRequest(out=place / "other", cache=request_.cache)
    with indexed(request, of("itch")) as (ours, _), indexed(request, of("fever", "cough")):
        assert ours.home.is_relative_to(request_.cache)
        with ours.generations.lease() as snapshot:
            assert snapshot.index.count() == 1
