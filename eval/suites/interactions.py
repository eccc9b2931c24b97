"""Pairs of medicines that must not meet in silence.

A set is a file of JSON lines; the order of the two medicines says nothing:

    {"id": "p-1", "drug_a": "examplol", "drug_b": "sampline", "expected": "interaction",
     "category": "3"}

`expected` is interaction or none; `category` may be left out. `citewell eval make
onc-high-priority` makes interacting pairs of the ONC list; pairs that do not interact must come
from you.

    recall         of the pairs that interact, the share that was flagged
    false_alarms   of the pairs that do not, the share that was flagged
    precision      of the flagged pairs, the share that interacts; as good as the set's share of
                   interacting pairs lets it be, and undefined on a set without both kinds

The product has no interaction rules yet, so its own figures are undefined; --predictions scores
another system's.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.compose import card
from eval.jsonl import Group, Id, read_jsonl, read_recorded, sha256_of
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import NOT_BUILT, SuiteRequest, SuiteResult

NAME = "interactions"
SUMMARY = "interacting pairs of medicines flagged, and no others"
PREDICTIONS = (
    '{"id", "said": interaction|none}; a pair without a line counts as said wrong, whichever it is'
)

RECALL, FALSE_ALARMS, PRECISION = "recall", "false_alarms", "precision"
FIGURES: Final = (RECALL, FALSE_ALARMS, PRECISION)
NO_RULES: Final = f"{NOT_BUILT}: no interaction rules are installed"

Judgement = Literal["interaction", "none"]
OPPOSITE: Final[dict[Judgement, Judgement]] = {"interaction": "none", "none": "interaction"}


Drug = Annotated[str, Field(pattern=r"\S")]


class DrugPair(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    drug_a: Drug
    drug_b: Drug
    expected: Judgement
    category: Group = None


class Prediction(BaseModel):
    """One line of somebody's recorded judgements."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    said: Judgement


class PairItem(ScoredItem):
    drug_a: str
    drug_b: str
    expected: Judgement
    said: Judgement | None
    """None where the file of predictions says nothing of the pair."""


def run(request: SuiteRequest) -> SuiteResult:
    """Score what was recorded of the pairs; without predictions, read the set and say what lacks.

    Raises:
        UnusableSet: no data, or a malformed line in it or in the predictions.
    """
    request.chosen(())
    data = request.needed_data("a file of pairs of medicines")
    pairs = read_jsonl(data, DrugPair)
    described = card(request, NAME, sha256_of(data), None)
    said = None if request.predictions is None else recorded(request.predictions, pairs)
    folder = RunFolder(request.out, described)
    items = folder.carry_out(
        {} if said is None else {one.id: one for one in pairs},
        PairItem,
        lambda _, one: pair_item(one, (said or {}).get(one.id)),
        request.progress,
        "Scoring",
    )
    whose = "" if request.predictions is None else f", judged by {request.predictions.name}"
    result = summarise(items, pairs, f"{data.resolve().name}: {len(pairs)} pairs{whose}")
    folder.finish(result)
    return result


def recorded(path: Path, pairs: Sequence[DrugPair]) -> dict[str, Judgement]:
    """What was said of each pair, by its id.

    Raises:
        UnusableSet: a line is malformed, or of a pair that the set lacks.
    """
    lines = read_recorded(path, Prediction, {one.id for one in pairs}, "pair")
    return {key: one.said for key, (_, one) in lines.items()}


def pair_item(pair: DrugPair, said: Judgement | None) -> PairItem:
    """The item of one pair; one that nothing was said of is scored as wrong."""
    flagged = (said or OPPOSITE[pair.expected]) == "interaction"
    interacts = pair.expected == "interaction"
    return PairItem(
        id=pair.id,
        shares={
            RECALL if interacts else FALSE_ALARMS: (float(flagged), 1.0),
            **({PRECISION: (float(interacts), 1.0)} if flagged else {}),
        },
        groups={} if pair.category is None else {"category": pair.category},
        drug_a=pair.drug_a,
        drug_b=pair.drug_b,
        expected=pair.expected,
        said=said,
    )


def summarise(
    items: Sequence[PairItem], pairs: Sequence[DrugPair], reported_on: str
) -> SuiteResult:
    """The figures over the items; no item at all: nothing judged the pairs."""
    interacting = sum(pair.expected == "interaction" for pair in pairs)
    reasons = _undefined(interacting, len(pairs), judged=bool(items))
    measured = {name: None if name in reasons else figure(name, items) for name in FIGURES}
    if measured[PRECISION] is None:
        reasons.setdefault(PRECISION, "no pair was flagged")
    defined = [name for name in FIGURES if measured[name] is not None]
    by_category = by_group("category", defined, items)
    return SuiteResult(
        suite=NAME,
        headline={
            **measured,
            "interacting": interacting,
            "not_interacting": len(pairs) - interacting,
            "missing": sum(item.said is None for item in items),
        },
        breakdowns={"by_category": by_category} if by_category else {},
        intervals=intervals(defined, items),
        undefined=reasons,
        fitted_on="unknown: another system's judgements" if items else "nothing",
        reported_on=reported_on,
    )


def _undefined(interacting: int, pairs: int, *, judged: bool) -> dict[str, str]:
    """Figure -> why the set, or the product, does not define it."""
    if not judged:
        return dict.fromkeys(FIGURES, NO_RULES)
    reasons = {}
    if not interacting:
        reasons[RECALL] = "the set has no interacting pair"
    if interacting == pairs:
        reasons[FALSE_ALARMS] = "the set has no pair without an interaction"
    if reasons:
        reasons[PRECISION] = f"{next(iter(reasons.values()))}: it could not be other than it is"
    return reasons
