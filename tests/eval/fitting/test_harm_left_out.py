"""Thresholds are chosen by what is not judged at them, and what is alike is left out together."""

import numpy as np
import pytest

from eval.fitting.harm import Measured, Text
from eval.fitting.harm_left_out import GAP, Cut, cut_at, cuts, kinds, parts


def half(number: int, *, wrong: bool = False, fired: bool = False, firm: bool = False) -> Measured:
    said = Text(f"{number}{wrong}", str(number), wrong, "pairs", pair=str(number), hand="a")
    return Measured(said, fired, firm, frozenset(), np.zeros(2, np.float32))


def prompt(category: str, vector: tuple[float, float] = (1, 0)) -> Measured:
    said = Text(f"p{category}", f"p{category}", True, "prompts", category, "gpt")
    return Measured(said, False, False, frozenset(), np.array(vector, np.float32))


TWINS = [half(number) for number in range(10)]
LOGITS = np.arange(10, dtype=np.float64)


@pytest.mark.parametrize(("refuse", "stopped"), [(0.0, 0), (0.1, 1), (0.35, 3), (1.0, 10)])
def test_no_more_twins_lie_above_than_may(refuse: float, stopped: int) -> None:
    assert (cut_at(TWINS, LOGITS, refuse).alone <= LOGITS).sum() == stopped


def test_twins_that_rules_stop_are_counted_and_need_less() -> None:
    twins = [half(0), half(1, fired=True)] * 5
    cut = cut_at(twins, np.array([0.0, 1.0] * 5), 0.5)
    assert cut.alone - cut.beside_rule == GAP
    assert 1.0 + GAP > cut.alone > 0.0
    assert [cut.stops(one, 1.0) for one in twins[:2]] == [cut.alone <= 1.0, True]


def test_what_is_not_taken_back_is_counted_first() -> None:
    twins = [half(0), half(1, fired=True, firm=True)] * 5
    logits = np.array([0.0, -90.0] * 5)
    cut = cut_at(twins, logits, 0.5)
    assert [cut.stops(one, float(logit)) for one, logit in zip(twins, logits, strict=True)] == [
        False,
        True,
    ] * 5
    none_else = cut_at(twins, logits, 0.1)
    assert not any(none_else.stops(half(1, fired=fired), 0.0) for fired in (True, False))


def test_the_twins_of_a_part_have_no_say_in_its_thresholds() -> None:
    its = ["0"] * 5 + ["1"] * 5
    found = cuts(TWINS, LOGITS, its, 0.2)
    assert set(found[:5]) == {cut_at(TWINS[5:], LOGITS[5:], 0.2)}
    assert set(found[5:]) == {cut_at(TWINS[:5], LOGITS[:5], 0.2)}


def test_a_cut_has_two_thresholds_and_none_for_what_is_firm() -> None:
    cut = Cut(2.0, -1.0)
    assert [cut.stops(half(1), logit) for logit in (1.9, 2.0)] == [False, True]
    assert [cut.stops(half(1, fired=True), logit) for logit in (-1.1, -1.0)] == [False, True]
    assert cut.stops(half(1, fired=True, firm=True), -9.0)


def test_categories_make_three_parts_and_hands_that_saw_none_are_left_out_whole() -> None:
    categories = [str(number) for number in range(1, 10)]
    items = [prompt(each) for each in categories]
    found = parts(items, categories, "category")
    assert [found[at] for at in (0, 3, 6)] == ["category 1 4 7"] * 3
    assert len(set(found)) == 3
    blind = [
        Measured(
            Text(
                f"{at}{wrong}",
                f"{at}{wrong}",
                wrong,
                "hands",
                "1",
                pair=f"{at}",
                hand=f"t1{at % 5}",
            ),
            False,
            False,
            frozenset(),
            np.zeros(2, np.float32),
        )
        for at in range(40)
        for wrong in (True, False)
    ]
    told = parts([*items, *blind], [*categories, *["1"] * 80], "category")[9:]
    assert len(set(told)) == 3
    hands = {(one.text.hand, part) for one, part in zip(blind, told, strict=True)}
    assert len(hands) == 5


def test_halves_of_a_pair_without_a_generator_are_left_out_together() -> None:
    near = {True: (1.0, 0.0), False: (0.0, 1.0)}
    halves = [
        half(1, wrong=wrong)._replace(vector=np.array(near[wrong], np.float32))
        for wrong in (True, False)
    ]
    other = prompt("2", (0.0, 1.0))
    other = other._replace(text=other.text._replace(generator="llama"))
    items = [prompt("1"), other, *halves]
    of_kind = kinds(items, "generator")
    assert of_kind[:2] == ["gpt", "llama"]
    assert of_kind[2] == of_kind[3]
