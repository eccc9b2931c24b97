"""What the confidence suite calls right, and what it reports on which answers."""

import random
from pathlib import Path

import pytest

from app.domain.answer import Answer, Trace
from eval.fitting.answers import Weighed, share_citing
from eval.fitting.confidence import Models, models
from eval.run import RunCard, RunFolder
from eval.scored import figure
from eval.stated import read_stated
from eval.suites.abstention import ANSWERABLE, REMOVED
from eval.suites.confidence import confidence_item, summarise
from eval.suites.rationale import HELD_BACK, TUNED, half
from tests.app.grounding.found import claim, piece

PIECES = [piece(n, f"Document {n}", f"Illustrative words, part {n}.") for n in (1, 2, 3)]
NAMES = {each.document.id: (f"set-{each.label}",) for each in PIECES}


def answer(*cited: int) -> Answer:
    return Answer(
        claims=tuple(claim(PIECES[n - 1]) for n in cited),
        evidence=tuple(PIECES),
        trace=Trace(
            trace_id="t", generation="g", embedder="e", generator="x", rules="r", settings="s"
        ),
    )


def test_a_claim_counts_where_it_cites_a_relevant_document() -> None:
    assert share_citing(answer(1, 2, 3), NAMES, {"set-1", "set-2"}) == pytest.approx(2 / 3)
    assert share_citing(answer(1), NAMES, set()) == 0.0


def weighed(count: int, name: str = "made", shift: float = 0.0) -> list[Weighed]:
    """Answers that are right as often as their cosine says, less `shift`."""
    draw = random.Random(name)
    found = []
    for n in range(count):
        cosine = draw.random()
        right = draw.random() < cosine - shift
        before = {"nearest": cosine, "sentence": draw.random()}
        found.append(
            Weighed(
                id=f"{name}/{n}",
                of=name,
                kind=ANSWERABLE if right else REMOVED,
                half=half(f"{name}/{n}"),
                before=before,
                after=before | {"kept": 1.0},
                right=right,
                generator="x",
                shared=(f"{name} {n}",),
            )
        )
    return found


@pytest.fixture(scope="module")
def answers() -> list[Weighed]:
    return [*weighed(300), *weighed(300, "other", shift=0.4)]


@pytest.fixture(scope="module")
def fitted(answers: list[Weighed]) -> Models:
    return models([one for one in answers if one.half == TUNED])


def test_every_figure_is_of_answers_that_were_not_fitted_on(
    answers: list[Weighed], fitted: Models
) -> None:
    held = [one for one in answers if one.half == HELD_BACK]
    items = [confidence_item(one, fitted) for one in held]
    result = summarise(items, answers, fitted, "made")
    assert result.headline["answers"] == len(held)
    assert result.headline["accuracy"] == pytest.approx(sum(o.right for o in held) / len(held))
    assert result.headline["brier"] == figure("brier", items)
    assert set(result.breakdowns["by_set"]) == {"made", "other"}
    assert result.breakdowns["by_kind"][REMOVED]["accuracy"] == 0.0
    for name, models_rows in (("by_review", fitted.after), ("by_abstain", fitted.before)):
        rows = result.breakdowns[name]
        assert set(rows) == {f"{row.error:g}" for row in models_rows.thresholds}
        for row in models_rows.thresholds:
            given = [
                item
                for item in items
                if (item.confidence if name == "by_review" else item.foreseen) >= row.threshold
            ]
            told = rows[f"{row.error:g}"]
            assert told["coverage"] == pytest.approx(len(given) / len(items))
            assert told["error"] == pytest.approx(
                sum(not item.correct for item in given) / len(given)
            )
            right = sum(item.correct for item in items)
            kept = sum(item.correct for item in given) / right
            assert told["right_kept"] == told["answerable_kept"] == pytest.approx(kept)


def test_a_set_that_was_not_fitted_on_shows_what_another_mix_does(
    answers: list[Weighed], fitted: Models
) -> None:
    items = [confidence_item(one, fitted) for one in answers if one.half == HELD_BACK]
    rows = summarise(items, answers, fitted, "made").breakdowns["by_transfer"]
    assert rows["made"]["answers"] == rows["other"]["answers"] == 300
    stated, right = rows["other"]["mean_confidence"], rows["other"]["accuracy"]
    assert stated is not None
    assert right is not None
    assert stated > right + 0.2  # fitted where answers are right more often
    alone = weighed(300)
    assert "by_transfer" not in summarise(items, alone, fitted, "made").breakdowns


def test_a_model_is_shown_beside_single_cosines(answers: list[Weighed], fitted: Models) -> None:
    items = [confidence_item(one, fitted) for one in answers if one.half == HELD_BACK]
    rows = summarise(items, answers, fitted, "made").breakdowns["by_order"]
    assert list(rows) == ["nearest", "sentence", "before", "after"]
    nearest, other = rows["nearest"]["auroc"], rows["sentence"]["auroc"]
    assert nearest is not None
    assert other is not None
    assert nearest > 0.7 > other


def test_its_run_is_one_that_the_calibration_suite_reads(
    tmp_path: Path, answers: list[Weighed], fitted: Models
) -> None:
    items = [confidence_item(one, fitted) for one in answers if one.half == HELD_BACK]
    card = RunCard(
        suite="confidence",
        data="made",
        data_sha256="0",
        settings_fingerprint=None,
        settings_json=None,
    )
    folder = RunFolder(tmp_path / "run", card)
    with folder.writing() as write:
        for item in items:
            write(item)
    folder.finish(summarise(items, answers, fitted, "made"))
    stated = read_stated(tmp_path / "run")
    assert len(stated.items) == len(items)
    assert stated.items[0].confidence == pytest.approx(items[0].confidence)
    assert stated.items[0].groups == {
        "set": items[0].groups["set"],
        "kind": items[0].groups["kind"],
    }
