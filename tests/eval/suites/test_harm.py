"""The fit of the likeness to harm: each group left out, and written as data."""

import json
from pathlib import Path

import pytest

from app.domain.fitted import FittedLikeness
from app.safety.harmful.likeness import HarmLikeness
from app.safety.screens.harm import HarmScreen
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.harm import REFUSALS, carried_out
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
    monkeypatch.setattr("eval.fitting.harm.made", lambda: ())
    monkeypatch.setattr("eval.scored.RESAMPLES", 10)


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
    return carried_out(request, HarmScreen(), FakeEmbedder(), None)


def test_what_no_rule_knows_is_stopped_by_likeness_with_its_group_left_out(tmp_path: Path) -> None:
    headline = fitted(tmp_path, prompts()).headline
    assert headline["recall_rules"] == 0.0
    assert headline["added"] == headline["recall"]
    assert (headline["recall"] or 0.0) > 0.5


def test_more_twins_are_stopped_where_more_may_be(tmp_path: Path) -> None:
    curve = fitted(tmp_path, prompts()).breakdowns["by_threshold"]
    stopped = [curve[f"refuse {refuse:g}"]["over_refusal"] or 0.0 for refuse in REFUSALS]
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
    assert result.reported_on == "each generator left out in turn"


def test_a_tenth_can_be_left_out(tmp_path: Path) -> None:
    result = fitted(tmp_path, prompts(), ("by", "tenth"))
    assert result.reported_on == "each tenth left out in turn"


def test_the_model_written_is_the_one_that_the_screen_reads(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    fitted(tmp_path, prompts(), ("write", str(path)))
    model = FittedLikeness.model_validate_json(path.read_text(encoding="utf-8"))
    likeness = HarmLikeness(FakeEmbedder(), model)
    wrong, right = likeness.score("Gloopify the cellar"), likeness.score("Sweep the cellar")
    assert wrong is not None
    assert right is not None
    assert wrong > right


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (prompts(), (("by", "year"),)),
        ([{"id": "1", "prompt": "x"}], ()),
        (prompts(), (("refuse", "2"),)),
    ],
)
def test_what_cannot_be_fitted_is_told(
    tmp_path: Path, lines: list[dict[str, str]], options: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(UnusableSet):
        fitted(tmp_path, lines, *options)
