"""Parts of a set that have nothing in common."""

from eval.fitting.folds import folds, grouped


def test_items_that_share_anything_through_others_are_one_group() -> None:
    groups = grouped([["a", "x"], ["b", "y"], ["a", "y"], ["c", "z"]])
    assert groups[0] == groups[1] == groups[2]
    assert groups[3] != groups[0]


def test_a_group_is_never_split_and_adding_items_moves_none() -> None:
    shared = [[f"claim {n}", f"document {n // 3}"] for n in range(60)]
    first, more = folds(grouped(shared), 5), folds(grouped([*shared, ["new", "other"]]), 5)
    assert first == more[:-1]
    assert all(len(set(first[n : n + 3])) == 1 for n in range(0, 60, 3))
    assert set(first) == set(range(5))
