"""Telling claims that their evidence supports from claims that it does not.

Every verifier of the product is asked for its verdict on each claim, which quotes each of its
evidence texts whole. The verdicts are combined as the product combines them: one refusal withholds
the claim, a contradiction outranks a want of support, and `not_applicable` is no objection.

Data, a file:

    FILE.jsonl[.gz]   {"id": ..., "claim": ..., "evidence": text or [text, ...], "label": ...}
                      an evidence text may also be {"text": ..., "path": [title, heading, ...]}
                      label: supported, unsupported, contradicted; a set may use two of them.
                      A line may also carry "kind", by which the figures are broken down, and
                      "question", which verifiers of applicability read.

Figures of the combined verdict:

    balanced_accuracy   supported against the rest: the mean of `kept` and `caught`
    macro_f1            over the three labels, as far as the set uses them
    kept                share of the supported claims that are let through
    caught              share of the other claims that are withheld, whatever the reason given

`by_confusion` counts, for each gold label, what was said. `by_verifier` takes each verifier as if
it were the only one; `not_applicable` is the share of claims it would not judge.

Options: `--set unseen=RUN`, a run of the suite `entailment` on the same claims: its cross-validated
probabilities take the place of the packaged model's, which was fitted on SciFact's train claims;
with `--set decide=yes` it is never silent, but supports what is likelier than not and refuses the
rest.

`citewell eval make scifact-claims` and `make mutations` write such files.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from app.domain.answer import VerdictKind
from app.domain.ports.grounding import Verifier
from eval.compose import card, pipeline
from eval.fitting.unseen import Unseen
from eval.gold_claims import REST, GoldClaim, quoting_all
from eval.jsonl import Id, read_jsonl, read_recorded, sha256_of
from eval.run import ITEMS, RunFolder, hashed
from eval.scored import ScoredItem, by_group, figure, figures, intervals
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "grounding"
SUMMARY = "claims told apart by whether their evidence supports them, by verifier and combined"
PREDICTIONS = '{"id": ..., "verdict": supported|unsupported|contradicted|not_applicable}'

LABELS: Final = (VerdictKind.SUPPORTED, VerdictKind.UNSUPPORTED, VerdictKind.CONTRADICTED)
MISSING: Final = "missing"
"""What recorded verdicts say of a claim that they leave out: wrong, whatever its label."""
ENTAILMENT: Final = "entailment"
"""The verifier whose model is fitted."""
RECORDED: Final = "predictions"
"""The name of another system's verdicts among the verifiers."""

BALANCED, F1, KEPT, CAUGHT, ACCURACY, SILENT = (
    "balanced_accuracy",
    "macro_f1",
    "kept",
    "caught",
    "accuracy",
    "not_applicable",
)
HEADLINE: Final = (BALANCED, F1, KEPT, CAUGHT)


class ClaimItem(ScoredItem):
    """One claim; `verdicts` by verifier, `said` what follows from them."""

    claim: str
    gold: str
    said: str
    verdicts: dict[str, str]


class _Prediction(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: Id
    verdict: VerdictKind


def run(request: SuiteRequest) -> SuiteResult:
    """Judge every claim of the set, or read what was recorded of it, and score.

    Raises:
        UnusableSet: no data, a line that is no claim, an unknown label, or a recorded verdict on a
            claim that the set lacks; an option that does not fit the others.
    """
    options = request.chosen(("unseen", "decide") if request.predictions is None else ())
    unseen = _unseen(options)
    path = request.needed_data("a .jsonl[.gz] of claims, evidence and labels")
    claims = {claim.id: claim for claim in read_jsonl(path, GoldClaim)}
    if request.predictions is not None:
        recorded = read_verdicts(request.predictions, claims)
        folder = RunFolder(request.out, card(request, NAME, sha256_of(path), None))
        items = folder.carry_out(
            claims,
            ClaimItem,
            lambda key, claim: claim_item(claim, recorded[key]),
            request.progress,
            "Scoring",
        )
        result = summarise(items, path.name, None)
    else:
        if unseen is not None:
            named = Path(options["unseen"])
            held = options | {"unseen": hashed(named, named / ITEMS)}
            request = replace(request, options=tuple(held.items()))
        with pipeline(request.cache) as parts:
            verifiers = parts.verifiers
            folder = RunFolder(request.out, card(request, NAME, sha256_of(path), parts))
            items = folder.carry_out(
                claims,
                ClaimItem,
                lambda _, claim: claim_item(claim, verdicts(claim, verifiers, unseen)),
                request.progress,
                "Verifying",
            )
        result = summarise(items, path.name, [each.name for each in verifiers], unseen)
    folder.finish(result)
    return result


def _unseen(options: Mapping[str, str]) -> Unseen | None:
    """Raises UnusableSet for a run that is none, or `decide` without one."""
    decide = options.get("decide", "no")
    if decide not in ("yes", "no") or ("decide" in options and "unseen" not in options):
        raise UnusableSet(f"--set decide={decide}: it is yes or no, beside --set unseen=RUN.")
    if "unseen" not in options:
        return None
    return Unseen.of_run(Path(options["unseen"]), decide=decide == "yes")


def read_verdicts(path: Path, claims: Mapping[str, GoldClaim]) -> dict[str, dict[str, str]]:
    """Claim id -> what was recorded of it, under the name `predictions`; `MISSING` where nothing.

    Raises:
        UnusableSet: the file cannot be read, is empty, or speaks twice of a claim or of one that
            the set lacks.
    """
    lines = read_recorded(path, _Prediction, claims, "claim")
    found = {key: one.verdict.value for key, (_, one) in lines.items()}
    return {key: {RECORDED: found.get(key, MISSING)} for key in claims}


def verdicts(
    claim: GoldClaim, verifiers: Sequence[Verifier], unseen: Unseen | None = None
) -> dict[str, str]:
    """Each verifier's verdict on the claim, which quotes all of its evidence.

    Args:
        unseen: in place of the model of the entailment verifier; None is the packaged one.

    Raises:
        UnusableSet: `unseen` has no such claim.
    """
    draft, evidence = quoting_all(claim)
    asked = claim.question
    found = {each.name: each.verify(draft, asked, evidence, evidence) for each in verifiers}
    kinds = {name: verdict.kind for name, verdict in found.items()}
    if unseen is not None and ENTAILMENT in found:
        kinds[ENTAILMENT] = unseen.verdict(claim, found[ENTAILMENT])
    return {name: kind.value for name, kind in kinds.items()}


def combined(said: Iterable[str]) -> str:
    """What the product makes of the verdicts: any refusal withholds, and contradiction is told
    rather than want of support; without a refusal the claim is shown."""
    kinds = set(said)
    for refusal in (MISSING, VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED):
        if refusal in kinds:
            return str(refusal)
    return VerdictKind.SUPPORTED.value


def claim_item(claim: GoldClaim, judged: Mapping[str, str]) -> ClaimItem:
    """The item of one claim, from what each verifier said of it."""
    said = combined(judged.values())
    scored = scores(claim.id, claim.label.value, said)
    return ClaimItem(
        id=claim.id,
        shares=scored.shares,
        labels=scored.labels,
        groups={"label": claim.label.value} | ({} if claim.kind is None else {"kind": claim.kind}),
        claim=claim.claim,
        gold=claim.label.value,
        said=said,
        verdicts=dict(judged),
    )


def scores(key: str, gold: str, said: str) -> ScoredItem:
    """What the verdict `said` adds to each figure; `MISSING` is wrong in all of them."""
    supported = gold == VerdictKind.SUPPORTED
    if supported:
        right = (KEPT, float(said == VerdictKind.SUPPORTED))
    else:
        right = (CAUGHT, float(said in (VerdictKind.UNSUPPORTED, VerdictKind.CONTRADICTED)))
    return ScoredItem(
        id=key,
        shares={ACCURACY: (float(said == gold), 1.0), right[0]: (right[1], 1.0)},
        labels={BALANCED: (_collapsed(gold), _collapsed(said)), F1: (gold, said)},
    )


def _collapsed(label: str) -> str:
    return label if label in (VerdictKind.SUPPORTED, MISSING) else REST


def summarise(
    items: Sequence[ClaimItem],
    name: str,
    verifiers: Sequence[str] | None,
    unseen: Unseen | None = None,
) -> SuiteResult:
    """The figures of the set `name`; `verifiers` is None for recorded verdicts."""
    counts = Counter(item.gold for item in items)
    told = ", ".join(f"{counts[label]} {label.value}" for label in LABELS if counts[label])
    headline: Figures = {**{each: figure(each, items) for each in HEADLINE}, "items": len(items)}
    if verifiers is None:
        headline["missing"] = sum(item.said == MISSING for item in items)
    by_kind = by_group("kind", (ACCURACY, KEPT, CAUGHT), items)
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={
            "by_verifier": by_verifier(items),
            "by_label": by_group("label", (ACCURACY,), items),
            "by_confusion": confusion(items),
            **({"by_kind": by_kind} if by_kind else {}),
        },
        intervals=intervals(HEADLINE, items),
        undefined=_undefined(headline, counts),
        fitted_on=_fitted_on(verifiers, unseen),
        reported_on=f"{name}: {len(items)} claims ({told})",
        notes=("`not_applicable` counts as no objection, as in the product.",),
    )


def by_verifier(items: Sequence[ClaimItem]) -> dict[str, Figures]:
    """Verifier -> the figures it would have alone, and the share of claims it would not judge."""
    found: dict[str, Figures] = {}
    for name in items[0].verdicts:
        alone = [scores(one.id, one.gold, combined([one.verdicts[name]])) for one in items]
        silent = sum(one.verdicts[name] == VerdictKind.NOT_APPLICABLE for one in items)
        found[name] = {**figures(HEADLINE, alone), SILENT: silent / len(items)}
    return found


def confusion(items: Sequence[ClaimItem]) -> dict[str, Figures]:
    """Gold label of the set -> what was said -> how often."""
    counts = Counter((item.gold, item.said) for item in items)
    gold = [label.value for label in LABELS if any(item.gold == label for item in items)]
    said = [label.value for label in LABELS]
    if any(item.said == MISSING for item in items):
        said.append(MISSING)
    return {row: {column: counts[row, column] for column in said} for row in gold}


def _undefined(headline: Figures, counts: Mapping[str, int]) -> dict[str, str]:
    only = next(iter(counts))
    reasons = {
        BALANCED: f"every claim of the set is {only}"
        if len(counts) == 1
        else "no claim of the set is supported",
        KEPT: "no claim of the set is supported",
        CAUGHT: "every claim of the set is supported",
    }
    return {name: reasons[name] for name, value in headline.items() if value is None}


def _fitted_on(verifiers: Sequence[str] | None, unseen: Unseen | None) -> str:
    if verifiers is None:
        return "unknown: verdicts recorded by another system"
    told = f"as documented for each of the verifiers {', '.join(verifiers)}"
    return told if unseen is None else f"{told}; {ENTAILMENT} on {unseen.fitted_on}"
