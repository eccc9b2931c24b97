"""A confidence fitted on reviewers' verdicts: when it may be, which way, and what it says then."""

import random
from datetime import date

import pytest

from app.domain.confidence import MadeWith, Measured
from app.domain.fitted import FittedChance, FittedConfidence, Logistic
from app.domain.manifest import AnalyzerCard
from app.domain.reviewing import Cause, Reviewed
from eval.fitting.verdicts import (
    LEAST,
    RECALIBRATED,
    REFITTED,
    brier,
    chosen,
    comparable,
    fitted,
    same_way,
)
from eval.suite import UnusableSet

ANALYZER = AnalyzerCard(engine="x", language="en", k=1.0, b=0.5, average_length=9.0)
MADE_WITH = MadeWith(
    embedder="e", weights_sha256="w", analyzer=ANALYZER, generator="g", arrangement="a"
)
TOO_SURE = FittedChance(intercept=2.0, weights={"nearest": 1.0})
"""Says .88 and more of answers of which half are right."""


def reviewed(
    number: int, *, right: bool, nearest: float, made_with: MadeWith = MADE_WITH
) -> Reviewed:
    return Reviewed(
        id=f"review-{number}",
        right=right,
        causes=(Cause.SAMPLE,),
        topic="heart",
        decided=date(2026, 3, 1),
        measured=Measured(found={"nearest": nearest}, judged={"kept": 1.0}, made_with=made_with),
    )


def verdicts(count: int) -> list[Reviewed]:
    """Right as often as their cosine says."""
    draw = random.Random("verdicts")
    found = []
    for number in range(count):
        nearest = draw.random()
        found.append(reviewed(number, right=draw.random() < nearest, nearest=nearest))
    return found


@pytest.mark.parametrize(("right", "wrong"), [(LEAST - 1, 60), (60, LEAST - 1), (60, 0)])
def test_too_few_of_either_kind_are_refused_and_how_many_is_said(right: int, wrong: int) -> None:
    some = [reviewed(n, right=n < right, nearest=n / 100) for n in range(right + wrong)]
    with pytest.raises(UnusableSet, match=rf"{right} answers were approved and {wrong} were not"):
        chosen(some)


def test_answers_of_another_arrangement_are_left_out_and_told() -> None:
    other = MADE_WITH.model_copy(update={"generator": "another"})
    some = [*verdicts(80), reviewed(99, right=True, nearest=0.5, made_with=other)]
    found = chosen(some)
    assert (len(found.verdicts), found.left_out, found.made_with) == (80, 1, MADE_WITH)
    with pytest.raises(UnusableSet, match="1 more were made with another arrangement"):
        chosen([*verdicts(20), some[-1]])


def test_a_confidence_that_is_too_sure_is_moved_without_changing_its_order() -> None:
    some = verdicts(120)
    features = [one.measured.found for one in some]
    right = [one.right for one in some]
    found = fitted(features, right, same_way(some), TOO_SURE)
    was = [TOO_SURE.probability(each) for each in features]
    assert brier(found.by_way[RECALIBRATED], right) < brier(was, right) - 0.05
    said = [found.model.probability(each) for each in features]
    assert sum(said) / len(said) == pytest.approx(sum(right) / len(right), abs=0.02)
    order = sorted(range(len(some)), key=lambda at: was[at])
    assert order == sorted(range(len(some)), key=lambda at: said[at])


def test_weights_are_fitted_anew_only_where_there_are_ten_verdicts_a_feature() -> None:
    few, many = verdicts(30), verdicts(120)
    noise = random.Random("noise")
    for some, ways in ((few, {RECALIBRATED}), (many, {RECALIBRATED, REFITTED})):
        features = [
            {"nearest": one.measured.found["nearest"], "a": noise.random(), "b": noise.random()}
            for one in some
        ]
        found = fitted(features, [one.right for one in some], same_way(some), TOO_SURE)
        assert set(found.by_way) == ways


def test_without_a_comparable_confidence_weights_of_ones_own_are_needed() -> None:
    some = verdicts(40)
    features = [{**one.measured.found, "a": 0.0, "b": 0.0} for one in some]
    with pytest.raises(UnusableSet, match="30 are needed"):
        fitted(features, [one.right for one in some], same_way(some), None)
    plain = [one.measured.found for one in some]
    assert fitted(plain, [one.right for one in some], same_way(some), None).way == REFITTED


def test_what_does_not_tell_right_from_wrong_is_refused() -> None:
    some = [reviewed(n, right=n % 2 == 0, nearest=n // 2 / 100) for n in range(80)]
    upside_down = [{"nearest": -one.measured.found["nearest"] - one.right} for one in some]
    shared = [(one.id,) for one in some]
    with pytest.raises(UnusableSet, match="right"):
        fitted(upside_down, [one.right for one in some], shared, TOO_SURE)


def test_a_feature_that_was_not_measured_is_told() -> None:
    some = verdicts(60)
    features = [one.measured.found for one in some]
    other = Logistic(intercept=0.0, weights={"shoe_size": 1.0})
    with pytest.raises(UnusableSet, match="shoe_size"):
        fitted(features, [one.right for one in some], same_way(some), other)


def test_an_answer_that_was_given_again_is_in_one_part_with_the_first() -> None:
    one, again, other = (
        reviewed(1, right=True, nearest=0.5),
        reviewed(2, right=False, nearest=0.5),
        reviewed(3, right=True, nearest=0.25),
    )
    first, second, third = same_way([one, again, other])
    assert first == second != third


@pytest.mark.parametrize(
    ("change", "same"),
    [({"weights_sha256": "other"}, False), ({"generator": "other"}, True)],
)
def test_a_confidence_of_another_index_is_none_to_move(change: dict[str, str], same: bool) -> None:
    made_with = MADE_WITH.model_copy(update=change)
    in_force = FittedConfidence(
        before=TOO_SURE,
        after=TOO_SURE,
        right="r",
        fitted_on="f",
        data_sha256="d",
        **dict(MADE_WITH),
    )
    assert comparable(in_force, made_with) is same
