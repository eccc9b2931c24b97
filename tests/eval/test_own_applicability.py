"""Our own pairs of a question and a quotation that does or does not apply to it."""

from collections import Counter

import pytest

from app.domain.answer import VerdictKind
from app.domain.question import Question
from eval.gold_claims import GoldClaim
from eval.jsonl import read_jsonl
from eval.prompts import OWN

PAIRS = read_jsonl(OWN / "applicability.jsonl", GoldClaim)
KINDS = (
    "age breastfeeding elderly hepatic indication interaction pregnancy renal route several sex "
    "sister_drug species"
)


def test_the_set_covers_its_kinds_in_both_labels() -> None:
    for label in (VerdictKind.SUPPORTED, VerdictKind.UNSUPPORTED):
        assert {one.kind for one in PAIRS if one.label is label} == set(KINDS.split())


def test_about_half_of_at_least_120_pairs_do_not_apply() -> None:
    counts = Counter(one.label for one in PAIRS)
    assert set(counts) == {VerdictKind.SUPPORTED, VerdictKind.UNSUPPORTED}
    assert len(PAIRS) >= 120
    assert 0.4 <= counts[VerdictKind.UNSUPPORTED] / len(PAIRS) <= 0.6


def test_no_pair_stands_twice() -> None:
    pairs = Counter((one.question, one.evidence) for one in PAIRS)
    assert max(pairs.values()) == 1


def test_each_pair_is_a_question_the_product_takes_and_words_under_headings() -> None:
    for one in PAIRS:
        assert Question.asked(one.question).text == one.question
        assert all(each.path for each in one.evidence)
        assert one.id.startswith(f"{(one.kind or '').replace('_', '-')}-")


@pytest.mark.parametrize(("name", "first"), [("unseen", "u"), ("held", "h")])
def test_the_sets_of_other_hands_are_half_and_half_and_name_each_pair_once(
    name: str, first: str
) -> None:
    pairs = read_jsonl(OWN / f"applicability_{name}.jsonl", GoldClaim)
    assert len({one.id for one in pairs}) == len(pairs) >= 190
    assert all(one.id.startswith(first) and one.kind for one in pairs)
    assert all(each.path for one in pairs for each in one.evidence)
    wrong = sum(one.label is VerdictKind.UNSUPPORTED for one in pairs)
    assert 0.4 <= wrong / len(pairs) <= 0.6
