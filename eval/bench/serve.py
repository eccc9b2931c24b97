"""The service under load: a real process, clients that each wait for a reply before they ask again.

The sample library's own questions are asked over HTTP, quotations only, by 1, 8, 32 and 64 clients
at once, each crowd so many requests; then, by one client and in turn, of two services alike but for
telemetry: one counts metrics, writes its log as JSON and sends spans to a collector, the other has
neither metrics nor spans.

    throughput        replies a second, of the crowd that had most
    p50_ms, p95_ms, p99_ms   of one client alone
    errors            requests of all crowds that got no 200
    memory_mib        resident, when all was asked
    growth_mib        from the end of the first quarter of the time to the end
    telemetry_ratio   time of a request with telemetry over that without (median over pairs of
                      equal questions, one after the other); 1.1 is 10% slower
    telemetry_cpu_ratio   the same of the processor's time
    endpoint_ratio    time of a request to the named endpoint over that of the same question to
                      /v1/questions, of one service, one after the other
    by_clients        throughput, percentiles, errors of each crowd

Questions repeat, so that their vectors and those of quoted sentences come from memory, as those of
a ward's usual questions do; retrieval, drafting, verifiers and checks work each time.

Options: `--set endpoint=questions|chat_completions` (what the crowds ask),
`--set requests=800` (of all crowds together), `--set pairs=200`,
`--set clients=1,8,32,64`, `--set library=DIR` (a folder with a questions.toml; the sample where it
is left out).
"""

import itertools
import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from eval.asked import read_questions
from eval.bench.closed_loop import Reply, asks, load
from eval.bench.endpoint_cost import endpoint_ratio
from eval.bench.endpoints import QUESTIONS, Endpoint, endpoint
from eval.bench.served import Served, looking
from eval.compose import card, library
from eval.run import RunFolder
from eval.span_sink import span_sink
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole

NAME = "serve"
SUMMARY = "the service under load: throughput, latency by clients, memory, what telemetry costs"
REQUESTS: Final = 800
PAIRS: Final = 200
CLIENTS: Final = "1,8,32,64"
SAMPLE: Final = Path("corpora/sample")
WARMING: Final = 25
_MIB: Final = 1024**2
_GOOD: Final = 200
_MOST: Final = 1000
"""Clients at once."""
_UNCOUNTED: Final = {"CITEWELL_METRICS": "off"}


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: an option is no number, no library, or a service that does not start."""
    options = request.chosen(("endpoint", "requests", "pairs", "clients", "library"))
    way = endpoint(options.get("endpoint", "questions"))
    total, pairs = whole(options, "requests", REQUESTS), whole(options, "pairs", PAIRS)
    crowds = _crowds(options.get("clients", CLIENTS))
    if total < max(crowds) * len(crowds):
        raise UnusableSet(
            f"--set requests={total}: {max(crowds)} clients need {max(crowds) * len(crowds)}."
        )
    folder = Path(options.get("library", SAMPLE))
    asked = read_questions(folder)
    questions = [(one.question, str(one.audience)) for one in asked.questions]
    with library(request, folder, generator="quotations") as parts:
        home = parts.home
        described = card(request, f"bench {NAME}", asked.sha256, parts)
    with TemporaryDirectory(prefix="citewell-serve-") as scratch:
        crowded = _crowded(home, Path(scratch), questions, crowds, total, pairs, way, request)
        telemetry = _telemetry(home, Path(scratch), questions, pairs, request)
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline={**crowded.headline, **telemetry},
        breakdowns={"by_clients": crowded.by_clients},
        fitted_on="nothing is fitted here",
        reported_on=f"{len(questions)} questions of {folder.name}, {total} requests to {way.path} "
        f"and {pairs} pairs",
    )
    RunFolder(request.out, described).finish(result)
    return result


class _Crowded(NamedTuple):
    headline: Figures
    by_clients: dict[str, Figures]


def _crowded(
    home: Path,
    scratch: Path,
    questions: Sequence[tuple[str, str]],
    crowds: Sequence[int],
    total: int,
    pairs: int,
    way: Endpoint,
    request: SuiteRequest,
) -> _Crowded:
    (scratch / "crowded").mkdir()
    each = total // len(crowds)
    with Served(home, scratch / "crowded", {}) as served:
        turns = itertools.cycle([asks(served.target, *one, way) for one in questions])
        load(served.target, list(itertools.islice(turns, WARMING)), 1)
        rows: dict[str, Figures] = {}
        with looking(served) as memory:
            for clients in request.progress.track(crowds, "Asking", len(crowds)):
                got, took = load(served.target, list(itertools.islice(turns, each)), clients)
                rows[str(clients)] = _row(got, took)
        beside: Figures = {}
        if way is not QUESTIONS:
            ratio = endpoint_ratio(served.target, way, questions, pairs, request.progress)
            beside["endpoint_ratio"] = ratio
    quarter = len(memory) // 4
    alone = rows[str(crowds[0])]
    return _Crowded(
        {
            "throughput": max(float(row["throughput"] or 0) for row in rows.values()),
            "p50_ms": alone["p50_ms"],
            "p95_ms": alone["p95_ms"],
            "p99_ms": alone["p99_ms"],
            "errors": sum(int(row["errors"] or 0) for row in rows.values()),
            "memory_mib": memory[-1] / _MIB,
            "growth_mib": (memory[-1] - memory[quarter]) / _MIB,
            **beside,
        },
        rows,
    )


def _row(replies: Sequence[Reply], seconds: float) -> Figures:
    spent = sorted(reply.seconds * 1000 for reply in replies if reply.status == _GOOD)
    figures: Figures = {
        "requests": len(replies),
        "errors": len(replies) - len(spent),
        "throughput": len(spent) / seconds,
    }
    for share in (50, 95, 99):
        at = min(len(spent) - 1, len(spent) * share // 100)
        figures[f"p{share}_ms"] = spent[at] if spent else None
    return figures


def _telemetry(
    home: Path,
    scratch: Path,
    questions: Sequence[tuple[str, str]],
    pairs: int,
    request: SuiteRequest,
) -> Figures:
    for name in ("counted", "uncounted"):
        (scratch / name).mkdir()
    with span_sink() as sink:
        watched = {
            "CITEWELL_METRICS": "loopback",
            "CITEWELL_LOG_FORMAT": "json",
            "CITEWELL_OTLP_ENDPOINT": sink.url,
        }
        with (
            Served(home, scratch / "counted", watched) as counted,
            Served(home, scratch / "uncounted", _UNCOUNTED) as uncounted,
        ):
            for served in (counted, uncounted):
                load(served.target, [asks(served.target, *one) for one in questions], 1)
            before = counted.processor, uncounted.processor
            ratios = []
            for number in request.progress.track(range(pairs), "Comparing", pairs):
                question = questions[number % len(questions)]
                both = (counted, uncounted) if number % 2 else (uncounted, counted)
                spent = {served: _one(served, question) for served in both}
                ratios.append(spent[counted] / spent[uncounted])
            on, off = counted.processor - before[0], uncounted.processor - before[1]
    if not sink.got:
        raise UnusableSet("No span came: what telemetry costs was not measured.")
    return {
        "telemetry_ratio": statistics.median(ratios),
        "telemetry_cpu_ratio": on / off if off else None,
    }


def _one(served: Served, question: tuple[str, str]) -> float:
    """Seconds. Raises UnusableSet: the service did not answer."""
    ((reply,), _) = load(served.target, [asks(served.target, *question)], 1)
    if reply.status != _GOOD:
        raise UnusableSet(f"The service replied {reply.status} to one client alone.")
    return reply.seconds


def _crowds(text: str) -> tuple[int, ...]:
    """Raises UnusableSet."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and 1 <= int(part) <= _MOST for part in parts):
        raise UnusableSet(f"--set clients={text}: write numbers up to {_MOST}, such as {CLIENTS}.")
    return tuple(dict.fromkeys(int(part) for part in parts))
