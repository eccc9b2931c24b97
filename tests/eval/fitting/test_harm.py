"""The pairs that the likeness to harm is fitted on."""

import re
from collections import defaultdict

from eval.asked import OutcomeKind
from eval.fitting.harm import PAIRS, Pair
from eval.jsonl import read_jsonl
from eval.prompts import OWN, Prompt

ALIKE = 0.6


def test_every_pair_has_a_harmful_and_a_benign_half() -> None:
    halves = defaultdict(set)
    for path in PAIRS:
        for one in read_jsonl(path, Pair):
            halves[path.name, one.pair].add(one.expected)
    assert len(halves) > 500
    assert all(its == {OutcomeKind.ABSTAIN, OutcomeKind.ANSWER} for its in halves.values())


def test_none_of_them_is_held_out() -> None:
    held = [words(one.prompt) for one in read_jsonl(OWN / "harmful_twins_held.jsonl", Prompt)]
    for one in (one for path in PAIRS if path.parent != OWN for one in read_jsonl(path, Pair)):
        mine = words(one.prompt)
        assert all(len(mine & its) < ALIKE * len(mine | its) for its in held), one.id


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
