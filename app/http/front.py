"""How the front door is set up: what a site may choose of it."""

from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from app.domain.identity import Rate
from app.http.identity.limiting import DEFAULT_BURST, DEFAULT_FAILURES, DEFAULT_RATE


class Front(Frozen):
    """The defaults open nothing."""

    rate: Rate = DEFAULT_RATE
    burst: int = DEFAULT_BURST
    failures: Rate = DEFAULT_FAILURES
    rates_url: str = "memory://"
    trusted_proxies: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    hsts: int = Field(default=0, ge=0)
    """Seconds of Strict-Transport-Security; 0: the header is not sent."""
    open_docs: bool = False
    """Whether /docs and /openapi.json ask for no credential."""
    cds_open_discovery: bool = False
    """Whether GET /cds-services asks for no credential."""
    slowest_body: float = Field(default=120.0, gt=0)
    """Seconds that a body may take to come in."""


CLOSED: Final = Front()
