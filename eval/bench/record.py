"""A patient's record: how long it takes to read it, to find in it what a question asks, and to put
it on one page.

The named alternative validates the whole bundle by fhir.resources' R4B models and does no more: no
codes, units, dates or checks. Both read the same made-up bundle in turn, in one thread, after one
turn that is not counted.

    speedup          validating alone over reading, at the largest size, by the processor's time,
                     which other work on the machine hardly moves: median over the turns
    speedup_1000, speedup_3000                     the same at each size
    read_1000_ms, read_3000_ms                     from bytes to a typed record
    validate_1000_ms, validate_3000_ms             fhir.resources alone
    find_1000_ms, find_3000_ms                     the evidence for one question, ranked in memory
    summary_1000_ms, summary_3000_ms               every line, and all checks of the person

Options: `--set turns=7`, `--set sizes=1000,3000` (resources).
"""

import hashlib
import statistics
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from eval.bench.bare_fhir import validated
from eval.bench.made_record import AS_OF, bundle
from eval.compose import CALLER, Pipeline, card, pipeline
from eval.run import RunFolder
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole

NAME = "record"
SUMMARY = "a patient's record read, asked and put on one page, beside fhir.resources alone"
TURNS: Final = 7
SIZES: Final = "1000,3000"
ASKED: Final = "When was her last HbA1c, and is metformin still right at this kidney function?"


class Spent(NamedTuple):
    milliseconds: float
    of_processor: float
    """Milliseconds of this thread's work alone."""


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: an option is no number."""
    options = request.chosen(("turns", "sizes"))
    turns = whole(options, "turns", TURNS)
    sizes = _sizes(options.get("sizes", SIZES))
    bundles = {size: bundle(size) for size in sizes}
    figures: Figures = {}
    with pipeline(request.cache / "record", generator="quotations") as parts:
        for size, made in bundles.items():
            figures |= _at(parts, made, size, turns)
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline={"speedup": figures[f"speedup_{max(sizes)}"], **figures},
        fitted_on="nothing is fitted here",
        reported_on=f"made-up bundles of {', '.join(map(str, sizes))} resources, {turns} turns",
    )
    sha256 = hashlib.sha256(b"".join(bundles.values())).hexdigest()
    RunFolder(request.out, card(request, f"bench {NAME}", sha256, None)).finish(result)
    return result


def _sizes(text: str) -> tuple[int, ...]:
    sizes = text.split(",")
    if not all(one.isdecimal() and int(one) > 1 for one in sizes):
        raise UnusableSet(f"--set sizes={text}: write whole numbers from 2, with commas.")
    return tuple(dict.fromkeys(map(int, sizes)))


def _at(parts: Pipeline, made: bytes, size: int, turns: int) -> Figures:
    record = parts.records.read(made, AS_OF)
    steps: dict[str, Callable[[], object]] = {
        "read": lambda: parts.records.read(made, AS_OF),
        "validate": lambda: validated(made),
        "find": lambda: parts.finder.find(ASKED, record, 1),
        "summary": lambda: parts.summaries.summary(record, CALLER),
    }
    taken: dict[str, list[Spent]] = {name: [] for name in steps}
    for turn in range(turns + 1):
        for name, step in steps.items():
            spent = _spent(step)
            if turn:
                taken[name].append(spent)
    pairs = zip(taken["validate"], taken["read"], strict=True)
    ratio = statistics.median(alone.of_processor / ours.of_processor for alone, ours in pairs)
    figures: Figures = {f"speedup_{size}": ratio}
    for name, each in taken.items():
        figures[f"{name}_{size}_ms"] = statistics.median(one.milliseconds for one in each)
    return figures


def _spent(step: Callable[[], object]) -> Spent:
    started, worked = time.perf_counter(), time.thread_time()
    step()
    ended = time.perf_counter()
    return Spent(
        milliseconds=(ended - started) * 1000, of_processor=(time.thread_time() - worked) * 1000
    )
