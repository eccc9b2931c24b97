"""Which questions the abstention suite asks, and what it makes of the answers."""

import pytest

from app.domain.question import Question
from app.domain.signs import Signs
from eval.sets import RetrievalSet, SetDocument, SetQuestion
from eval.suite import SuiteRequest, UnusableSet
from eval.suites.abstention import (
    ANSWERABLE,
    EVERYDAY,
    EVERYDAY_QUESTIONS,
    REMOVED,
    RENAMED,
    AbstentionItem,
    Asked,
    abstention_item,
    questions,
    run,
    summarise,
)
from eval.suites.rationale import HELD_BACK, TUNED, half

SET = RetrievalSet(
    name="tiny",
    split="train",
    documents=tuple(
        SetDocument(id=f"d{n}", title="Note", text=f"Illustrative words on itch, part {n}.")
        for n in range(40)
    ),
    questions=tuple(
        SetQuestion(id=f"q{n}", text=f"Does examplol{'abcdefghij'[n % 10]} relieve itch?")
        for n in range(40)
    ),
    qrels={f"q{n}": {f"d{n}": 1, f"d{(n + 1) % 40}": 0} for n in range(40)},
)


def test_no_answerable_question_misses_a_document_and_no_removed_one_keeps_one() -> None:
    asked, left_out = questions(SET, 40)
    relevant = {f"q{n}": f"d{n}" for n in range(40)}
    kinds = {kind: [one for one in asked if one.kind == kind] for kind in (ANSWERABLE, REMOVED)}
    assert len(kinds[ANSWERABLE]) == len(kinds[REMOVED]) == 20
    assert all(relevant[one.id] not in left_out for one in kinds[ANSWERABLE])
    assert {relevant[one.id] for one in kinds[REMOVED]} == left_out


def test_a_renamed_question_lost_its_rarest_word_and_nothing_else() -> None:
    asked, _ = questions(SET, 40)
    plain = {one.id: one.text for one in asked if one.kind == ANSWERABLE}
    renamed = {one.id: one.text for one in asked if one.kind == RENAMED}
    assert plain.keys() == renamed.keys()
    for key, text in renamed.items():
        before, after = plain[key].split(), text.split()
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert len(changed) == 1
        assert changed[0][0].startswith("examplol")


def test_everyday_questions_are_questions() -> None:
    assert len(set(EVERYDAY_QUESTIONS)) == len(EVERYDAY_QUESTIONS) >= 20
    assert all(Question.asked(text).text.endswith("?") for text in EVERYDAY_QUESTIONS)
    assert {half(f"everyday-{n}") for n in range(20)} == {TUNED, HELD_BACK}


def test_the_same_set_gives_the_same_questions() -> None:
    assert questions(SET, 10) == questions(SET, 10)


TUNED_ID = next(f"q{n}" for n in range(40) if half(f"q{n}") == TUNED)
HELD_BACK_ID = next(f"q{n}" for n in range(40) if half(f"q{n}") == HELD_BACK)


def items(answered: dict[str, bool], nearness: float) -> list[AbstentionItem]:
    return [
        abstention_item(
            Asked(id=name, kind=kind, text="Does it?"),
            answered[kind],
            Signs(sentence=nearness, passage=nearness),
        )
        for kind in answered
        for name in (TUNED_ID, HELD_BACK_ID)
    ]


def test_an_answer_counts_for_it_or_against_it_by_its_kind() -> None:
    answered = {ANSWERABLE: True, REMOVED: False, RENAMED: True, EVERYDAY: False}
    headline = summarise(items(answered, 0.6), SET).headline
    assert headline["answered_when_answerable"] == 1.0
    assert headline["abstained_when_removed"] == 1.0
    assert headline["abstained_when_renamed"] == 0.0
    assert headline["abstained_when_everyday"] == 1.0
    assert headline["fitted_floor"] == pytest.approx(0.6)


def test_a_kind_without_questions_is_an_error_and_no_figure() -> None:
    with pytest.raises(UnusableSet, match="removed"):
        summarise(items({ANSWERABLE: True}, 0.6), SET)


@pytest.mark.parametrize("count", ["0", "-3", "many"])
def test_a_count_that_is_none_is_refused(
    count: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("beir")
    (folder / "qrels").mkdir()
    (folder / "corpus.jsonl").write_text('{"_id": "d", "title": "", "text": "Itch."}\n')
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "itch"}\n')
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\t1\n")
    request = SuiteRequest(
        out=folder / "out", cache=folder / "cache", data=folder, options=(("questions", count),)
    )
    with pytest.raises(UnusableSet, match="whole number"):
        run(request)
