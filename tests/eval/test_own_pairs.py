"""Our own pairs of medicines, half held out: format, counts, no pair twice in either order."""

import pytest

from eval.jsonl import read_jsonl
from eval.prompts import OWN
from eval.suites.interactions import DrugPair

LEAST = {"silent_pairs": 560, "pairs": 150}
EXPECTED = {"silent_pairs": "none", "pairs": "interaction"}
HALVES = {
    name: [
        read_jsonl(path, DrugPair) for path in (OWN / f"{name}.jsonl", OWN / f"{name}_held.jsonl")
    ]
    for name in LEAST
}
EVERY = [one for halves in HALVES.values() for half in halves for one in half]


@pytest.mark.parametrize("name", LEAST)
def test_a_set_of_pairs_is_large_enough_and_expects_one_thing(name: str) -> None:
    view, held = HALVES[name]
    assert len(view) + len(held) >= LEAST[name]
    assert abs(len(view) - len(held)) <= 1
    assert {one.expected for one in (*view, *held)} == {EXPECTED[name]}
    assert {one.category for one in view} == {one.category for one in held}


def test_no_pair_stands_twice_in_either_order_nor_both_as_silent_and_as_interacting() -> None:
    assert len({one.id for one in EVERY}) == len(EVERY)
    pairs = {frozenset((one.drug_a.casefold(), one.drug_b.casefold())) for one in EVERY}
    assert len(pairs) == len(EVERY)
    assert min(len(pair) for pair in pairs) == 2


def test_no_medicine_makes_up_much_of_the_silent_pairs() -> None:
    for half in HALVES["silent_pairs"]:
        names = [name.casefold() for one in half for name in (one.drug_a, one.drug_b)]
        assert max(map(names.count, set(names))) <= len(half) // 20
        assert len(set(names)) >= 150
