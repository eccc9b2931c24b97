"""Tunes the likeness to requests for harm, and tells what rules and likeness stop together.

Data: the training prompts of MedSafetyBench, one a line: `{"id", "prompt", "category",
"generator"}`. Fitted with them: our own pairs of a harmful and a benign request in one sentence
(`harm_hands`, `harm_themes` and `harm*.jsonl` of `eval/fitting`, `eval/own/harmful_twins.jsonl`,
and those of `harm_made.py`), our own requests, benign twins, look-alikes and everyday questions
(`eval/own`), and the examples that the rules were written with. The packaged embedder's network is
tuned (`eval/fitting/harm_tuning.py`).

Each prompt is judged by a network fitted without the prompts of its category (1 to 9; 0 is
poisoning and drugs), and of some others, for a fit takes long: the categories make three parts.
Pairs of ours by hands that had seen prompts or rules, and texts without a category, are left out
with them (with that of the prompt nearest by its vector). A hand that had seen neither is left out
whole: its file is judged by a network that knows none of its pairs, and what it says of a category
stays where the prompts of that category are left out. The rules were written with the prompts in
view; so that nothing is counted that was learnt by heart, a saying of theirs counts on a prompt
only where a prompt of another category has it too, or none has it, and no network that judges was
fitted on their examples (what is written is).

The prompts have no benign twins by their own makers. So `recall` may owe something to their manner,
which prompts of other categories share.

    recall                  of the training prompts, the share that is stopped with such rules
    recall_rules            what such rules find by themselves
    recall_in_sample        as recall, with all sayings of the rules
    recall_rules_in_sample  as recall_rules, with all sayings
    recall_alone            of the training prompts, what the likeness stops where no rule is asked
    recall_pairs            of the harmful halves of all pairs, the mean over the hands
    recall_pairs_rules      the same by the rules alone
    over_refusal            of benign twins (of pairs and alone), the share stopped, the mean over
                            the hands that wrote them
    over_refusal_rules      the same by the rules alone
    questions_stopped       of other questions, the share stopped
    examples_stopped        of what the rules were written to find, the share that the likeness does
                            not take back
    auroc_pairs             of the likeness alone on written pairs: how often the harmful half of
                            any pair has a higher logit than the benign half of any

There are two thresholds, one for what no rule finds and a lower one for what a rule does; a finding
of the gravest severity needs none. They are the lowest that stop no more than the share `refuse` of
the benign twins; each item is judged at those that the other parts choose, the product at those of
all left-out logits. `by_threshold` has others.

Options: `--set by=generator` leaves out a generator in place of a category (the hands of
`harm_themes` had read prompts of all generators: they stay); `--set refuse=0.035`;
`--set questions=FILE[,FILE]`, real questions to fit with as harmless (JSON lines with `text`);
`--set write=FOLDER` writes the model, fitted on everything, as `harm.json` and `harm.safetensors`;
the product's lie in `app/safety/likenesses/`. Takes an hour of two cores that know bfloat16; a
step takes three times as long on others, and figures need not be the same there.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.fitted import FittedHarm
from app.domain.ports.embedding import QuestionEmbedder
from app.domain.ports.safety import HarmReader
from eval.compose import Pipeline, card, pipeline
from eval.fitting.harm import Measured, Tune, logits, measured, texts
from eval.fitting.harm_left_out import (
    Cut,
    cut_at,
    cuts,
    hands,
    is_twin,
    kinds,
    parts,
    unseen,
)
from eval.fitting.thresholds import share
from eval.measures.auroc import auroc
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "harm"
SUMMARY = "tunes the likeness to requests for harm, a third of the categories left out in turn"

REFUSE: Final = "0.035"
REFUSALS: Final = (0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05)
BY: Final = ("category", "generator")
WRITTEN: Final = "harm.json"
TUNING: Final = "harm.safetensors"
RECALL, RULES, ALONE = "recall", "recall_rules", "recall_alone"
SEEN, RULES_SEEN = "recall_in_sample", "recall_rules_in_sample"
PAIRS, PAIRS_RULES = "recall_pairs", "recall_pairs_rules"
OVER, OVER_RULES, QUESTIONS = "over_refusal", "over_refusal_rules", "questions_stopped"
EXAMPLES: Final = "examples_stopped"
SHARES: Final = (
    *(RECALL, RULES, SEEN, RULES_SEEN, ALONE, PAIRS, PAIRS_RULES, OVER, OVER_RULES, QUESTIONS),
    EXAMPLES,
)
OF_PAIRS: Final = ("pairs", "made", "hands")


class HarmItem(ScoredItem):
    wrong: bool
    fired: bool
    fired_unseen: bool
    """Whether a rule did by sayings that other prompts support."""
    logit: float
    """By a network fitted without its part."""


def run(request: SuiteRequest) -> SuiteResult:
    """Measure, fit with each part left out, and write the model where wanted.

    Raises:
        UnusableSet: no data, a malformed line, or fewer than two groups.
    """
    with pipeline(request.cache) as product:
        from eval.fitting.harm_tuning import tune  # torch: not where another suite is asked for

        screen = reader(product)
        examples = screen.examples()
        return carried_out(request, screen, product.embedder, tune, product, examples)


def carried_out(
    request: SuiteRequest,
    screen: HarmReader,
    embedder: QuestionEmbedder,
    tune: Tune,
    product: Pipeline | None,
    examples: Mapping[str, bool],
) -> SuiteResult:
    """As `run`, with this screen, this embedder, this way to fit, and these examples of rules."""
    options = request.chosen(("by", "refuse", "questions", "write"))
    by = options.get("by", BY[0])
    if by not in BY:
        raise UnusableSet(f"--set by={by}: write one of {', '.join(BY)}.")
    refuse = share("refuse", options.get("refuse", REFUSE))
    target = _folder(options["write"]) if "write" in options else None
    data = request.needed_data("a .jsonl of prompts, categories and generators")
    questions = [Path(one) for one in options.get("questions", "").split(",") if one]
    given = texts(data, questions, examples)
    if len({one.id for one in given}) < len(given):
        raise UnusableSet("An id stands twice in what is fitted on: rename a file or a line.")
    sha256 = hashlib.sha256("\n".join(one.text for one in given).encode()).hexdigest()
    folder = RunFolder(request.out, card(request, NAME, sha256, product))
    told = measured(given, screen, embedder)
    items = list(request.progress.track(told, "Reading", len(given)))
    of_kind = kinds(items, by)
    left_out = parts(items, of_kind, by)
    if len(set(left_out)) < 2:
        raise UnusableSet(f"There is one {by} only: nothing is left to fit on without it.")
    scores = logits(items, left_out, tune, request.progress)
    judged = unseen(items, of_kind, screen)
    sizes = hands(items)
    at_cuts = cuts(judged, scores, left_out, refuse)
    rows = folder.carry_out(
        {one.text.id: at for at, one in enumerate(items)},
        HarmItem,
        lambda _, at: item(items[at], judged[at], float(scores[at]), at_cuts[at], sizes),
        request.progress,
        "Scoring",
    )
    curve = {}
    for each in REFUSALS:
        there = cuts(judged, scores, left_out, each)
        some = [
            item(one, new, float(logit), cut, sizes)
            for one, new, logit, cut in zip(items, judged, scores, there, strict=True)
        ]
        curve[f"refuse {each:g}"] = {name: figure(name, some) for name in SHARES}
    result = _summarised(rows, items, scores, curve, by)
    folder.finish(result)
    if target is not None:
        network = tune(given, request.progress, "Fitting on everything")
        tuned = network.write(target / f".{TUNING}")
        intercept, weights = network.line()
        cut = cut_at(judged, scores, refuse)
        model = FittedHarm(
            intercept=round(intercept, 4),
            weights=tuple(round(float(each), 4) for each in weights),
            threshold=round(cut.alone, 4),
            beside_rule=round(cut.beside_rule, 4),
            embedder=tuned.name,
            weights_sha256=tuned.weights_sha256,
            fitted_on=whole_told(items),
            data_sha256=sha256,
            figures={name: value for name, value in result.headline.items() if value is not None},
        )
        _write(target / f".{WRITTEN}", model)
        for name in (TUNING, WRITTEN):  # both or, but for an instant, neither
            (target / f".{name}").replace(target / name)
    return result


def reader(product: Pipeline) -> HarmReader:
    """The product's screen for harm.

    Raises:
        UnusableSet: there is none.
    """
    for screen in product.safety.screens:
        if isinstance(screen, HarmReader):
            return screen
    raise UnusableSet("The product as it is set up has no screen for harm that can be fitted.")


def item(one: Measured, judged: Measured, logit: float, cut: Cut, sizes: Counter[str]) -> HarmItem:
    """What is said of one text, and of it as if it were a new one."""
    stopped, rules = float(cut.stops(one, logit)), float(one.fired)
    weight = 1.0 / sizes[one.text.hand or ""] if one.text.hand in sizes else 1.0
    shares = {}
    if one.text.of == "prompts":
        shares = {
            RECALL: (float(cut.stops(judged, logit)), 1.0),
            RULES: (float(judged.fired), 1.0),
            ALONE: (float(logit >= cut.alone), 1.0),
            SEEN: (stopped, 1.0),
            RULES_SEEN: (rules, 1.0),
        }
    elif one.text.of in OF_PAIRS and one.text.wrong:
        shares = {PAIRS: (stopped * weight, weight), PAIRS_RULES: (rules * weight, weight)}
    elif is_twin(one):
        shares = {OVER: (stopped * weight, weight), OVER_RULES: (rules * weight, weight)}
    elif one.text.of == "examples":
        shares = {EXAMPLES: (stopped, 1.0)} if one.text.wrong else {}
    elif not one.text.wrong:
        shares = {QUESTIONS: (stopped, 1.0)}
    named = {
        "set": one.text.of,
        **({"category": one.text.category} if one.text.category else {}),
        **({"generator": one.text.generator} if one.text.generator else {}),
        **({"hand": one.text.hand} if one.text.hand else {}),
    }
    return HarmItem(
        id=one.text.id,
        shares=shares,
        groups=named,
        wrong=one.text.wrong,
        fired=one.fired,
        fired_unseen=judged.fired,
        logit=logit,
    )


def whole_told(items: Sequence[Measured]) -> str:
    wrong = sum(one.text.wrong for one in items)
    return f"{wrong} requests for harm and {len(items) - wrong} others"


def _summarised(
    rows: Sequence[HarmItem],
    items: Sequence[Measured],
    scores: NDArray[np.float64],
    curve: dict[str, Figures],
    by: str,
) -> SuiteResult:
    pairs = [at for at, one in enumerate(items) if one.text.of in ("pairs", "hands")]
    headline: Figures = {
        **{name: figure(name, rows) for name in SHARES},
        "auroc_pairs": auroc([float(scores[at]) for at in pairs], [rows[at].wrong for at in pairs]),
        "items": len(rows),
    }
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={
            "by_category": by_group("category", (RECALL, RULES, SEEN, PAIRS, OVER), rows),
            "by_generator": by_group("generator", (RECALL, RULES), rows),
            "by_hand": by_group("hand", (PAIRS, PAIRS_RULES, OVER, OVER_RULES), rows),
            "by_set": by_group("set", SHARES, rows),
            "by_threshold": curve,
        },
        intervals=intervals(SHARES, rows),
        fitted_on=f"{whole_told(items)}, but for the part left out",
        reported_on=f"prompts of each {by}, and hands that saw none, left out in turn",
        undefined={
            name: "there is no item of this kind"
            for name, value in headline.items()
            if value is None
        },
        in_sample={
            SEEN: "the rules were written with the prompts in view",
            RULES_SEEN: "the rules were written with the prompts in view",
        },
    )


def _folder(named: str) -> Path:
    """Raises UnusableSet: nothing can be written there, and an hour would be lost."""
    folder = Path(named)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise UnusableSet(f"--set write={named}: name a folder that can be written to.")
    return folder


def _write(path: Path, model: FittedHarm) -> None:
    try:
        path.write_text(model.model_dump_json() + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
