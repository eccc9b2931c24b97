"""Fits the model of the entailment verifier on annotated claims, and tells how good it is.

Data: a file in the format of the suite `grounding`; lines may carry `source`, the document of the
evidence. Every claim quotes each of its evidence texts whole. The features that the product's
verifier measures are weighed by logistic regression; supported is told from the rest.

Figures are cross-validated: each claim is judged by a model fitted without any claim that shares
its words or a document with it, or shares one with a claim that does.

    balanced_accuracy         supported against the rest, told apart at p = 0.5
    auroc                     how often a supported claim has a higher p than another one
    area_under_risk_coverage  mean error over all shares judged, the surest first (|p - 0.5|)
    unsupported_below         p below which the product withholds: at most the share `refuse` of the
                              supported claims lies there
    kept, caught              share of supported claims not withheld there; of the others withheld
    supported_from            p from which the product says supported: at most the share `wrong` of
                              what lies there is not, were half of all claims supported
    confirmed                 share of the supported claims that lie there

`by_coverage` has the share wrong among the surest part of the claims. Both thresholds are chosen on
the cross-validated p they are reported on.

Options: `--set also=FILE`, a second set of the same kind, fitted on together and told apart in
`by_set`; `--set folds=10`; `--set refuse=0.1`; `--set wrong=0.2`; `--set without=NAME,NAME` leaves
features out, to see what they are worth; `--set write=FILE` writes the
model, fitted on all claims; the one that comes with the product lies in `app/grounding/`.
"""

from pathlib import Path
from typing import Final

from app.domain.fitted import FittedLogistic
from app.domain.manifest import EmbedderCard
from app.domain.ports.grounding import Featured
from eval.compose import Pipeline, card, pipeline
from eval.fitting.claims import features_used, measure, read_sets, rows_of, sha256_of_sets
from eval.fitting.cross_validation import cross_validated
from eval.fitting.entailment_figures import NAME, EntailmentItem, entailment_item, summarise
from eval.fitting.logistic import fit_logistic
from eval.fitting.thresholds import Thresholds, below_which, from_which, share
from eval.run import RunFolder
from eval.suite import SuiteRequest, SuiteResult, UnusableSet, whole

SUMMARY = "fits the entailment verifier on annotated claims, cross-validated"

FOLDS: Final = 10
REFUSE, WRONG = "0.1", "0.2"


def run(request: SuiteRequest) -> SuiteResult:
    """Measure with the product's verifier, fit, cross-validate, and write the model where wanted.

    Raises:
        UnusableSet: no data, a malformed line, one label only, too few claims to fold, or the
            product has no verifier that can be fitted.
    """
    with pipeline(request.cache) as parts:
        return carried_out(request, fittable(parts), parts.embedder.card, parts)


def carried_out(
    request: SuiteRequest, verifier: Featured, embedder: EmbedderCard, parts: Pipeline | None
) -> SuiteResult:
    """As `run`, with this verifier, whose features are made of that embedder's vectors."""
    options = request.chosen(("also", "folds", "refuse", "without", "wrong", "write"))
    count = whole(options, "folds", FOLDS)
    refuse = share("refuse", options.get("refuse", REFUSE))
    wrong = share("wrong", options.get("wrong", WRONG))
    used = features_used(verifier.feature_names, options.get("without", ""))
    first = request.needed_data("a .jsonl[.gz] of claims, evidence and labels")
    sets = read_sets([first, *map(Path, (options["also"],) if "also" in options else ())])
    sha256 = sha256_of_sets(sets)
    folder = RunFolder(request.out, card(request, NAME, sha256, parts))
    measured = measure(verifier, sets, request.progress)
    rows = rows_of(measured, verifier.feature_names, used)
    supported = [one.supported for one in measured]
    p = cross_validated(rows, supported, [one.shared for one in measured], count)
    thresholds = Thresholds(
        unsupported_below=below_which(p, supported, refuse),
        supported_from=from_which(p, supported, wrong),
    )
    items = folder.carry_out(
        {one.id: at for at, one in enumerate(measured)},
        EntailmentItem,
        lambda _, at: entailment_item(measured[at], float(p[at]), thresholds),
        request.progress,
        "Scoring",
    )
    told = " and ".join(each.told for each in sets)
    result = summarise(items, thresholds, told, count)
    folder.finish(result)
    if "write" in options:
        fitted = fit_logistic(rows, supported)
        model = FittedLogistic(
            intercept=fitted.intercept,
            weights=dict(zip(used, fitted.weights, strict=True)),
            supported_from=thresholds.supported_from,
            unsupported_below=thresholds.unsupported_below,
            embedder=embedder.name,
            weights_sha256=embedder.weights_sha256,
            fitted_on=told,
            data_sha256=sha256,
            figures={name: value for name, value in result.headline.items() if value is not None},
        )
        _write(Path(options["write"]), model)
    return result


def fittable(parts: Pipeline) -> Featured:
    """The product's verifier of this name, where it shows its features.

    Raises:
        UnusableSet: there is none.
    """
    for verifier in parts.verifiers:
        if verifier.name == NAME and isinstance(verifier, Featured):
            return verifier
    raise UnusableSet(
        "The product as it is set up has no entailment verifier that can be fitted: a model of "
        "natural language inference stands in its place, or none is installed."
    )


def _write(path: Path, model: FittedLogistic) -> None:
    try:
        path.write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
