"""The pairs that the rules of applicability were written with."""

from collections import Counter

from eval.gold_claims import GoldClaim
from eval.jsonl import read_jsonl
from eval.prompts import OWN

PAIRS = read_jsonl(OWN / "applicability_wording.jsonl", GoldClaim)
OTHERS = [
    *read_jsonl(OWN / "applicability.jsonl", GoldClaim),
    *read_jsonl(OWN / "applicability_unseen.jsonl", GoldClaim),
]


def test_no_pair_stands_twice_or_in_another_set() -> None:
    pairs = Counter((one.question, one.evidence) for one in PAIRS)
    assert max(pairs.values()) == 1
    assert not pairs.keys() & {(one.question, one.evidence) for one in OTHERS}


def test_each_pair_quotes_one_text_under_a_heading() -> None:
    for one in PAIRS:
        (evidence,) = one.evidence
        assert len(evidence.path) >= 2, one.id
        assert one.claim == evidence.text
