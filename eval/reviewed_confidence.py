"""The part of the suite `confidence` that fits on a site's own reviews, and says what it gained."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from app.domain.fitted import FittedConfidence
from app.domain.reviewing import Cause, Reviewed
from eval.compose import card, confidence_in_force
from eval.fitting.confidence import CALIBRATION, Stated, means, ordered
from eval.fitting.verdicts import RIGHT, Chosen, Fitted, chosen, comparable, fitted, same_way
from eval.jsonl import read_jsonl, sha256_of
from eval.measures.interval import bootstrap_interval
from eval.run import RunFolder
from eval.scored import ScoredItem
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

MODEL: Final = "confidence.json"
"""In the run folder: what the site's setting CITEWELL_CONFIDENCE_MODEL names."""
BRIER: Final = "brier"
RESAMPLES: Final = 2000


class VerdictItem(ScoredItem):
    """One reviewed answer; `confidence` by a model that it was not fitted on."""

    confidence: float
    was: float | None
    """By the confidence in force."""
    correct: bool


def run_on_reviews(request: SuiteRequest, file: Path, name: str) -> SuiteResult:
    """Fit on the verdicts of the file, report by cross-validation, write the model beside them.

    Raises:
        UnusableSet: the file is none that `citewell reviews export --measures` writes, or there are
            too few verdicts in it.
    """
    verdicts = chosen(read_jsonl(file, Reviewed))
    in_force = confidence_in_force()
    sha256 = sha256_of(file)
    base = in_force if comparable(in_force, verdicts.made_with) else None
    right, shared = verdicts.right, same_way(verdicts.verdicts)
    found = [one.measured.found for one in verdicts.verdicts]
    judged = [one.measured.all for one in verdicts.verdicts]
    before = fitted(found, right, shared, None if base is None else base.before)
    after = fitted(judged, right, shared, None if base is None else base.after)
    was = None if base is None else [base.after.probability(each) for each in judged]
    told = _told(verdicts)
    model = FittedConfidence(
        before=before.model,
        after=after.model,
        right=RIGHT,
        fitted_on=told,
        data_sha256=sha256,
        **dict(verdicts.made_with),
    )
    folder = RunFolder(request.out, card(request, name, sha256, None))
    items = folder.carry_out(
        {one.id: at for at, one in enumerate(verdicts.verdicts)},
        VerdictItem,
        lambda _, at: _item(verdicts.verdicts[at], after.p[at], None if was is None else was[at]),
        request.progress,
        "Scoring",
    )
    result = summarise(name, verdicts, after, items, told)
    _write(request.out / MODEL, model)
    folder.finish(result)
    return result


def summarise(
    name: str, verdicts: Chosen, after: Fitted, items: Sequence[VerdictItem], told: str
) -> SuiteResult:
    """The figures of the stated confidence: as it was, and as it would be."""
    right = verdicts.right
    p = Stated([one.confidence for one in items], right)
    ways = {way: _figures(Stated(each, right)) for way, each in after.by_way.items()}
    headline: Figures = {**ordered(p), **means(p), "answers": len(items)}
    undefined: dict[str, str] = {}
    intervals = {}
    known = [one.was for one in items if one.was is not None]
    if len(known) == len(items):
        before = Stated(known, right)
        ways["in_force"] = _figures(before)
        headline |= {f"was_{key}": ways["in_force"][key] for key in (CALIBRATION, BRIER)}
        gains = (np.array(known) - right) ** 2 - (np.array(p.p) - right) ** 2
        headline["brier_gain"] = float(gains.mean())
        ends = bootstrap_interval((gains,), np.mean, RESAMPLES)
        intervals = {} if ends is None else {"brier_gain": ends}
    else:
        for key in (f"was_{CALIBRATION}", f"was_{BRIER}", "brier_gain"):
            headline[key] = None
            undefined[key] = "the confidence in force was made for another index"
    drawn = [one for one in verdicts.verdicts if Cause.SAMPLE in one.causes]
    return SuiteResult(
        suite=name,
        headline=headline,
        breakdowns={"by_way": ways, "by_cause": _by_cause(verdicts, items)},
        intervals=intervals,
        undefined=undefined | {key: "one kind alone" for key, v in headline.items() if v is None},
        fitted_on=told,
        reported_on=f"the same {len(items)} answers, each by a model fitted on the other parts",
        notes=(
            f"Right: {RIGHT}.",
            f"Taken: {after.way}. Put it in force with CITEWELL_CONFIDENCE_MODEL={MODEL} of the "
            "run folder.",
            f"{verdicts.left_out} verdicts on answers of another arrangement were left out.",
            f"{len(drawn)} of the answers were drawn at random. The others were listed because "
            "something spoke against them: how sure to be of all answers, only the drawn ones say.",
        ),
    )


def _item(one: Reviewed, p: float, was: float | None) -> VerdictItem:
    return VerdictItem(
        id=one.id,
        shares={BRIER: ((p - one.right) ** 2, 1.0)},
        groups={"topic": one.topic},
        confidence=p,
        was=was,
        correct=one.right,
    )


def _figures(one: Stated) -> Figures:
    return {**ordered(one), **means(one)}


def _by_cause(verdicts: Chosen, items: Sequence[VerdictItem]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for cause in Cause:
        some = [
            item for item, one in zip(items, verdicts.verdicts, strict=True) if cause in one.causes
        ]
        if some:
            p = Stated([one.confidence for one in some], [one.correct for one in some])
            found[cause.value] = {**means(p), "answers": len(some)}
    return found


def _told(verdicts: Chosen) -> str:
    days = sorted(one.decided for one in verdicts.verdicts)
    return (
        f"{len(verdicts.verdicts)} answers that reviewers decided from {days[0]} to {days[-1]}, "
        f"{sum(verdicts.right)} right"
    )


def _write(path: Path, model: FittedConfidence) -> None:
    try:
        path.write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
