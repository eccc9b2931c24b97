"""What ingesting and answering cost on this machine: seconds by stage, passages a second, memory.

A repeat is two processes, one after the other: the first reads the documents into a fresh home, the
second asks every question once. Each is warm before its clock starts.

    answer_p50_s, answer_p95_s   from question to outcome, one caller at a time; each question
                                 counts with the median of its repeats
    documents_per_second, passages_per_second
                                 from files to searchable; medians over the repeats
    peak_memory_mb               resident memory of a process and its children at its highest, of
                                 the hungrier of the two; median over the repeats
    tokens                       read and written by the generator

Stages stand under `by_stage`; a stage counts the questions that came to it.

Data: a folder of documents with questions, or a file of questions, as `citewell eval list
citations` tells; what is expected of the outcomes is not looked at. With a file the documents are
`--set library=DIR`, or else the index in force is asked and nothing is ingested.

Options: `--set repeats=3`, `--set library=DIR`.
"""

import hashlib
import statistics
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from eval.asked import QuestionSet, read_questions
from eval.compose import card, library, pipeline
from eval.jsonl import sha256_of
from eval.repeat import Repeat, Timed, repeat
from eval.run import RunFolder
from eval.scored import ScoredItem
from eval.suite import (
    NOT_BUILT,
    Figures,
    HistogramPlot,
    Spread,
    SuiteRequest,
    SuiteResult,
    UnusableSet,
    whole,
)

NAME = "cost"
SUMMARY = "seconds by stage, passages a second, and memory of ingesting and answering here"

REPEATS: Final = 3
MEGABYTE: Final = 1024 * 1024
DOCUMENT_RATE, PASSAGE_RATE = "documents_per_second", "passages_per_second"
NO_DOCUMENTS: Final = "no folder of documents was named, so nothing was ingested"
NO_TOKENS: Final = f"{NOT_BUILT}: the extractive generator counts no tokens"


class CostItem(ScoredItem):
    """One repeat: nothing of it is a share of something, so it is broken down, not compared."""

    measured: Repeat


def run(request: SuiteRequest) -> SuiteResult:
    """Ingest and ask, each time in new processes.

    Raises:
        UnusableSet: malformed questions, documents that cannot be read, a process that fails.
        IndexUnavailable: no documents were named, and nothing was ingested yet.
    """
    options = request.chosen(("repeats", "library"))
    repeats = whole(options, "repeats", REPEATS)
    asked = read_questions(request.needed_data("a file of questions, or a folder that holds one"))
    documents = asked.library(options)
    if documents is not None and not documents.is_dir():
        raise UnusableSet(f"{documents} is not a folder of documents.")
    folder, home = _folder(request, asked, documents)

    def once(key: str, _: int) -> CostItem:
        with tempfile.TemporaryDirectory(prefix="citewell-cost-") as aside:
            measured = repeat(Path(aside), home, documents, asked.questions)
        return CostItem(id=key, measured=measured)

    items = folder.carry_out(
        {f"repeat-{number}": number for number in range(1, repeats + 1)},
        CostItem,
        once,
        request.progress,
        "Ingesting and asking" if documents else "Asking",
    )
    result = summarise(items, asked.name)
    folder.finish(result)
    return result


def _folder(
    request: SuiteRequest, asked: QuestionSet, documents: Path | None
) -> tuple[RunFolder, Path | None]:
    """The run's folder, and the home of the index in force where that is what is asked."""
    if documents is not None:
        sha256 = _sha256(asked, documents)
        with pipeline(request.cache) as parts:
            return RunFolder(request.out, card(request, NAME, sha256, parts)), None
    with library(request, None) as parts, parts.generations.lease() as snapshot:
        described = card(request, NAME, asked.sha256, parts, generation=snapshot.manifest)
        return RunFolder(request.out, described), parts.home


def _sha256(asked: QuestionSet, documents: Path) -> str:
    """Over the questions and every file of the documents' folder."""
    digest = hashlib.sha256(asked.sha256.encode())
    for path in sorted(one for one in documents.rglob("*") if one.is_file()):
        digest.update(f"{path.relative_to(documents)}\0{sha256_of(path)}\0".encode())
    return digest.hexdigest()


def summarise(items: Sequence[CostItem], name: str) -> SuiteResult:
    """Medians over the repeats, quantiles over the questions."""
    repeats = [item.measured for item in items]
    seconds = _medians(repeats, lambda one: one.seconds)
    by_kind: dict[str, list[float]] = {}
    for one in repeats[0].answered.questions:
        by_kind.setdefault(one.outcome, []).append(seconds[one.id])
    p50, p95 = _quantiles(seconds.values())
    rates, peaks = _rates(repeats), _peaks(repeats)
    return SuiteResult(
        suite=NAME,
        headline={
            "answer_p50_s": p50,
            "answer_p95_s": p95,
            **rates,
            "peak_memory_mb": max(peaks.values()),
            "tokens": None,
            "questions": len(seconds),
            "repeats": len(items),
        },
        breakdowns={
            "by_stage": _by_stage(repeats),
            "by_outcome": {kind: _spread(values) for kind, values in by_kind.items()},
            "by_process": {which: {"peak_memory_mb": peak} for which, peak in peaks.items()},
            "by_repeat": {item.id: _row(item.measured) for item in items},
        },
        undefined={
            "tokens": NO_TOKENS,
            **{rate: NO_DOCUMENTS for rate, value in rates.items() if value is None},
        },
        fitted_on="nothing is fitted here",
        reported_on=f"{name}: {len(seconds)} questions, {len(items)} repeats",
        notes=("Medians over the repeats: machines are shared. Compare runs of one machine only.",),
        plots=(
            HistogramPlot(
                title="From question to outcome",
                x="seconds",
                spreads=tuple(
                    Spread(name=kind, values=tuple(values)) for kind, values in by_kind.items()
                ),
            ),
        ),
    )


def _medians(repeats: Sequence[Repeat], value: Callable[[Timed], float | None]) -> dict[str, float]:
    """Question -> the median of its values; a question that has none is left out."""
    found: dict[str, list[float]] = {}
    for one in (one for each in repeats for one in each.answered.questions):
        if (measured := value(one)) is not None:
            found.setdefault(one.id, []).append(measured)
    return {key: statistics.median(values) for key, values in found.items()}


def _by_stage(repeats: Sequence[Repeat]) -> dict[str, Figures]:
    """Stages in the order in which questions come to them."""
    timed = [one for each in repeats for one in each.answered.questions]
    longest = max(timed, key=lambda one: len(one.stages)).stages
    names = dict.fromkeys(
        [stage.stage for stage in (*longest, *(stage for one in timed for stage in one.stages))]
    )
    return {name: _spread(_medians(repeats, _seconds_in(name)).values()) for name in names}


def _seconds_in(name: str) -> Callable[[Timed], float | None]:
    return lambda one: next((each.seconds for each in one.stages if each.stage == name), None)


def _spread(seconds: Collection[float]) -> Figures:
    """Of at least one value."""
    p50, p95 = _quantiles(seconds)
    return {"p50_ms": p50 * 1000, "p95_ms": p95 * 1000, "questions": len(seconds)}


def _quantiles(seconds: Collection[float]) -> tuple[float, float]:
    """p50 and p95, in seconds."""
    p50, p95 = np.quantile([*seconds], (0.5, 0.95))
    return float(p50), float(p95)


def _rates(repeats: Sequence[Repeat]) -> Figures:
    """Medians over the repeats; None where nothing was ingested."""
    ingested = [one.ingested for one in repeats if one.ingested is not None]
    if not ingested:
        return {DOCUMENT_RATE: None, PASSAGE_RATE: None}
    return {
        DOCUMENT_RATE: statistics.median(one.documents / one.seconds for one in ingested),
        PASSAGE_RATE: statistics.median(one.passages / one.seconds for one in ingested),
    }


def _peaks(repeats: Sequence[Repeat]) -> dict[str, float]:
    """Process -> median over the repeats, in units of 2**20 bytes."""
    both = {
        "ingest": [one.ingest_peak_bytes for one in repeats if one.ingest_peak_bytes is not None],
        "answer": [one.answer_peak_bytes for one in repeats],
    }
    return {which: statistics.median(peaks) / MEGABYTE for which, peaks in both.items() if peaks}


def _row(one: Repeat) -> Figures:
    """What a single repeat gave."""
    p50, p95 = _quantiles([each.seconds for each in one.answered.questions])
    return {
        "answer_p50_s": p50,
        "answer_p95_s": p95,
        **_rates([one]),
        "peak_memory_mb": max(_peaks([one]).values()),
    }
