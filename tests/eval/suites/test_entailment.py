"""The fit of the entailment verifier: never on what it is reported on, and written as data."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.answer import DraftClaim, Evidence
from app.domain.fitted import FittedLogistic
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.entailment import carried_out
from tests.fakes import FakeEmbedder


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.scored.LABEL_RESAMPLES", 10)


class Overlap:
    """Measures which share of the claim's words its evidence holds."""

    name = "entailment"
    feature_names = ("overlap", "constant")

    def features(self, claim: DraftClaim, cited: Sequence[Evidence]) -> tuple[float, ...]:
        held = set(" ".join(each.passage.text for each in cited).split())
        words = claim.text.split()
        return (sum(word in held for word in words) / len(words), 1.0)


def lines(count: int = 60) -> list[dict[str, object]]:
    """Claims whose words stand in their evidence where they are supported."""
    return [
        {
            "id": n,
            "claim": f"drug{n} treats gout",
            "evidence": f"drug{n} treats gout well" if n % 3 else f"drug{n} is a tablet",
            "label": "supported" if n % 3 else ("unsupported" if n % 2 else "contradicted"),
            "source": f"document {n // 2}",
        }
        for n in range(count)
    ]


def fitted(
    tmp_path: Path, given: list[dict[str, object]], *options: tuple[str, str]
) -> SuiteResult:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in given), encoding="utf-8")
    request = SuiteRequest(
        out=tmp_path / "run", cache=tmp_path / "cache", data=path, options=options
    )
    return carried_out(request, Overlap(), FakeEmbedder().card, None)


def test_the_model_written_gives_the_probabilities_of_its_features(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    result = fitted(tmp_path, lines(), ("write", str(path)))
    assert result.headline["balanced_accuracy"] == 1.0
    model = FittedLogistic.model_validate_json(path.read_text(encoding="utf-8"))
    assert model.weights_sha256 == FakeEmbedder().card.weights_sha256
    assert model.fitted_on == "set.jsonl: 60 claims, 40 supported"
    p = [model.probability({"overlap": share, "constant": 1.0}) for share in (1.0, 1 / 3)]
    assert p[0] > model.unsupported_below > p[1]
    assert model.figures["balanced_accuracy"] == 1.0


def test_two_sets_are_fitted_together_and_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text("".join(json.dumps(one) + "\n" for one in lines(30)), encoding="utf-8")
    result = fitted(tmp_path, lines(), ("also", str(other)))
    assert {name: row["items"] for name, row in result.breakdowns["by_set"].items()} == {
        "set": 60,
        "other": 30,
    }


def test_a_feature_that_is_left_out_is_worth_nothing(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    result = fitted(tmp_path, lines(), ("without", "overlap"), ("write", str(path)))
    assert result.headline["auroc"] != 1.0
    assert set(json.loads(path.read_text(encoding="utf-8"))["weights"]) == {"constant"}


@pytest.mark.parametrize(
    ("given", "options", "told"),
    [
        ([line | {"label": "supported"} for line in lines()], (), "nothing to fit on"),
        (lines(), (("refuse", "2"),), "refuse=2"),
        (lines(), (("folds", "0"),), "folds=0"),
        (lines(), (("without", "moon"),), "no 'moon' among overlap, constant"),
        (lines(), (("without", "overlap,constant"),), "no feature is left"),
        (lines(), (("write", "/nowhere/at/all.json"),), "cannot be written"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    tmp_path: Path,
    given: list[dict[str, object]],
    options: tuple[tuple[str, str], ...],
    told: str,
) -> None:
    with pytest.raises(UnusableSet, match=told):
        fitted(tmp_path, given, *options)
