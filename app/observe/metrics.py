"""What a site watches, in Prometheus' text format: times, outcomes, verdicts, queues.

Every label is a name of ours (a route's template, a stage, a rule, a verifier, a problem), and
there are at most so many of each (`names.py`). Nothing that was sent by a caller is a label.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from app.domain.observed import SeenRequest, SeenTrip
from app.observe.names import Names

MEDIA_TYPE: Final = CONTENT_TYPE
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_STAGE_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30, 120)


class Reading(NamedTuple):
    """A value that is looked up when somebody reads the page. `labels` are names of ours."""

    name: str
    meaning: str
    value: float
    labels: Mapping[str, str] = {}
    counts: bool = False
    """It only ever rises."""


class Metrics:
    """A `RequestObserver` and a `TripObserver` with a registry of its own.

    Args:
        version: of the program.
        readings: looks up what is not counted as it happens.
    """

    def __init__(
        self, version: str, readings: Callable[[], Iterable[Reading]] = lambda: ()
    ) -> None:
        self._registry = registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self._routes, self._stages, self._rules, self._checks = Names(), Names(), Names(), Names()
        self._others = Names()

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"citewell_{name}", meaning, labels, registry=registry)

        def histogram(
            name: str, meaning: str, label: str, buckets: tuple[float, ...] = _SECONDS
        ) -> Histogram:
            return Histogram(
                f"citewell_{name}", meaning, (label,), buckets=buckets, registry=registry
            )

        self._requests = counter("requests", "HTTP requests", "route", "method", "status")
        self._request_seconds = histogram("request_seconds", "HTTP requests, whole", "route")
        self._in_flight = Gauge(
            "citewell_requests_in_flight", "HTTP requests being worked on", registry=registry
        )
        self._problems = counter("problems", "Problems answered, by the end of their type", "slug")
        self._outcomes = counter("outcomes", "Questions", "kind", "reason", "audience")
        self._question_seconds = histogram("question_seconds", "Questions, whole", "kind")
        self._stage_seconds = histogram(
            "stage_seconds", "Each stage of a question", "stage", _STAGE_SECONDS
        )
        self._claims = counter("claims", "Claims shown")
        self._withheld = counter("withheld", "Claims held back, by what held them back", "rule")
        self._verdicts = counter(
            "verdicts", "Verdicts of verifiers on claims that were shown", "verifier", "verdict"
        )
        self._said = counter(
            "checks", "Verdicts of checks on questions and answers", "check", "status"
        )
        self._blocked = counter("blocked", "Verdicts of safety checks that block")
        self._overrides = counter("overrides", "Blocks that a clinician let pass")
        self._for_review = counter("for_review", "Outcomes that ask for a second look")
        self._records = counter("records_read", "Questions that came with a patient's record")
        self._conflicts = counter("conflicts", "Disagreements of sources shown")
        Gauge("citewell_build_info", "1", ("version",), registry=registry).labels(version).set(1)
        registry.register(_Looked(readings))

    def page(self) -> bytes:
        """All of it, as `MEDIA_TYPE`."""
        return generate_latest(self._registry)

    def arrived(self) -> None:
        self._in_flight.inc()

    def served(self, seen: SeenRequest) -> None:
        self._in_flight.dec()
        route = self._routes(seen.route)
        method = self._others(seen.method)
        self._requests.labels(route, method, str(seen.status)).inc()
        self._request_seconds.labels(route).observe(seen.seconds)
        if seen.problem is not None:
            self._problems.labels(self._others(seen.problem)).inc()

    def answered(self, seen: SeenTrip) -> None:
        kind = self._others(seen.kind)
        audience = self._others(seen.audience)
        self._outcomes.labels(kind, self._others(seen.reason), audience).inc()
        self._question_seconds.labels(kind).observe(seen.seconds)
        spent: dict[str, float] = {}
        for lap in seen.laps:
            spent[lap.stage] = spent.get(lap.stage, 0.0) + lap.seconds
        for stage, seconds in spent.items():
            self._stage_seconds.labels(self._stages(stage)).observe(seconds)
        for told, verdicts in ((self._verdicts, seen.verdicts), (self._said, seen.checks)):
            for (check, status), count in verdicts.items():
                told.labels(self._checks(check), self._others(status)).inc(count)
        for rule, count in seen.withheld.items():
            self._withheld.labels(self._rules(rule)).inc(count)
        self._claims.inc(seen.claims)
        self._conflicts.inc(seen.conflicts)
        self._blocked.inc(seen.blocked)
        self._overrides.inc(seen.overridden)
        self._for_review.inc(seen.review)
        self._records.inc(seen.with_record)


class _Looked(Collector):
    def __init__(self, readings: Callable[[], Iterable[Reading]]) -> None:
        self._readings = readings

    def collect(self) -> Iterable[Metric]:
        families: dict[str, Metric] = {}
        for each in self._readings():
            labels = tuple(each.labels)
            kind = CounterMetricFamily if each.counts else GaugeMetricFamily
            family = families.setdefault(
                each.name, kind(f"citewell_{each.name}", each.meaning, labels=labels)
            )
            family.add_metric(list(each.labels.values()), each.value)  # type: ignore[attr-defined]
        return families.values()
