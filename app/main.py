"""The service as a process: settings -> compose -> http, on a port, until it is told to stop."""

import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

import uvicorn
from fastapi import FastAPI

from app import running
from app.compose import Parts, build_parts
from app.compose_chat import chats
from app.compose_mcp import mcp_over_http
from app.compose_observing import Observing, build_observing, log_format
from app.compose_people import People, kept_replies, people
from app.domain.errors import (
    ConfigurationError,
    IndexUnavailable,
    RecordsMismatch,
    Unavailable,
)
from app.domain.question import Caller
from app.domain.ranking import Selection
from app.domain.record import MedicineEntry
from app.generation.late import LateGenerator
from app.http.auth import (
    EVERYTHING,
    BearerTokens,
    Callers,
    OpenOnLoopback,
    caller_in,
    is_loopback,
)
from app.http.example_bundle import BUNDLE
from app.http.front import Front
from app.http.identity.key_sets import key_set_of
from app.http.identity.known import Known
from app.http.identity.tokens import Tokens
from app.http.routes.metrics import MetricsPage
from app.http.service import create_service
from app.http.watching import note
from app.listening import listen, url_of
from app.observe.logs import log_to
from app.observe.metrics import MEDIA_TYPE
from app.settings import Settings, read_settings
from app.slow_clients import LARGEST_HEAD, PatientToAPoint
from app.stopping import StoppableServer, Stopping

_log = logging.getLogger("citewell")


def serve(settings: Settings, *, dev: bool = False, audited: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight are finished first.

    Args:
        audited: False, with `dev` alone: answers leave no row in the audit log, so that what the
            log costs can be measured.

    Raises:
        PortInUse, ConfigurationError, IndexMismatch: it refuses to start.
        Unavailable: whether anybody has a key cannot be read.
    """
    _write_log(settings)
    if dev and not is_loopback(settings.host):
        raise ConfigurationError(
            f"--dev asks for no token, so it listens on loopback only, not on {settings.host}. "
            "Leave out --host, or leave out --dev and set CITEWELL_TOKEN."
        )
    if not audited and not dev:
        raise ConfigurationError(
            "--no-audit leaves answers off the record, so it needs --dev: never with patients."
        )
    other = running.find(settings.home)
    if other is not None and running.answers(other.url):
        raise ConfigurationError(
            f"A service already serves {settings.home} at {other.url} (process {other.pid}). "
            "Ask that one, stop it, or set another CITEWELL_HOME."
        )
    listening = listen(settings.host, settings.port)
    with listening:
        if not audited:
            _log.warning("NO AUDIT: what is answered leaves no row in the audit log.")
        parts = build_parts(settings, audited=audited)
        try:
            if not dev:
                _require_somebody(parts)
            _warm(parts)
            _run(parts, listening, dev=dev)
        finally:
            parts.close()


def create(
    parts: Parts,
    callers: Callers,
    closing: Callable[[], None] = lambda: None,
    *,
    dev: bool = False,
    stopping: Stopping | None = None,
) -> FastAPI:
    """The ASGI application over these parts.

    Raises:
        ConfigurationError: metrics or spans cannot be had as the settings want them.
    """
    observing = build_observing(parts)
    for_people = _people(parts)

    def close() -> None:
        observing.close()
        for_people.close()
        closing()

    return create_service(
        answering=parts.answering,
        retriever=parts.retriever,
        generations=parts.generations,
        records=parts.records,
        summarising=parts.summaries,
        callers=callers,
        version=version("citewell"),
        largest_record=parts.settings.largest_record,
        front=_front(parts.settings, dev=dev),
        model=parts.model_state,
        closing=close,
        observer=observing.metrics,
        page=_page(parts.settings, observing),
        standing=observing.standing,
        draining=stopping or Stopping(),
        chatting=chats(parts, for_people.outbox),
        reviews=for_people.reviews,
        reporting=for_people.reporting,
        support=parts.support,
        filing=for_people.filing,
        reader=parts.safety.reader,
        base_url=parts.settings.base_url,
        taking=for_people.taking,
        mounted=mcp_over_http(parts, caller_in, note),
        kept=kept_replies(parts.settings, parts.governance),
    )


def _people(parts: Parts) -> People:
    assert parts.audit is not None, "a rehearsal is not served"  # noqa: S101
    return people(parts.settings, parts.governance, parts.drugs, parts.identifiers, parts.audit)


def _page(settings: Settings, observing: Observing) -> MetricsPage | None:
    if observing.metrics is None:
        return None
    token = settings.metrics_token if settings.metrics == "token" else None
    return MetricsPage(
        observing.page, MEDIA_TYPE, None if token is None else token.get_secret_value()
    )


def factory() -> FastAPI:
    """For a server of the site's own: `uvicorn --factory app.main:factory`.

    Raises:
        ConfigurationError: there is no key, no token and no issuer, so that nobody could ask.
        ConfigurationError, ModelUnavailable: the language model named is none that can run.
    """
    parts = build_parts(read_settings())
    try:
        _require_somebody(parts)
        _warm(parts)
        return create(parts, _known(parts, {}), parts.close)
    except BaseException:
        parts.close()
        raise


class _Announced(StoppableServer):
    """Says where it serves once it accepts connections."""

    def __init__(
        self, config: uvicorn.Config, parts: Parts, told: running.Running, stopping: Stopping
    ) -> None:
        home = parts.settings.home
        super().__init__(
            config,
            stopping,
            parts.settings.drain_seconds,
            lambda: running.withdraw(home, os.getpid()),
        )
        self._parts = parts
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        running.announce(self._parts.settings.home, self._told)
        _log.info("Serving %s at %s", self._parts.settings.home, self._told.url)


def _run(parts: Parts, listening: socket.socket, *, dev: bool) -> None:
    settings = parts.settings
    local = secrets.token_urlsafe(32)
    told = running.Running(
        url=url_of(listening), pid=os.getpid(), token=local, started=datetime.now(UTC)
    )
    stopping = Stopping()
    service = create(parts, _callers(parts, local, dev=dev), dev=dev, stopping=stopping)
    config = uvicorn.Config(
        service,
        log_config=None,
        access_log=False,  # its lines hold the query string; `http/edge.py` writes quiet ones
        server_header=False,
        proxy_headers=False,  # app/http/identity/addresses.py reads them, where the site says so
        http=PatientToAPoint,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    # uvicorn raises the signal again once it has shut down; being told to stop is no failure.
    before = {each: signal.signal(each, _ignore) for each in (signal.SIGTERM, signal.SIGINT)}
    server = _Announced(config, parts, told, stopping)
    try:
        server.run(sockets=[listening])
    finally:
        server.ended()
        running.withdraw(settings.home, os.getpid())
        for each, handler in before.items():
            signal.signal(each, handler)
    _log.info("Stopped")


def _ignore(_number: int, _frame: object) -> None:
    pass


def _callers(parts: Parts, local: str, *, dev: bool) -> Callers:
    if dev:
        _log.warning(
            "DEVELOPMENT MODE: no key is needed. Whoever can run a program on this machine can "
            "read the whole library. Never use it with documents that not everyone may read."
        )
        return OpenOnLoopback()
    return _known(parts, {"command line": local})


def _known(parts: Parts, tokens: dict[str, str]) -> Callers:
    """Raises ConfigurationError: the keys of an issuer are not where they should be."""
    settings = parts.settings
    if settings.token is not None and settings.token.get_secret_value():
        tokens = {**tokens, "configured": settings.token.get_secret_value()}
    issuers = [
        (issuer, key_set_of(issuer.keys, settings.jwt_hosts)) for issuer in settings.jwt_issuers
    ]
    return Known(BearerTokens(tokens), parts.keys, Tokens(issuers) if issuers else None)


def _require_somebody(parts: Parts) -> None:
    """Raises ConfigurationError: nobody could ask; Unavailable: that cannot be read."""
    settings, now = parts.settings, datetime.now(UTC)
    if not (settings.token and settings.token.get_secret_value()) and not settings.jwt_issuers:
        if any(card.valid_at(now) for card in parts.keys.cards()):
            return
        raise ConfigurationError(
            "Nobody could ask this service: there is no key. Make one with citewell keys create "
            '--role clinician --name "ward app"; or name an issuer of tokens in citewell.toml '
            "(deploy/identity.md), set CITEWELL_TOKEN for yourself, or try it out with --dev."
        )


def _front(settings: Settings, *, dev: bool) -> Front:
    return Front(
        rate=settings.rate,
        burst=settings.burst,
        failures=settings.failures,
        rates_url=settings.rates_url.get_secret_value(),
        trusted_proxies=settings.trusted_proxies,
        cors_origins=settings.cors_origins,
        hsts=settings.hsts,
        open_docs=settings.open_docs or dev,
        cds_open_discovery=settings.cds_open_discovery,
    )


def _warm(parts: Parts) -> None:
    """Load the models and open the index before the first caller waits for them.

    Raises:
        ConfigurationError, ModelUnavailable: the language model named is none that can run, or the
            model of names is none, or what governance recorded fits neither this program nor its
            keys.
    """
    _require_records(parts)
    if isinstance(parts.model, LateGenerator):
        parts.model.made().start()
    parts.identifiers.find("Mrs Warm and Dr Up")
    parts.tuned.prepare()
    parts.safety.prepare()
    _warm_checks(parts)
    try:
        with parts.generations.lease() as snapshot:
            parts.retriever.retrieve("warming up", snapshot, Selection(access=EVERYTHING), 1)
            counts = snapshot.manifest.counts
            _log.info("%s documents, %s passages", counts.documents, counts.passages)
    except IndexUnavailable as error:
        parts.embedder.embed_question("warming up")
        _log.warning("%s The service starts; /readyz says 503 until then.", error)


def _warm_checks(parts: Parts) -> None:
    """Rules and vocabularies are read at their first use, which takes two seconds: nobody who signs
    an order should wait for them."""
    record = parts.records.read(BUNDLE)
    taken = [one for one in record.entries if isinstance(one, MedicineEntry)]
    try:
        parts.rehearsed_orders.check(record, taken, Caller(name="warm", access=EVERYTHING))
    except Unavailable as error:
        _log.warning("%s The checks of orders are read at their first use.", error)


def _require_records(parts: Parts) -> None:
    """A database that is down for a while does not keep the service from starting: emergencies are
    referred without it, and it heals by itself."""
    try:
        parts.governance.require_fit()
    except RecordsMismatch as error:
        raise ConfigurationError(str(error)) from None
    except Unavailable as error:
        _log.error("%s The service starts; until then it refers emergencies and no more.", error)


def _write_log(settings: Settings) -> None:
    log_to(sys.stderr, log_format(settings, terminal=sys.stderr.isatty()))
    _log.setLevel(logging.INFO)
