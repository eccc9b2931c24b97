"""`HookSupport` over the real reader, rules and checks, without a library; on 1 June 2026."""

from pathlib import Path

from app.cds.support import HookSupport
from app.compose import build_parts
from app.domain.question import Caller
from app.http.auth import EVERYTHING
from app.settings import Settings
from tests.app.patient.bundles import reader
from tests.decision_support import FakeCardLog

CALLER = Caller(name="tests", access=EVERYTHING)
SITE = "https://citewell.example"


def support(home: Path, log: FakeCardLog | None = None, site: str | None = SITE) -> HookSupport:
    parts = build_parts(Settings(home=home), rehearses=True)
    return HookSupport(
        records=reader(),
        summarising=parts.summaries,
        checks=parts.orders,
        log=log or FakeCardLog(),
        site=site,
    )
