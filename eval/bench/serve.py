"""The service under load: a real process, clients that each wait for a reply before they ask again.

Questions are asked over HTTP with an API key, quotations only, by 64, 32, 8 and 1 clients at once,
each crowd so many requests, with audit log and telemetry on. Then by one client and in turn of two
services alike but for governance: one asks for a key, keeps the audit log, counts metrics, writes
its log as JSON and sends spans to a collector; the other has none of it (`--dev --no-audit`). Then
of two alike but for telemetry.

    throughput        replies a second, of the crowd that had most
    p50_ms, p95_ms, p99_ms   of one client alone
    errors            requests of all crowds that got no 200
    memory_mib        resident, when all was asked
    growth_mib        from the end of the first quarter of the requests to the end
    memory_slope      MiB a 1,000 requests from there on (eval/measures/trend.py), with its interval
    governance_ratio  time of a request with key, audit log and telemetry over that without any
                      (median over pairs of equal questions, one after the other); 1.1 is 10% slower
    telemetry_ratio   the same of telemetry alone
    ..._cpu_ratio     the same of the processor's time
    governance_ms, bare_ms   what governance adds at the median, and what a request takes without
    endpoint_ratio    time of a request to the named endpoint over that of the same question to
                      /v1/questions, of one service, one after the other
    by_clients        throughput, percentiles, errors of each crowd

Questions repeat, so that their vectors and those of quoted sentences come from memory, as those of
a ward's usual questions do; retrieval, drafting, verifiers and checks work each time.

Options: `--set endpoint=questions|chat_completions|chat` (what the crowds ask),
`--set requests=800` (of all crowds together), `--set pairs=200`,
`--set clients=1,8,32,64`; `--set library=DIR` (a folder with a questions.toml; the sample where it
is left out), or `--set beir=DIR`, a BEIR folder of which 100 queries are asked.
"""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from app.domain.errors import InvalidQuestion
from app.domain.question import Question
from eval.asked import read_questions
from eval.bench.closed_loop import Reply, Tally, asks, load
from eval.bench.endpoint_cost import endpoint_ratio
from eval.bench.endpoints import QUESTIONS, Endpoint, endpoint
from eval.bench.served import DEV, Looked, Served, looking
from eval.bench.side_by_side import Compared, compared
from eval.compose import card, indexed, library
from eval.jsonl import sha256_of
from eval.measures.trend import trend
from eval.run import RunCard, RunFolder
from eval.sets import read_beir
from eval.span_sink import span_sink
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.retrieval import split_set

NAME = "serve"
SUMMARY = "the service under load: throughput, latency by clients, memory, what governance costs"
REQUESTS: Final = 800
PAIRS: Final = 200
CLIENTS: Final = "1,8,32,64"
SAMPLE: Final = Path("corpora/sample")
QUERIES: Final = 100
"""Of a BEIR folder."""
WARMING: Final = 25
_MIB: Final = 1024**2
_GOOD: Final = 200
_MOST: Final = 1000
"""Clients at once."""
_BARE: Final = {"CITEWELL_METRICS": "off"}
_UNGOVERNED: Final = (DEV, "--no-audit")


class _Site(NamedTuple):
    home: Path
    questions: list[tuple[str, str]]
    card: RunCard
    name: str


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: an option is no number, no library, or a service that does not start."""
    options = request.chosen(("endpoint", "requests", "pairs", "clients", "library", "beir"))
    way = endpoint(options.get("endpoint", "questions"))
    total, pairs = whole(options, "requests", REQUESTS), whole(options, "pairs", PAIRS)
    crowds = _crowds(options.get("clients", CLIENTS))
    if total < max(crowds) * len(crowds):
        raise UnusableSet(
            f"--set requests={total}: {max(crowds)} clients need {max(crowds) * len(crowds)}."
        )
    with _site(request, options) as site:
        pass  # built; the services have copies of its home
    with TemporaryDirectory(prefix="citewell-serve-") as scratch, span_sink() as sink:
        watched = {
            "CITEWELL_METRICS": "loopback",
            "CITEWELL_LOG_FORMAT": "json",
            "CITEWELL_OTLP_ENDPOINT": sink.url,
        }
        place = Path(scratch)
        with Served(site.home, place / "crowded", watched) as served:
            each = total // len(crowds)
            crowded = _crowded(served, site.questions, crowds, each, way, request)
            beside: Figures = {}
            if way is not QUESTIONS:
                ratio = endpoint_ratio(served.target, way, site.questions, pairs, request.progress)
                beside["endpoint_ratio"] = ratio
        with (
            Served(site.home, place / "governed", watched) as governed,
            Served(site.home, place / "bare", _BARE, _UNGOVERNED) as bare,
        ):
            governance = compared(governed, bare, site.questions, pairs, request.progress)
        with (
            Served(site.home, place / "counted", watched) as counted,
            Served(site.home, place / "uncounted", _BARE) as uncounted,
        ):
            telemetry = compared(counted, uncounted, site.questions, pairs, request.progress)
        if not sink.got:
            raise UnusableSet("No span came: what telemetry costs was not measured.")
    headline: Figures = {
        **crowded.headline,
        **_told("governance", governance),
        **_told("telemetry", telemetry),
        "governance_ms": governance.added_ms,
        "bare_ms": governance.bare_ms,
        **beside,
    }
    intervals = {
        "memory_slope": crowded.slope_interval,
        "governance_ratio": governance.interval,
        "telemetry_ratio": telemetry.interval,
    }
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline=headline,
        breakdowns={"by_clients": crowded.by_clients},
        intervals={name: ends for name, ends in intervals.items() if ends is not None},
        undefined={name: "too short a run" for name, value in headline.items() if value is None},
        fitted_on="nothing is fitted here",
        reported_on=f"{len(site.questions)} questions of {site.name}, {total} requests to "
        f"{way.path} and {pairs} pairs",
    )
    RunFolder(request.out, site.card).finish(result)
    return result


@contextmanager
def _site(request: SuiteRequest, options: dict[str, str]) -> Iterator[_Site]:
    if "beir" not in options:
        folder = Path(options.get("library", SAMPLE))
        asked = read_questions(folder)
        with library(request, folder, generator="quotations") as parts:
            described = card(request, f"bench {NAME}", asked.sha256, parts)
            questions = [(one.question, str(one.audience)) for one in asked.questions]
            yield _Site(parts.home, questions, described, folder.name)
        return
    if "library" in options:
        raise UnusableSet("Name either library or beir.")
    folder = Path(options["beir"])
    data = read_beir(folder)
    documents, _ = split_set(data.documents, data.name)
    queries = list(
        itertools.islice(filter(_askable, (one.text for one in data.questions)), QUERIES)
    )
    with indexed(request, documents, generator="quotations") as (parts, manifest):
        sha256 = sha256_of(next(folder.glob("queries.jsonl*")))
        described = card(request, f"bench {NAME}", sha256, parts, generation=manifest)
        yield _Site(parts.home, [(one, "clinician") for one in queries], described, data.name)


def _askable(text: str) -> bool:
    try:
        Question.asked(text)
    except InvalidQuestion:
        return False
    return True


class _Crowded(NamedTuple):
    headline: Figures
    by_clients: dict[str, Figures]
    slope_interval: tuple[float, float] | None


def _crowded(
    served: Served,
    questions: Sequence[tuple[str, str]],
    crowds: Sequence[int],
    each: int,
    way: Endpoint,
    request: SuiteRequest,
) -> _Crowded:
    turns = itertools.cycle([asks(served.target, *one, way) for one in questions])
    # By as many as there will be: threads, and what each keeps, are no growth afterwards.
    most = max(crowds)
    load(served.target, list(itertools.islice(turns, max(WARMING, 2 * most))), most)
    rows: dict[str, Figures] = {}
    tally = Tally()
    with looking(served, tally) as seen:
        falling = sorted(crowds, reverse=True)  # one more client's memory is no growth by use
        for clients in request.progress.track(falling, "Asking", len(crowds)):
            got, took = load(served.target, list(itertools.islice(turns, each)), clients, tally)
            rows[str(clients)] = _row(got, took)
    warm = [one for one in seen if one.replies * 4 >= tally.replies]
    rising = trend([(one.replies / 1000, one.resident / _MIB) for one in warm])
    alone = rows[str(crowds[0])]
    return _Crowded(
        {
            "throughput": max(float(row["throughput"] or 0) for row in rows.values()),
            "p50_ms": alone["p50_ms"],
            "p95_ms": alone["p95_ms"],
            "p99_ms": alone["p99_ms"],
            "errors": sum(int(row["errors"] or 0) for row in rows.values()),
            "memory_mib": seen[-1].resident / _MIB,
            "growth_mib": _growth(warm),
            "memory_slope": rising and rising.slope,
        },
        {str(clients): rows[str(clients)] for clients in crowds},
        rising and (rising.low, rising.high),
    )


def _growth(warm: Sequence[Looked]) -> float:
    return (warm[-1].resident - warm[0].resident) / _MIB


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


def _told(name: str, found: Compared) -> Figures:
    return {f"{name}_ratio": found.ratio, f"{name}_cpu_ratio": found.processor_ratio}


def _crowds(text: str) -> tuple[int, ...]:
    """Raises UnusableSet."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and 1 <= int(part) <= _MOST for part in parts):
        raise UnusableSet(f"--set clients={text}: write numbers up to {_MOST}, such as {CLIENTS}.")
    return tuple(dict.fromkeys(int(part) for part in parts))
