"""MIRAGE: multiple-choice questions of five medical sets, answered with and without retrieval.

Xiong et al., Benchmarking Retrieval-Augmented Generation for Medicine, Findings of ACL 2024. As
there, retrieval sees the question without its options, and nothing is shown of how others answered.
Each question is drafted on twice, from no evidence (closed-book) and from what the library gives;
an option is chosen by what the draft claims. No draft is no choice, which is wrong.

Data: `benchmark.json[.gz]`, {set: {id: {"question", "options": {"A": ...}, "answer": "A"}}}.

With `--predictions FILE.jsonl[.gz]` another system's raw texts are scored in place of ours, by the
rule that made the leaderboard: the first text of each question counts, one that names no letter
counts as A, a question without a line as wrong. `strict` beside it takes such a text as wrong.

Options: `--set library=DIR`, a folder of documents or one in the BEIR format (default: the index in
force); `--set sets=bioasq,medqa`; `--set questions=100`, so many of each set, the same every time;
`--set rule=pmc-llama`, the other published rule for reading letters.
"""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.domain.answer import DraftClaim, Evidence, EvidenceEvent
from app.domain.errors import InvalidQuestion
from app.domain.question import LONGEST_QUESTION, Question
from eval.choosing import claims as by_claims
from eval.choosing.letters import FALLBACK, RULES
from eval.compose import CALLER, Pipeline, card, indexed, library
from eval.jsonl import sha256_of
from eval.mirage_set import Choice, read_benchmark, read_predictions
from eval.run import RunFolder
from eval.scored import ScoredItem, figure, intervals
from eval.sets import read_beir
from eval.suite import (
    Figures,
    HistogramPlot,
    Spread,
    SuiteRequest,
    SuiteResult,
    UnusableSet,
    whole,
)
from eval.suites.retrieval import split_set

NAME = "mirage"
SUMMARY = "multiple choice on the five MIRAGE sets, closed-book against retrieval-augmented"
PREDICTIONS = '{"dataset": ..., "id": ..., "predictions": [raw text, ...]} a line'

SEED: Final = 20260101
MEAN, CLOSED, STRICT = "mean_accuracy", "closed_book_mean_accuracy", "strict_mean_accuracy"
HELPED, HURT, ANSWERED = "helped", "hurt", "answered"
FITTED_ON: Final = "nothing: no part of the pipeline was fitted on multiple-choice questions"
LEADERBOARD: Final = "https://teddy-xiongzz.github.io/MIRAGE/"


class MirageItem(ScoredItem):
    """One question. `said` is the option chosen with retrieval, or read from the prediction."""

    question: str
    answer: str
    said: str | None
    closed_book: str | None = None
    seconds: float | None = None
    """Question to choice, retrieval included."""
    claims: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Passage ids that the draft could use, best first."""


def run(request: SuiteRequest) -> SuiteResult:
    """Score the product, or a file of predictions.

    Raises:
        UnusableSet: no data, a malformed benchmark or prediction, an unknown set or rule.
    """
    options = request.chosen(("library", "sets", "questions", "rule"))
    path = request.needed_data("MIRAGE's benchmark.json or benchmark.json.gz")
    choices = _chosen(read_benchmark(path), options)
    if request.predictions is not None:
        return _replay(request, request.predictions, path, choices, options)
    if "rule" in options:
        raise UnusableSet("--set rule reads letters from --predictions; the product writes none.")
    return _measure(request, path, choices, options.get("library"))


def _chosen(choices: tuple[Choice, ...], options: dict[str, str]) -> tuple[Choice, ...]:
    names = list(dict.fromkeys(one.dataset for one in choices))
    wanted = dict.fromkeys(options["sets"].split(",")) if "sets" in options else names
    if unknown := [name for name in wanted if name not in names]:
        raise UnusableSet(f"No set {', '.join(unknown)}; there are {', '.join(names)}.")
    most = whole(options, "questions", len(choices))
    return tuple(
        one
        for name in wanted
        for one in _sample([one for one in choices if one.dataset == name], most)
    )


def _sample(choices: Sequence[Choice], most: int) -> Sequence[Choice]:
    if most >= len(choices):
        return choices
    return random.Random(SEED).sample(sorted(choices, key=lambda one: one.id), most)


def _replay(
    request: SuiteRequest,
    predictions: Path,
    path: Path,
    choices: tuple[Choice, ...],
    options: dict[str, str],
) -> SuiteResult:
    rule_name = options.get("rule", "mirage")
    if rule_name not in RULES:
        raise UnusableSet(f"--set rule={rule_name}: it is one of {', '.join(RULES)}.")
    if "library" in options:
        raise UnusableSet("--set library has no use with --predictions.")
    rule = RULES[rule_name]
    said = read_predictions(predictions, read_benchmark(path))
    sizes = _sizes(choices)
    folder = RunFolder(request.out, card(request, NAME, sha256_of(path), None, seed=SEED))

    def read(key: str, one: Choice) -> MirageItem:
        texts = said.get(key, ())
        letter = rule(texts[0]) if texts else None
        counted = letter or (FALLBACK if texts else None)
        return MirageItem(
            id=key,
            shares={
                MEAN: _weighted(counted == one.answer, sizes[one.dataset]),
                STRICT: _weighted(letter == one.answer, sizes[one.dataset]),
                "read": (float(letter is not None), 1.0),
            },
            groups={"set": one.dataset},
            question=one.question,
            answer=one.answer,
            said=counted,
        )

    items = folder.carry_out(_tasks(choices), MirageItem, read, request.progress, "Scoring")
    silent = sizes.keys() - {one.dataset for one in choices if one.key in said}
    missing = sum(one.key not in said for one in choices)
    result = _result(items, silent, (MEAN, STRICT, "read"), _reported(path, choices)).model_copy(
        update={
            "fitted_on": f"unknown: another system's predictions, {predictions.name}",
            "notes": (
                f"Replayed predictions, letters read by the rule `{rule_name}`; a text without a "
                f"letter counts as {FALLBACK}, as in the published figures; as wrong in strict.",
                f"{missing:,} of {len(items):,} questions have no prediction and count as wrong.",
            ),
        }
    )
    folder.finish(result)
    return result


def _measure(
    request: SuiteRequest, path: Path, choices: tuple[Choice, ...], documents: str | None
) -> SuiteResult:
    sizes = _sizes(choices)
    with _library(request, documents) as parts, parts.generations.lease() as snapshot:
        described = card(
            request, NAME, sha256_of(path), parts, generation=snapshot.manifest, seed=SEED
        )
        folder = RunFolder(request.out, described)
        items = folder.carry_out(
            _tasks(choices),
            MirageItem,
            lambda key, one: _asked(key, one, parts, sizes[one.dataset]),
            request.progress,
            "Asking",
        )
        told = f"{snapshot.manifest.counts.passages:,} passages"
    result = _result(items, set(), (MEAN, CLOSED, HELPED, HURT, ANSWERED), _reported(path, choices))
    result = result.model_copy(
        update={
            "notes": (
                f"Retrieval-augmented from a library of {told}; the option is chosen by what the "
                "generator's claims say (eval/choosing/claims.py). No draft is no choice: wrong.",
                f"Published figures of others: {LEADERBOARD}",
            ),
            "plots": (
                HistogramPlot(
                    title="From question to choice",
                    x="seconds",
                    spreads=tuple(
                        Spread(
                            name=name,
                            values=tuple(
                                one.seconds
                                for one in items
                                if one.groups["set"] == name and one.seconds is not None
                            ),
                        )
                        for name in sizes
                    ),
                ),
            ),
        }
    )
    folder.finish(result)
    return result


@contextmanager
def _library(request: SuiteRequest, documents: str | None) -> Iterator[Pipeline]:
    """The product over a BEIR folder, any folder of documents, or the index in force."""
    folder = None if documents is None else Path(documents)
    if folder is None or not any(folder.glob("corpus.jsonl*")):
        with library(request, folder) as parts:
            yield parts
        return
    split_documents, _ = split_set(read_beir(folder).documents, folder.resolve().name)
    with indexed(request, split_documents) as (parts, _):
        yield parts


def _asked(key: str, one: Choice, parts: Pipeline, size: int) -> MirageItem:
    started = time.perf_counter()
    evidence = _evidence(one.question, parts)
    claims = _draft(one, evidence, parts)
    said = by_claims.choose(one.options, claims, parts.embedder)
    seconds = time.perf_counter() - started
    closed_book = by_claims.choose(one.options, _draft(one, (), parts), parts.embedder)
    right, alone = said == one.answer, closed_book == one.answer
    return MirageItem(
        id=key,
        shares={
            MEAN: _weighted(right, size),
            CLOSED: _weighted(alone, size),
            HELPED: (float(right and not alone), 1.0),
            HURT: (float(alone and not right), 1.0),
            ANSWERED: (float(said is not None), 1.0),
        },
        groups={"set": one.dataset},
        question=one.question,
        answer=one.answer,
        said=said,
        closed_book=closed_book,
        seconds=seconds,
        claims=claims,
        evidence=tuple(each.passage.id for each in evidence),
    )


def _evidence(question: str, parts: Pipeline) -> tuple[Evidence, ...]:
    """What the product admits for the question, or for as much of it as it takes; it is not asked
    for its answer."""
    try:
        asked = Question.asked(question[:LONGEST_QUESTION])
    except InvalidQuestion:  # control characters, or no word: the product finds nothing for these
        return ()
    for event in parts.answering.stream(asked, CALLER):
        if isinstance(event, EvidenceEvent):
            return event.evidence
    return ()


def _draft(one: Choice, evidence: Sequence[Evidence], parts: Pipeline) -> tuple[str, ...]:
    drafted = parts.generator.draft(one.question, evidence)
    return tuple(each.text for each in drafted if isinstance(each, DraftClaim))


def _tasks(choices: Sequence[Choice]) -> dict[str, Choice]:
    return {one.key: one for one in choices}


def _sizes(choices: Sequence[Choice]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for one in choices:
        sizes[one.dataset] = sizes.get(one.dataset, 0) + 1
    return sizes


def _weighted(right: bool, size: int) -> tuple[float, float]:
    """Shares whose ratio over all items is the mean over sets of each set's accuracy in percent."""
    return (100.0 * right / size, 1.0 / size)


def _reported(path: Path, choices: Sequence[Choice]) -> str:
    sizes = ", ".join(f"{name} {size:,}" for name, size in _sizes(choices).items())
    return f"{path.name}: {len(choices):,} questions ({sizes})"


def _result(
    items: Sequence[MirageItem], silent: set[str], names: Sequence[str], reported_on: str
) -> SuiteResult:
    """Figures of the sets; `silent` are those of which nothing at all was predicted."""
    by_set = {
        name: [one for one in items if one.groups["set"] == name]
        for name in dict.fromkeys(one.groups["set"] for one in items)
    }
    undefined: dict[str, str] = {}
    headline: Figures = {name: _rounded(name, figure(name, items)) for name in names}
    if silent:
        for name in names:
            headline[name] = None
            undefined[name] = f"nothing was predicted for {', '.join(sorted(silent))}"
    if CLOSED in names and not any(one.closed_book for one in items):
        for name in (CLOSED, HELPED, HURT):
            headline[name] = None
            undefined[name] = "the generator in force drafts nothing without evidence"
    headline["questions"] = len(items)
    shown = [name for name in names if name not in undefined or silent]
    return SuiteResult(
        suite=NAME,
        headline=headline,
        cells={"accuracy": {name: _cell(MEAN, name, by_set, silent) for name in by_set}},
        breakdowns={
            "by_set": {
                name: {
                    "questions": len(ours),
                    **{_plain(each): _cell(each, name, by_set, silent) for each in shown},
                    **_times(ours),
                }
                for name, ours in by_set.items()
            }
        },
        intervals={
            name: ends
            for name, ends in intervals(names, items).items()
            if headline[name] is not None
        },
        undefined=undefined,
        fitted_on=FITTED_ON,
        reported_on=reported_on,
    )


def _cell(
    name: str, dataset: str, by_set: dict[str, list[MirageItem]], silent: set[str]
) -> float | None:
    return None if dataset in silent else _rounded(name, figure(name, by_set[dataset]))


def _plain(name: str) -> str:
    return name.replace("mean_", "")


def _rounded(name: str, value: float | None) -> float | None:
    """Percentages to two places, as they are published."""
    return round(value, 2) if value is not None and name in (MEAN, CLOSED, STRICT) else value


def _times(items: Sequence[MirageItem]) -> Figures:
    seconds = [one.seconds for one in items if one.seconds is not None]
    return {"seconds_p50": statistics.median(seconds)} if seconds else {}
