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

The product's own rules are asked by the names alone, of no person and over no library; a pair is
flagged where a rule warns of it. A name that the product does not know counts as not flagged, and
is counted in `unknown`. --predictions scores another system's judgements instead.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.ports.interactions import InteractionFinder
from app.domain.safety import CheckStatus
from eval.compose import Pipeline, card, pipeline
from eval.jsonl import Group, Id, read_jsonl, read_recorded, sha256_of
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import SuiteRequest, SuiteResult

NAME = "interactions"
SUMMARY = "interacting pairs of medicines flagged, and no others"
PREDICTIONS = (
    '{"id", "said": interaction|none}; a pair without a line counts as said wrong, whichever it is'
)

RECALL, FALSE_ALARMS, PRECISION = "recall", "false_alarms", "precision"
FIGURES: Final = (RECALL, FALSE_ALARMS, PRECISION)
FLAGGED: Final = (CheckStatus.WARN, CheckStatus.BLOCK)

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
    """Ask the product of every pair, or score what somebody recorded of them.

    Raises:
        UnusableSet: no data, or a malformed line in it or in the predictions.
    """
    request.chosen(())
    data = request.needed_data("a file of pairs of medicines")
    pairs = read_jsonl(data, DrugPair)
    if request.predictions is not None:
        said = recorded(request.predictions, pairs)
        return _scored(request, data, pairs, said, set(), None)
    with pipeline(request.cache) as parts:
        said, unknown = judged(parts.safety.interactions, pairs)
        return _scored(request, data, pairs, said, unknown, parts)


def judged(
    finder: InteractionFinder, pairs: Sequence[DrugPair]
) -> tuple[dict[str, Judgement], set[str]]:
    """What the product says of each pair, and the pairs of which it lacks a name."""
    said: dict[str, Judgement] = {}
    unknown: set[str] = set()
    for pair in pairs:
        statuses = {one.status for one in finder.between(pair.drug_a, pair.drug_b)}
        said[pair.id] = "interaction" if statuses & set(FLAGGED) else "none"
        if CheckStatus.NOT_CHECKED in statuses:
            unknown.add(pair.id)
    return said, unknown


def _scored(
    request: SuiteRequest,
    data: Path,
    pairs: Sequence[DrugPair],
    said: dict[str, Judgement],
    unknown: set[str],
    parts: Pipeline | None,
) -> SuiteResult:
    folder = RunFolder(request.out, card(request, NAME, sha256_of(data), parts))
    items = folder.carry_out(
        {one.id: one for one in pairs},
        PairItem,
        lambda _, one: pair_item(one, said.get(one.id)),
        request.progress,
        "Scoring",
    )
    whose = "" if request.predictions is None else f", judged by {request.predictions.name}"
    result = summarise(items, pairs, f"{data.resolve().name}: {len(pairs)} pairs{whose}")
    if parts is not None:
        headline = {**result.headline, "unknown": len(unknown)}
        result = result.model_copy(update={"headline": headline, "fitted_on": "nothing"})
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
    """The figures over the items."""
    interacting = sum(pair.expected == "interaction" for pair in pairs)
    reasons = _undefined(interacting, len(pairs))
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
        fitted_on="unknown: another system's judgements",
        reported_on=reported_on,
    )


def _undefined(interacting: int, pairs: int) -> dict[str, str]:
    """Figure -> why the set does not define it."""
    reasons = {}
    if not interacting:
        reasons[RECALL] = "the set has no interacting pair"
    if interacting == pairs:
        reasons[FALSE_ALARMS] = "the set has no pair without an interaction"
    if reasons:
        reasons[PRECISION] = f"{next(iter(reasons.values()))}: it could not be other than it is"
    return reasons
