import re

import pytest

from eval.perturb.typos import NEIGHBOURS, with_typos

QUESTION = "Should examplol be given to people with severe kidney impairment?"
KEYS = [str(key) for key in range(200)]


def changes(question: str, key: str) -> list[tuple[str, str]]:
    """Words before and after, of those that changed."""
    changed = with_typos(question, key)
    assert changed is not None
    words = zip(question.split(), changed.split(), strict=True)
    return [(before, after) for before, after in words if before != after]


def test_one_or_two_words_change_and_each_by_one_slip() -> None:
    counts = set()
    for key in KEYS:
        changed = changes(QUESTION, key)
        counts.add(len(changed))
        assert all(is_one_slip(before, after) for before, after in changed)
    assert counts == {1, 2}


def test_every_kind_of_slip_is_made() -> None:
    lengths = {len(after) - len(before) for key in KEYS for before, after in changes(QUESTION, key)}
    assert lengths == {-1, 0, 1}
    same_letters = {
        sorted(before) == sorted(after)
        for key in KEYS
        for before, after in changes(QUESTION, key)
        if len(after) == len(before)
    }
    assert same_letters == {True, False}


def test_the_first_letter_and_short_words_stay() -> None:
    for key in KEYS:
        for before, after in changes(QUESTION, key):
            assert after[0] == before[0]
            assert len(re.findall(r"[a-z]", before.lower())) > 4


@pytest.mark.parametrize(
    "question", ["Is 12.5mg of TGFbeta ok?", "HDAC4 and vitamin-D 250mcg?", "p38MAPK1 EGFRvIII"]
)
def test_numbers_codes_and_words_with_capitals_inside_are_left_alone(question: str) -> None:
    assert all(with_typos(question, key) is None for key in KEYS)


def test_neighbours_lie_beside_each_other_on_the_keyboard() -> None:
    assert NEIGHBOURS["q"] == "w"
    assert NEIGHBOURS["s"] == "ad"
    assert len(NEIGHBOURS) == 26
    assert all(one in NEIGHBOURS[other] for one in NEIGHBOURS for other in NEIGHBOURS[one])


def is_one_slip(before: str, after: str) -> bool:
    if len(after) == len(before) - 1:
        return any(before[:at] + before[at + 1 :] == after for at in range(len(before)))
    if len(after) == len(before) + 1:
        return any(after[:at] + after[at + 1 :] == before for at in range(len(after)))
    differing = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if len(differing) == 1:
        return after[differing[0]] in NEIGHBOURS[before[differing[0]]]
    first, second = differing
    return second == first + 1 and (before[first], before[second]) == (after[second], after[first])
