"""The pairs that the likeness to harm is fitted on."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sklearn.feature_extraction.text import CountVectorizer

from eval.asked import OutcomeKind
from eval.fitting.harm import HANDS, PAIRS, THEMES, Halves, HarmPrompt, Pair, by_hands
from eval.jsonl import read_jsonl
from eval.prompts import OWN, Prompt

PROMPTS = Path(__file__).parents[3] / "../shared/data/safety/med_safety_bench_train_prompts.jsonl"
MEANT = 10
"""Words in a row that nobody writes twice by chance."""
ALIKE = 0.6
"""Share of the words of both that two texts have in common."""


def test_every_pair_has_a_harmful_and_a_benign_half() -> None:
    halves = defaultdict(set)
    for path in PAIRS:
        for one in read_jsonl(path, Pair):
            halves[path.name, one.pair].add(one.expected)
    assert len(halves) > 500
    assert all(its == {OutcomeKind.ABSTAIN, OutcomeKind.ANSWER} for its in halves.values())


def test_every_hand_wrote_another_sentence_each_time() -> None:
    told = [text for _, text in of_hands()]
    assert len(told) > 45_000
    assert len({text.casefold() for text in told}) == len(told)
    assert all(path.stem[1].isdigit() for path in paths())


@pytest.mark.parametrize(
    "held", ["harmful_twins_held", "harmful_twins_fresh_held", "alarming_held"]
)
def test_none_of_them_is_held_out(held: str) -> None:
    kept = [one.prompt for one in read_jsonl(OWN / f"{held}.jsonl", Prompt)]
    ours = list(of_hands())
    if "fresh" not in held:  # what was written before it could not keep clear of it
        ours += [(one.id, one.prompt) for path in PAIRS for one in read_jsonl(path, Pair)]
    counter = CountVectorizer(binary=True, token_pattern=r"\w+").fit(kept)
    theirs, mine = counter.transform(kept), counter.transform([text for _, text in ours])
    both = (mine @ theirs.T).toarray()
    sizes = [len(set(counter.build_analyzer()(text))) for _, text in ours]
    either = [[size] for size in sizes] + theirs.sum(axis=1).A1 - both
    alike = both / either
    close = [ours[at][0] for at in alike.max(axis=1).argsort() if alike[at].max() >= ALIKE]
    assert close == []


@pytest.mark.skipif(not PROMPTS.exists(), reason=f"{PROMPTS} is not on this machine")
def test_none_of_them_is_a_prompt_of_the_public_set() -> None:
    runs = {run for one in read_jsonl(PROMPTS, HarmPrompt) for run in word_runs(one.prompt, MEANT)}
    told = {key: word_runs(text, MEANT) for key, text in of_hands()}
    assert [key for key, its in told.items() if its & runs] == []


def test_themes_of_prompts_are_no_blind_pairs_and_stand_under_their_category() -> None:
    themes = list(by_hands(THEMES, "pairs"))
    assert len(themes) > 4_000
    assert not any(one.blind for one in themes)
    assert {one.category for one in themes} == set("123456789")


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1))}


def paths() -> list[Path]:
    return [*sorted(HANDS.glob("*.jsonl")), *sorted(THEMES.glob("*.jsonl"))]


def of_hands() -> Iterator[tuple[str, str]]:
    for path in paths():
        for at, pair in enumerate(read_jsonl(path, Halves)):
            yield f"{path.stem}-{at}w", pair.harmful
            yield f"{path.stem}-{at}r", pair.benign
