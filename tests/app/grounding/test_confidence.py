"""Confidence is stated only for what it was fitted for, and both thresholds follow from rates."""

from pathlib import Path

import pytest

from app.domain.confidence import Chance, Found
from app.domain.errors import ConfigurationError
from app.domain.fitted import ErrorRow, FittedChance, FittedConfidence
from app.grounding.confidence import Confidence
from app.grounding.fitted_model import read_confidence
from app.grounding.support import After, Before
from tests.app.grounding.found import CARD, claim, found, piece
from tests.fakes import FAKE_ANALYZER

ROWS = (
    ErrorRow(error=0.1, threshold=0.7, coverage=0.2),
    ErrorRow(error=0.3, threshold=0.4, coverage=0.6),
)
NEAR = piece(1, "A", "Give examplol for itch.", dense=(1, 0.9))
FAR = piece(1, "A", "Give examplol for itch.", dense=(1, 0.1))
QUESTION = "Which examplol for itch?"


def model(**changed: object) -> FittedConfidence:
    """p is .73 for a cosine of .9, and .31 for one of .1; after judging .88 and .55."""
    before = FittedChance(intercept=-1.0, weights={"nearest": 2.2}, thresholds=ROWS)
    after = FittedChance(intercept=0.0, weights={"nearest": 2.2}, thresholds=ROWS)
    return FittedConfidence(
        before=before,
        after=after,
        right="nothing in particular",
        embedder=CARD.name,
        weights_sha256=CARD.weights_sha256,
        analyzer=FAKE_ANALYZER,
        generator="quotes",
        arrangement="plain",
        fitted_on="nothing",
        data_sha256="0",
    ).model_copy(update=changed)


def confidence(
    folder: Path,
    *,
    arrangement: str = "plain",
    changed: dict[str, object] | None = None,
    abstain_error: float | None = None,
    review_error: float | None = None,
) -> Confidence:
    path = folder / "confidence.json"
    path.write_text(model(**changed or {}).model_dump_json(), encoding="utf-8")
    return Confidence(arrangement, abstain_error, review_error, path)


def said(one: Confidence, given: Found) -> tuple[Chance, Chance]:
    return one.foreseen(given), one.stated(given, [claim(given.evidence[0])], 0)


def test_the_probability_is_that_of_the_fitted_weights(tmp_path: Path) -> None:
    foreseen, stated = said(confidence(tmp_path), found(QUESTION, NEAR))
    assert foreseen.probability == pytest.approx(0.727, abs=0.001)
    assert stated.probability == pytest.approx(0.879, abs=0.001)


@pytest.mark.parametrize(
    "changed",
    [
        {"weights_sha256": "of another embedder"},
        {"analyzer": FAKE_ANALYZER.model_copy(update={"language": "french"})},
        {"generator": "a language model"},
        {"arrangement": "reranked"},
    ],
    ids=["embedder", "analyzer", "generator", "arrangement"],
)
def test_nothing_is_stated_where_it_was_fitted_on_something_else(
    changed: dict[str, object], tmp_path: Path
) -> None:
    one = confidence(tmp_path, changed=changed, abstain_error=0.1, review_error=0.1)
    assert said(one, found(QUESTION, FAR)) == (Chance(), Chance())
    (what,) = changed
    told = one.silent(CARD, FAKE_ANALYZER, "quotes")
    assert told is not None
    assert what.replace("weights_sha256", "embedder") in told


def test_no_wanted_error_rate_is_no_decision(tmp_path: Path) -> None:
    assert [each.enough for each in said(confidence(tmp_path), found(QUESTION, FAR))] == [None] * 2


def test_a_wanted_error_rate_decides_by_the_row_nearest_below_it(tmp_path: Path) -> None:
    one = confidence(tmp_path, abstain_error=0.29, review_error=0.3)
    foreseen, stated = said(one, found(QUESTION, NEAR))
    assert (foreseen.enough, stated.enough) == (True, True)
    foreseen, stated = said(one, found(QUESTION, FAR))
    assert (foreseen.enough, stated.enough) == (False, True)


def test_a_rate_that_nothing_keeps_to_asks_for_a_look_at_every_answer(tmp_path: Path) -> None:
    one = confidence(tmp_path, review_error=0.01)
    assert said(one, found(QUESTION, NEAR))[1].enough is False


def test_a_rate_that_nothing_keeps_to_is_no_rate_to_abstain_by(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"least that can be asked for is 0\.1"):
        confidence(tmp_path, abstain_error=0.01)
    other = confidence(tmp_path, arrangement="reranked", abstain_error=0.01)
    assert other.foreseen(found(QUESTION, NEAR)) == Chance()


@pytest.mark.parametrize("cosine", [float("nan"), float("inf"), float("-inf")])
def test_nothing_is_stated_of_what_could_not_be_measured(cosine: float, tmp_path: Path) -> None:
    one = confidence(tmp_path, abstain_error=0.3, review_error=0.3)
    given = found(QUESTION, piece(1, "A", "Give examplol for itch.", dense=(1, cosine)))
    assert said(one, given) == (Chance(), Chance())


@pytest.mark.parametrize("weight", [1e6, -1e6])
def test_no_answer_is_certain_to_be_right_or_wrong(weight: float, tmp_path: Path) -> None:
    steep = FittedChance(intercept=0.0, weights={"nearest": weight}, thresholds=ROWS)
    one = confidence(tmp_path, changed={"after": steep}, review_error=0.01)
    stated = said(one, found(QUESTION, NEAR))[1]
    assert stated.probability is not None
    assert 0.0 < stated.probability < 1.0
    assert stated.enough is False


def test_a_model_whose_weights_are_no_numbers_is_refused(tmp_path: Path) -> None:
    broken = FittedChance(intercept=0.0, weights={"nearest": 1.0})
    text = model(before=broken).model_dump_json().replace('"nearest":1.0', '"nearest":NaN')
    path = tmp_path / "confidence.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="finite number"):
        Confidence("plain", model=path)


def test_the_packaged_model_names_what_it_was_fitted_on() -> None:
    packaged = read_confidence()
    assert packaged.embedder == "all-MiniLM-L6-v2"
    assert len(packaged.weights_sha256) == len(packaged.data_sha256) == 64
    assert "answers" in packaged.fitted_on
    for chance in (packaged.before, packaged.after):
        errors = [row.error for row in chance.thresholds]
        thresholds = [row.threshold for row in chance.thresholds]
        assert errors == sorted(errors)
        assert thresholds == sorted(thresholds, reverse=True)
        assert chance.figures["answers"] > 100


def test_more_support_never_lowers_the_packaged_confidence() -> None:
    packaged = read_confidence()
    assert all(weight > 0.0 for weight in packaged.before.weights.values())
    assert all(weight > 0.0 for weight in packaged.after.weights.values())
    names = (*Before._fields, *After._fields)
    least = dict.fromkeys(names, 0.2)
    for name in packaged.after.weights:
        more = packaged.after.probability(least | {name: 0.4})
        assert more > packaged.after.probability(least)


def test_a_model_that_weighs_what_nobody_measures_is_refused(tmp_path: Path) -> None:
    unknown = FittedChance(intercept=0.0, weights={"shoe_size": 1.0})
    with pytest.raises(ConfigurationError, match="shoe_size"):
        confidence(tmp_path, changed={"after": unknown})


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="citewell eval run confidence"):
        Confidence("plain", model=path)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Confidence("plain", model=tmp_path / "nowhere.json")
