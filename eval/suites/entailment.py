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

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.answer import DraftClaim, Quote, VerdictKind
from app.domain.fitted import FittedLogistic
from app.domain.frozen import Frozen
from app.domain.manifest import EmbedderCard
from app.domain.ports.grounding import Featured
from eval.compose import Pipeline, card, pipeline
from eval.fitting.folds import folds, grouped
from eval.fitting.logistic import Weighted, fit_logistic, probabilities
from eval.jsonl import Group, read_jsonl, sha256_of
from eval.measures.auroc import auroc
from eval.measures.risk_coverage import RiskPoint, area_under_risk_coverage, risk_coverage
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import Curve, Figures, LinePlot, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.grounding import REST, GoldClaim, as_evidence

NAME = "entailment"
SUMMARY = "fits the entailment verifier on annotated claims, cross-validated"

FOLDS: Final = 10
REFUSE, WRONG = "0.1", "0.2"
MIDDLE: Final = 0.5
BALANCED, KEPT, CAUGHT, CONFIRMED = "balanced_accuracy", "kept", "caught", "confirmed"
AUROC, AREA = "auroc", "area_under_risk_coverage"
BELOW, FROM = "unsupported_below", "supported_from"
SHARES: Final = (BALANCED, KEPT, CAUGHT, CONFIRMED)
COVERAGES: Final = (0.1, 0.25, 0.5, 0.75, 1.0)
DRAWN: Final = 200
"""Points of the curve that are drawn."""


class SourcedClaim(GoldClaim):
    source: Group = None


class EntailmentItem(ScoredItem):
    p: float
    """That the evidence supports the claim, by a model fitted without it."""
    supported: bool


class _Measured(Frozen):
    """One claim with its features."""

    id: str
    of: str
    """The name of its set."""
    claim: SourcedClaim
    values: tuple[float, ...]


class _Thresholds(Frozen):
    unsupported_below: float
    supported_from: float


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
    refuse = _share("refuse", options.get("refuse", REFUSE))
    wrong = _share("wrong", options.get("wrong", WRONG))
    paths = [request.needed_data("a .jsonl[.gz] of claims, evidence and labels")]
    if "also" in options:
        paths.append(Path(options["also"]))
    sets = [(path, read_jsonl(path, SourcedClaim)) for path in paths]
    sha256 = _sha256(paths)
    folder = RunFolder(request.out, card(request, NAME, sha256, parts))
    lines = [(path, claim) for path, claims in sets for claim in claims]
    measured = [
        _measure(verifier, path, claim, prefixed=len(paths) > 1)
        for path, claim in request.progress.track(lines, "Measuring", len(lines))
    ]
    used = _used(verifier.feature_names, options.get("without", ""))
    columns = [verifier.feature_names.index(name) for name in used]
    rows = np.asarray([one.values for one in measured], dtype=np.float64)[:, columns]
    supported = [one.claim.label is VerdictKind.SUPPORTED for one in measured]
    p = cross_validated(rows, supported, [_shared(one) for one in measured], count)
    thresholds = _Thresholds(
        unsupported_below=below_which(p, supported, refuse),
        supported_from=from_which(p, supported, wrong),
    )
    items = folder.carry_out(
        {one.id: at for at, one in enumerate(measured)},
        EntailmentItem,
        lambda _, at: _item(measured[at], float(p[at]), thresholds),
        request.progress,
        "Scoring",
    )
    told = " and ".join(f"{path.name}: {_told(claims)}" for path, claims in sets)
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


def cross_validated(
    rows: NDArray[np.float64],
    supported: Sequence[bool],
    shared: Sequence[Sequence[str]],
    count: int,
) -> NDArray[np.float64]:
    """p of each item by a model fitted on the other folds, shape (items,).

    Raises:
        UnusableSet: without one of the folds only one label is left.
    """
    where = np.asarray(folds(grouped(shared), count))
    right = np.asarray(supported, dtype=bool)
    p = np.zeros(len(right), dtype=np.float64)
    for fold in np.unique(where):
        rest = where != fold
        if len(set(right[rest].tolist())) < 2:
            raise UnusableSet(
                "There is nothing to fit on: outside one fold every claim has the same label, or "
                "there are too few claims that share nothing."
            )
        fitted: Weighted = fit_logistic(rows[rest], right[rest].tolist())
        p[~rest] = probabilities(fitted, rows[~rest])
    return p


def below_which(p: NDArray[np.float64], supported: Sequence[bool], refuse: float) -> float:
    """The highest threshold below which at most the share `refuse` of the supported lies; at most
    .5, for nothing that is more likely than not is withheld."""
    ours = np.sort(p[np.asarray(supported, dtype=bool)])
    allowed = min(int(refuse * len(ours)), len(ours) - 1)
    return min(float(ours[allowed]), MIDDLE)


def from_which(p: NDArray[np.float64], supported: Sequence[bool], wrong: float) -> float:
    """The lowest threshold, at least .5, from which on at most the share `wrong` is not supported,
    with both kinds counted alike; 1 where there is none."""
    right = np.asarray(supported, dtype=bool)
    order = np.argsort(-p, kind="stable")
    good = np.cumsum(right[order]) / right.sum()
    bad = np.cumsum(~right[order]) / (~right).sum()
    stands = bad <= wrong * (good + bad)
    ends = np.flatnonzero(stands & np.append(p[order][1:] != p[order][:-1], True))
    return max(float(p[order][ends[-1]]), MIDDLE) if len(ends) else 1.0


def summarise(
    items: Sequence[EntailmentItem], thresholds: _Thresholds, told: str, count: int
) -> SuiteResult:
    """The figures, the curve, and what was fitted on what."""
    sure = [abs(one.p - MIDDLE) for one in items]
    right = [(one.p >= MIDDLE) == one.supported for one in items]
    points = risk_coverage(sure, right)
    headline: Figures = {
        **{name: figure(name, items) for name in SHARES},
        AUROC: auroc([one.p for one in items], [one.supported for one in items]),
        AREA: area_under_risk_coverage(sure, right),
        BELOW: thresholds.unsupported_below,
        FROM: thresholds.supported_from,
        "items": len(items),
    }
    chosen = "the threshold was chosen on these very probabilities"
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={
            "by_label": by_group("label", ("accuracy",), items),
            "by_set": by_group("set", SHARES, items),
            "by_coverage": {
                f"{share:g}": {"wrong": _risk_at(points, share)} for share in COVERAGES
            },
        },
        intervals=intervals(SHARES, items),
        fitted_on=f"the other {count - 1} of {count} parts of {told}; its word lists were written "
        "with claims of SciFact train in view",
        reported_on=f"{told}, each claim by a model fitted without it, its document, and all that "
        "share one with it",
        in_sample=dict.fromkeys((KEPT, CAUGHT, CONFIRMED, BELOW, FROM), chosen),
        notes=("p counts supported and other claims alike, however many there are of each.",),
        plots=(_curve(points),),
    )


def _measure(verifier: Featured, path: Path, claim: SourcedClaim, *, prefixed: bool) -> _Measured:
    evidence = [as_evidence(label, each) for label, each in enumerate(claim.evidence, start=1)]
    quotes = tuple(Quote(label=each.label, text=each.passage.text) for each in evidence)
    draft = DraftClaim(text=claim.claim, quotes=quotes)
    name = path.name.partition(".")[0]
    return _Measured(
        id=f"{name}/{claim.id}" if prefixed else claim.id,
        of=name,
        claim=claim,
        values=verifier.features(draft, evidence),
    )


def _shared(one: _Measured) -> list[str]:
    """What another claim may have in common with it."""
    source = [] if one.claim.source is None else [f"source {one.claim.source}"]
    return [f"claim {one.claim.claim}", *source, *(f"text {e.text}" for e in one.claim.evidence)]


def _item(one: _Measured, p: float, thresholds: _Thresholds) -> EntailmentItem:
    supported = one.claim.label is VerdictKind.SUPPORTED
    withheld = p < thresholds.unsupported_below
    gold, said = (
        VerdictKind.SUPPORTED.value if is_it else REST for is_it in (supported, p >= MIDDLE)
    )
    shares = {"accuracy": (float(gold == said), 1.0)}
    if supported:
        shares |= {
            KEPT: (float(not withheld), 1.0),
            CONFIRMED: (float(p >= thresholds.supported_from), 1.0),
        }
    else:
        shares[CAUGHT] = (float(withheld), 1.0)
    return EntailmentItem(
        id=one.id,
        shares=shares,
        labels={BALANCED: (gold, said)},
        groups={"label": one.claim.label.value, "set": one.of},
        p=p,
        supported=supported,
    )


def _risk_at(points: Sequence[RiskPoint], share: float) -> float | None:
    """The share wrong where at least this share is judged; the first such point."""
    return next((point.risk for point in points if point.coverage >= share - 1e-9), None)


def _curve(points: Sequence[RiskPoint]) -> LinePlot:
    curve = [(point.coverage, point.risk) for point in points]
    step = -(-len(curve) // DRAWN)
    drawn = [*curve[::step], *([curve[-1]] if (len(curve) - 1) % step else [])]
    return LinePlot(
        title="Risk against coverage",
        x="share of claims judged",
        y="share judged wrongly",
        curves=(Curve(name="surest first", points=tuple(drawn)),),
    )


def _used(names: Sequence[str], without: str) -> list[str]:
    """The features that are fitted, in their order.

    Raises:
        UnusableSet: one to be left out is none, or none is left.
    """
    left_out = {name for name in without.split(",") if name}
    if unknown := sorted(left_out - set(names)):
        raise UnusableSet(
            f"--set without={without}: there is no {unknown[0]!r} among {', '.join(names)}."
        )
    used = [name for name in names if name not in left_out]
    if not used:
        raise UnusableSet("--set without: no feature is left.")
    return used


def _sha256(paths: Sequence[Path]) -> str:
    """Of the set; of two sets, over both hashes."""
    hashes = [sha256_of(path) for path in paths]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _told(claims: Sequence[SourcedClaim]) -> str:
    supported = sum(claim.label is VerdictKind.SUPPORTED for claim in claims)
    return f"{len(claims)} claims, {supported} supported"


def _share(name: str, text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0.0 <= share < 1.0:
        raise UnusableSet(f"--set {name}={text}: write a share from 0 to below 1, such as 0.1.")
    return share


def _write(path: Path, model: FittedLogistic) -> None:
    try:
        path.write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
