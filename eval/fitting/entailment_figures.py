"""What the suite `entailment` says of each claim and of all of them."""

from collections.abc import Sequence
from typing import Final

from app.domain.answer import VerdictKind
from eval.fitting.claims import MeasuredClaim
from eval.fitting.thresholds import MIDDLE, Thresholds
from eval.gold_claims import REST
from eval.measures.auroc import auroc
from eval.measures.risk_coverage import RiskPoint, area_under_risk_coverage, risk_coverage
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import Curve, Figures, LinePlot, SuiteResult

NAME: Final = "entailment"
BALANCED, KEPT, CAUGHT, CONFIRMED = "balanced_accuracy", "kept", "caught", "confirmed"
AUROC, AREA = "auroc", "area_under_risk_coverage"
BELOW, FROM = "unsupported_below", "supported_from"
SHARES: Final = (BALANCED, KEPT, CAUGHT, CONFIRMED)
COVERAGES: Final = tuple(tenth / 10 for tenth in range(1, 11))
DRAWN: Final = 200
"""Points of the curve that are drawn."""


class EntailmentItem(ScoredItem):
    p: float
    """That the evidence supports the claim, by a model fitted without it."""
    supported: bool
    content: str
    """Of the claim and its evidence, by which another run knows it."""


def entailment_item(one: MeasuredClaim, p: float, thresholds: Thresholds) -> EntailmentItem:
    """The item of one claim."""
    said = thresholds.verdict(p)
    withheld = said is VerdictKind.UNSUPPORTED
    gold, told = (
        VerdictKind.SUPPORTED.value if is_it else REST for is_it in (one.supported, p >= MIDDLE)
    )
    shares = {"accuracy": (float(gold == told), 1.0)}
    if one.supported:
        shares |= {
            KEPT: (float(not withheld), 1.0),
            CONFIRMED: (float(said is VerdictKind.SUPPORTED), 1.0),
        }
    else:
        shares[CAUGHT] = (float(withheld), 1.0)
    return EntailmentItem(
        id=one.id,
        shares=shares,
        labels={BALANCED: (gold, told)},
        groups={"label": one.claim.label.value, "set": one.of},
        p=p,
        supported=one.supported,
        content=one.claim.content,
    )


def summarise(
    items: Sequence[EntailmentItem], thresholds: Thresholds, told: str, count: int
) -> SuiteResult:
    """The figures, the curve, and what was fitted on what.

    Args:
        told: the sets and their sizes.
        count: of the folds.
    """
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
