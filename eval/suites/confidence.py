"""Fits how likely an answer is right, and tells on other questions what the probability is worth.

The product answers the questions of the suite `abstention` over one or two BEIR folders: answerable
ones, ones whose relevant documents were taken out, ones that name what does not exist, everyday
ones. Only what it answers is weighed. An answer is *right* where more than half of its claims cite
a document that the set judges relevant; where none is in the library, no answer is. So "right" says
that the sources were found, not that a clinician would agree with what they say; and documents that
answer too, but that nobody judged, count as wrong.

Questions are halved by a hash of their id. On `tuned` two models are fitted and calibrated, and
thresholds chosen on cross-validated p (ten parts; questions that share words or a relevant document
are in one): one of what was found (`before_...`), by which the product abstains, one of the judged
claims too, whose probability it states. Every figure is of `held_back`, answers that it was not
fitted on; items.jsonl holds these, so `citewell eval run calibration --data RUN` scores them too.

    expected_calibration_error, brier, auroc, area_under_risk_coverage, accuracy, mean_confidence
                              as in the suite `calibration`, of the stated confidence
    before_...                the same of what is foreseen
    by_review, by_abstain     for each wanted error rate the threshold, the share wrong of the
                              answers from there on, the share of all answers that lies there
                              (coverage), of the right ones, and of each kind of question
    by_order                  how well both models, and single cosines, order the answers
    by_transfer               fitted on the other set alone, reported on all answers of this one

Data: a BEIR folder. Options: `--set also=FOLDER`, a second one, fitted on together; `--set
questions=300` of each; `--set write=FILE` writes the models, fitted on the halves `tuned`; those of
the product lie in `app/grounding/confidence.json`.

`--set reviews=FILE` fits on what a site's own reviewers made of its answers instead, without data:
FILE is what `citewell reviews export FILE --measures` writes. Then every figure is cross-validated
over those answers (ten parts; an answer given again is in one part with the first), `was_...` are
of the confidence in force, `brier_gain` is what was gained, `by_way` has both ways of fitting
(eval/fitting/verdicts.py), and the model lies in the run folder as confidence.json: the site loads
it with CITEWELL_CONFIDENCE_MODEL. Fewer than 20 approved answers, or than 20 others, are refused.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.fitted import FittedConfidence
from app.domain.manifest import Manifest
from eval.compose import Pipeline, card, indexed
from eval.fitting.answers import RIGHT, Library, Weighed, weighed
from eval.fitting.confidence import (
    Models,
    at_wanted_errors,
    foreseen,
    in_order,
    models,
    ordered,
    stated,
    transferred,
)
from eval.reviewed_confidence import run_on_reviews
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.sets import RetrievalSet, read_beir
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.abstention import QUESTIONS, questions
from eval.suites.rationale import HELD_BACK, TUNED
from eval.suites.retrieval import split_set

NAME = "confidence"
SUMMARY = "fits the confidence of answers, and reports it on questions not fitted on"
SPLITS = "a name in qrels/, without .tsv"

BRIER, ACCURACY, STATED = "brier", "accuracy", "mean_confidence"
SHARES: Final = (BRIER, ACCURACY, STATED)


class ConfidenceItem(ScoredItem):
    """One answer to a question of the half held back."""

    confidence: float
    foreseen: float
    correct: bool
    features: dict[str, float]


class _Asked(NamedTuple):
    parts: Pipeline
    manifest: Manifest
    answers: list[Weighed]
    questions: int


def run(request: SuiteRequest) -> SuiteResult:
    """Ask, fit on one half, report on the other, and write the models where wanted.

    Raises:
        UnusableSet: no data, data that is not a BEIR folder, or too few right or wrong answers.
            With `reviews`: as `run_on_reviews`.
    """
    options = request.chosen(("also", "questions", "write", "reviews"))
    if "reviews" in options:
        if request.data is not None or len(options) > 1:
            raise UnusableSet("--set reviews=FILE goes with no data and no other option.")
        return run_on_reviews(request, Path(options["reviews"]), NAME)
    sets = [read_beir(request.needed_data("a BEIR folder"), request.split)]
    if "also" in options:
        sets.append(read_beir(Path(options["also"])))
    count = whole(options, "questions", QUESTIONS)
    asked = [_ask(request, data, count) for data in sets]
    answers = [one for each in asked for one in each.answers]
    tuned = [one for one in answers if one.half == TUNED]
    held = [one for one in answers if one.half == HELD_BACK]
    if not held:
        raise UnusableSet("No question of the half held back was answered.")
    fitted = models(tuned)
    first, sha256 = asked[0], _sha256(sets)
    described = card(
        request, NAME, sha256, first.parts, generation=first.manifest, split=sets[0].split
    )
    folder = RunFolder(request.out, described)
    items = folder.carry_out(
        {one.id: one for one in held},
        ConfidenceItem,
        lambda _, one: confidence_item(one, fitted),
        request.progress,
        "Scoring",
    )
    told = "; ".join(map(_told, sets, asked))
    result = summarise(items, answers, fitted, told)
    folder.finish(result)
    if "write" in options:
        embedder, analyzer = first.manifest.embedder, first.manifest.analyzer
        _write(
            Path(options["write"]),
            FittedConfidence(
                before=fitted.before,
                after=fitted.after,
                right=RIGHT,
                embedder=embedder.name,
                weights_sha256=embedder.weights_sha256,
                analyzer=analyzer,
                generator=answers[0].generator,
                arrangement=first.parts.confidence.arrangement,
                fitted_on=told,
                data_sha256=sha256,
            ),
        )
    return result


def confidence_item(one: Weighed, fitted: Models) -> ConfidenceItem:
    """The item of one answer, which the models were not fitted on."""
    confidence = fitted.after.probability(one.after)
    return ConfidenceItem(
        id=one.id,
        shares={
            BRIER: ((confidence - one.right) ** 2, 1.0),
            ACCURACY: (float(one.right), 1.0),
            STATED: (confidence, 1.0),
        },
        groups={"set": one.of, "kind": one.kind},
        confidence=confidence,
        foreseen=fitted.before.probability(one.before),
        correct=one.right,
        features=one.after,
    )


def summarise(
    items: Sequence[ConfidenceItem], answers: Sequence[Weighed], fitted: Models, told: str
) -> SuiteResult:
    """The figures of the items, which are of the half held back."""
    held = [one for one in answers if one.half == HELD_BACK]
    kinds = [one.kind for one in held]
    confidence, early = stated(fitted, held), foreseen(fitted, held)
    headline: Figures = {
        **{name: figure(name, items) for name in SHARES},
        **ordered(confidence),
        **{f"before_{name}": value for name, value in ordered(early).items()},
        "answers": len(items),
    }
    why = "every answer is right, or every one is wrong"
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={
            "by_set": by_group("set", SHARES, items),
            "by_kind": by_group("kind", SHARES, items),
            "by_review": at_wanted_errors(fitted.after.thresholds, confidence, kinds),
            "by_abstain": at_wanted_errors(fitted.before.thresholds, early, kinds),
            "by_order": in_order(fitted, held),
            **({"by_transfer": moved} if (moved := transferred(answers)) else {}),
        },
        intervals=intervals(SHARES, items),
        undefined={name: why for name, value in headline.items() if value is None},
        fitted_on=f"the half `{TUNED}` of {told}",
        reported_on=f"the half `{HELD_BACK}`: {len(items)} answers",
        notes=(
            f"Right: {RIGHT}.",
            "A probability holds for the mix of questions it was fitted on: where more, or fewer, "
            "of the questions can be answered from the library, it is too low, or too high.",
        ),
    )


def _ask(request: SuiteRequest, data: RetrievalSet, count: int) -> _Asked:
    """Every question, put to a product that never abstains for want of confidence."""
    asked, left_out = questions(data, count)
    kept = [one for one in data.documents if one.id not in left_out]
    documents, names = split_set(request.progress.track(kept, "Splitting", len(kept)), data.name)
    with indexed(request, documents, abstain_error=None) as (parts, manifest):
        library = Library(parts, manifest, names)
        found = [
            weighed(library, data, one)
            for one in request.progress.track(asked, "Asking", len(asked))
        ]
    return _Asked(parts, manifest, [one for one in found if one is not None], len(asked))


def _told(data: RetrievalSet, asked: _Asked) -> str:
    right = sum(one.right for one in asked.answers)
    tuned = sum(one.half == TUNED for one in asked.answers)
    return (
        f"{data.name}, split {data.split}: {asked.questions} questions, {len(asked.answers)} "
        f"answers ({tuned} of the half `{TUNED}`), {right} right"
    )


def _sha256(sets: Sequence[RetrievalSet]) -> str:
    digest = hashlib.sha256()
    for data in sets:
        digest.update(data.model_dump_json().encode())
    return digest.hexdigest()


def _write(path: Path, model: FittedConfidence) -> None:
    try:
        path.write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
