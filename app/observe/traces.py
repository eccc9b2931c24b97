"""Spans of a question's trip over OTLP/HTTP, to the one address that the site set.

A question is one span, each stay in a stage a span below it. The trace's id is the one that the
outcome states. Attributes are counts, names of ours and fingerprints. Spans wait in memory, at most
2,048, and are sent by a thread of their own; a collector that is down delays no answer, and what
does not fit is dropped. No environment variable, proxy or redirect changes where they go.
"""

import logging
import random
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from app.domain.errors import ConfigurationError
from app.domain.observed import SeenTrip

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import SpanContext
    from opentelemetry.util.types import AttributeValue

_EXTRA: Final = (
    "CITEWELL_OTLP_ENDPOINT is set and the libraries for it are not here: "
    "pip install 'citewell[otlp]', or leave the setting out."
)
_TIMEOUT: Final = 5.0
"""Seconds for one batch."""
_WAITING: Final = 2048
_AT_ONCE: Final = 512
"""Spans in one message."""
_LAPS: Final = 200
"""Spans of one question; a draft of many claims stays in its stages many times."""
_NANO: Final = 1_000_000_000
_log = logging.getLogger("citewell")


class Traces:
    """A `TripObserver` that sends spans.

    Args:
        exporter: of the OpenTelemetry SDK.
        version: of the program.

    Raises:
        ConfigurationError: the SDK is not installed.
    """

    def __init__(self, exporter: "SpanExporter", version: str) -> None:
        try:
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.sdk.util.instrumentation import InstrumentationScope
        except ImportError:
            raise ConfigurationError(_EXTRA) from None
        self._resource = Resource({"service.name": "citewell", "service.version": version})
        self._scope = InstrumentationScope("citewell", version)
        self._waiting = BatchSpanProcessor(
            exporter,
            max_queue_size=_WAITING,
            schedule_delay_millis=2000,
            max_export_batch_size=_AT_ONCE,
        )

    def answered(self, seen: SeenTrip) -> None:
        # A span is written down once it is over. To begin and end each, with the SDK's locks and
        # samplers, took three times as long, on every question.
        trace_id = int(seen.trace_id, 16)
        whole = _context(trace_id)
        for lap in seen.laps[:_LAPS]:
            begun = seen.began + _nanoseconds(lap.began)
            ended = begun + _nanoseconds(lap.seconds)
            self._waiting.on_end(self._span(lap.stage, _context(trace_id), whole, begun, ended))
        ended = seen.began + _nanoseconds(seen.seconds)
        self._waiting.on_end(
            self._span("question", whole, None, seen.began, ended, attributes(seen))
        )

    def _span(
        self,
        name: str,
        context: "SpanContext",
        parent: "SpanContext | None",
        began: int,
        ended: int,
        told: "dict[str, AttributeValue] | None" = None,
    ) -> "ReadableSpan":
        from opentelemetry.sdk.trace import ReadableSpan

        return ReadableSpan(
            name,
            context,
            parent,
            self._resource,
            told or {},
            start_time=began,
            end_time=ended,
            instrumentation_scope=self._scope,
        )

    def close(self) -> None:
        """Send what is left, within seconds."""
        self._waiting.force_flush(int(_TIMEOUT * 1000))
        self._waiting.shutdown()  # type: ignore[no-untyped-call]


def otlp(endpoint: str, version: str) -> Traces:
    """Spans to a collector, such as http://127.0.0.1:4318/v1/traces.

    Raises:
        ConfigurationError: it is no http address, or the libraries are not installed.
    """
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ConfigurationError(
            "CITEWELL_OTLP_ENDPOINT is no address of a collector: write it as "
            "http://127.0.0.1:4318/v1/traces."
        )
    try:
        import requests
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise ConfigurationError(_EXTRA) from None
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=_TIMEOUT, session=session)
    _log.info("Spans go to %s, port %s", parts.hostname, parts.port or "of its scheme")
    return Traces(exporter, version)


def attributes(seen: SeenTrip) -> "dict[str, AttributeValue]":
    """What is told of a question: no word of it."""
    told: dict[str, AttributeValue] = {
        "citewell.kind": seen.kind,
        "citewell.audience": seen.audience,
        "citewell.with_record": seen.with_record,
        "citewell.evidence": seen.evidence,
        "citewell.claims": seen.claims,
        "citewell.withheld": sum(seen.withheld.values()),
        "citewell.conflicts": seen.conflicts,
        "citewell.blocked": seen.blocked,
        "citewell.overridden": seen.overridden,
        "citewell.review": seen.review,
        "citewell.withheld_by": sorted(seen.withheld),
        "citewell.checks": sorted({f"{name} {status}" for name, status in seen.checks}),
        "citewell.verdicts": sorted({f"{name} {status}" for name, status in seen.verdicts}),
    }
    if seen.reason is not None:
        told["citewell.reason"] = seen.reason
    told |= {f"citewell.{name}": value for name, value in seen.fingerprints.items()}
    return told


def _context(trace_id: int) -> "SpanContext":
    """Of a new span; its id is drawn at random and never 0."""
    from opentelemetry.trace import SpanContext, TraceFlags

    return SpanContext(
        trace_id,
        random.getrandbits(64) or 1,
        False,
        TraceFlags(TraceFlags.SAMPLED),
    )


def _nanoseconds(seconds: float) -> int:
    return round(seconds * _NANO)
