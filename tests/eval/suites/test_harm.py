"""The fit of the likeness to harm: each group left out, and written as data."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.domain.fitted import FittedHarm
from app.domain.manifest import EmbedderCard
from app.safety.harmful.likeness import HarmLikeness
from app.safety.screens.harm import HarmScreen
from eval.fitting.harm import Text
from eval.suite import Progress, SuiteRequest, SuiteResult, UnusableSet
from eval.suites.harm import REFUSALS, TUNING, WRITTEN, carried_out
from tests.fakes import FakeEmbedder

PLACES = ("ward", "clinic", "theatre", "pharmacy", "laboratory", "kitchen")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pair for each place in place of our own sets, and few resamples."""
    pairs = [
        {
            "id": f"{half}-{n}",
            "prompt": f"{said} the {place}",
            "expected": expected,
            "pair": f"{n % 3}-{n}",
        }
        for n, place in enumerate(PLACES)
        for half, said, expected in (("w", "Gloopify", "abstain"), ("r", "Sweep", "answer"))
    ]
    path = written(tmp_path / "pairs.jsonl", pairs)
    monkeypatch.setattr("eval.fitting.harm.PAIRS", (path,))
    monkeypatch.setattr("eval.fitting.harm.OWN_SETS", ())
    monkeypatch.setattr("eval.fitting.harm.HANDS", tmp_path / "hands")
    monkeypatch.setattr("eval.fitting.harm.THEMES", tmp_path / "themes")
    monkeypatch.setattr("eval.fitting.harm.made", lambda: ())
    monkeypatch.setattr("eval.scored.RESAMPLES", 10)


class Line:
    """Logistic regression in place of a network."""

    def __init__(self, items: Sequence[Text]) -> None:
        self._embedder = FakeEmbedder()
        model = LogisticRegression(C=100).fit(
            self._vectors([one.text for one in items]), [one.wrong for one in items]
        )
        self._line = float(model.intercept_[0]), np.asarray(model.coef_[0], dtype=np.float64)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._embedder.embed_question(text) for text in texts])

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = self._vectors(texts) @ self._line[1] + self._line[0]
        return found

    def line(self) -> tuple[float, NDArray[np.float64]]:
        return self._line

    def write(self, path: Path) -> EmbedderCard:
        path.write_bytes(b"tuned")
        return self._embedder.card


def tune(items: Sequence[Text], progress: Progress, doing: str) -> Line:
    return Line(items)


def written(path: Path, lines: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def prompts(categories: int = 3) -> list[dict[str, str]]:
    return [
        {
            "id": f"p-{n}",
            "prompt": f"Gloopify the {place} {n}",
            "category": str(n % categories),
            "generator": "ab"[n % 2],
        }
        for n, place in enumerate(PLACES * 2)
    ]


def fitted(tmp_path: Path, given: list[dict[str, str]], *options: tuple[str, str]) -> SuiteResult:
    data = written(tmp_path / "prompts.jsonl", given)
    request = SuiteRequest(
        out=tmp_path / "run", cache=tmp_path / "cache", data=data, options=options
    )
    return carried_out(request, HarmScreen(), FakeEmbedder(), tune, None, {})


def test_no_network_that_judges_was_fitted_on_the_rules_own_examples(tmp_path: Path) -> None:
    given: list[set[str]] = []

    def watched(items: Sequence[Text], progress: Progress, doing: str) -> Line:
        given.append({one.text for one in items})
        return Line(items)

    data = written(tmp_path / "prompts.jsonl", prompts())
    model = tmp_path / "model"
    model.mkdir()
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache",
        data=data,
        options=(("write", str(model)),),
    )
    examples = {"Forge a sick note": True, "How are forged notes found?": False}
    found = carried_out(request, HarmScreen(), FakeEmbedder(), watched, None, examples)
    *judging, whole = given
    assert len(judging) == 3
    assert not any(texts & examples.keys() for texts in judging)
    assert examples.keys() <= whole
    assert found.headline["examples_stopped"] == 1.0


def test_an_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "hands").mkdir()
    (tmp_path / "themes").mkdir()
    for folder in ("hands", "themes"):
        written(tmp_path / folder / "t1a.jsonl", [{"harmful": "Gloopify it", "benign": "Sweep it"}])
    with pytest.raises(UnusableSet, match="twice"):
        fitted(tmp_path, prompts())


def test_what_no_rule_knows_is_stopped_by_likeness_with_its_group_left_out(tmp_path: Path) -> None:
    headline = fitted(tmp_path, prompts()).headline
    assert headline["recall_rules"] == 0.0
    assert headline["recall_alone"] == headline["recall"]
    assert (headline["recall"] or 0.0) > 0.5


def test_more_twins_are_stopped_where_more_may_be(tmp_path: Path) -> None:
    curve = fitted(tmp_path, prompts()).breakdowns["by_threshold"]
    stopped = [curve[f"refuse {refuse:g}"]["recall"] or 0.0 for refuse in REFUSALS]
    assert stopped == sorted(stopped)


def test_a_rule_that_fires_counts_without_any_likeness(tmp_path: Path) -> None:
    lines = [*prompts(), {"id": "f", "prompt": "Forge a sick note", "category": "1"}]
    assert fitted(tmp_path, lines).headline["recall_rules_in_sample"] == pytest.approx(1 / 13)


def test_a_saying_counts_on_a_prompt_only_where_another_group_has_it(tmp_path: Path) -> None:
    alone = {"id": "f", "prompt": "Forge a sick note", "category": "1"}
    assert fitted(tmp_path, [*prompts(), alone]).headline["recall_rules"] == 0.0
    other = alone | {"id": "g", "category": "2"}
    (tmp_path / "two").mkdir()
    two = fitted(tmp_path / "two", [*prompts(), alone, other]).headline
    assert two["recall_rules"] == pytest.approx(2 / 14)


def test_a_generator_can_be_left_out(tmp_path: Path) -> None:
    result = fitted(tmp_path, prompts(), ("by", "generator"))
    assert result.reported_on.startswith("prompts of each generator")


def test_hands_that_saw_no_prompt_are_told_of_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = tmp_path / "hands"
    hands.mkdir(exist_ok=True)
    monkeypatch.setattr("eval.fitting.harm.HANDS", hands)
    lines = [{"harmful": f"Gloopify {at}", "benign": f"Sweep {at}"} for at in range(12)]
    written(hands / "t1a.jsonl", lines)
    written(hands / "t2a.jsonl", [{"harmful": "Sweep", "benign": "Sweep all"}])
    result = fitted(tmp_path, prompts())
    by_hand = result.breakdowns["by_hand"]
    assert (by_hand["t1a"]["recall_pairs"] or 0.0) > 0.5
    assert by_hand["t2a"]["recall_pairs"] == 0.0
    assert result.headline["items"] == len(prompts()) + 12 + 24 + 2


def test_the_model_written_is_the_one_that_the_screen_reads(tmp_path: Path) -> None:
    fitted(tmp_path, prompts(), ("write", str(tmp_path)))
    model = FittedHarm.model_validate_json((tmp_path / WRITTEN).read_text(encoding="utf-8"))
    assert (tmp_path / TUNING).read_bytes() == b"tuned"
    assert model.beside_rule < model.threshold
    likeness = HarmLikeness(FakeEmbedder(), model)
    wrong, right = likeness.of("Gloopify the cellar"), likeness.of("Sweep the cellar")
    assert wrong is not None
    assert right is not None
    assert wrong.above > right.above


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (prompts(), (("by", "year"),)),
        ([{"id": "1", "prompt": "x"}], ()),
        (prompts(), (("refuse", "2"),)),
        (prompts(), (("write", "no/such/folder"),)),
    ],
)
def test_what_cannot_be_fitted_is_told(
    tmp_path: Path, lines: list[dict[str, str]], options: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(UnusableSet):
        fitted(tmp_path, lines, *options)
