"""The lines of `citewell doctor` on the machine and on how the service stands in the network."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.console.checks import Check, Result
from app.settings import LOOPBACK, Settings

_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy")
_SHORT: Final = 20
"""Characters of a token that can be guessed in the end."""
_AHEAD: Final = 300.0
"""Seconds that files may lie in the future: clocks of file servers differ a little."""
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_WRITERS: Final = stat.S_IWGRP | stat.S_IWOTH


def site(settings: Settings) -> Iterator[Check]:
    """Nothing is loaded, asked or changed."""
    yield _clock(settings)
    yield from _permissions(settings)
    yield from _network(settings)
    yield _proxies()
    yield _jurisdiction(settings)
    yield _metrics(settings)


def _clock(settings: Settings) -> Check:
    """Reviews, keys and tokens end by it, and rows of the audit log are dated by it."""
    now = time.time()
    told = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    seen = [Path(__file__), settings.home, *_held(settings.home)]
    newest = max((path.stat().st_mtime for path in seen if path.exists()), default=0.0)
    if newest <= now + _AHEAD:
        return Check(name="clock", result=Result.OK, found=told)
    later = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(newest))
    return Check(
        name="clock",
        result=Result.WARN,
        found=f"it says {told}, and there are files of {later}",
        to_do="Set the clock, and let a time server keep it: dates of answers, keys and records "
        "hang on it.",
    )


def _permissions(settings: Settings) -> Iterator[Check]:
    home = settings.home.absolute()
    if not home.is_dir():
        return
    open_to = [each for each in (home, *_held(home)) if each.stat().st_mode & _WRITERS]
    if open_to:
        yield Check(
            name="permissions",
            result=Result.FAIL,
            found=f"other users may write to {open_to[0]}",
            to_do=f"chmod -R go-w {home}: whoever writes there decides what is answered.",
        )
    elif home.stat().st_mode & _OTHERS:
        yield Check(
            name="permissions",
            result=Result.WARN,
            found=f"other users of this machine may look into {home}",
            to_do=f"chmod 700 {home}, where the library or the records are not for everyone.",
        )
    else:
        yield Check(name="permissions", result=Result.OK, found=f"{home} is this user's alone")
    file = Path(os.environ.get("CITEWELL_CONFIG") or "citewell.toml")
    if file.is_file() and file.stat().st_mode & _OTHERS and _holds_secret(file):
        yield Check(
            name="permissions",
            result=Result.WARN,
            found=f"other users may read {file.absolute()}, which holds a token, a key or a URL",
            to_do=f"chmod 600 {file.absolute()}",
        )


def _network(settings: Settings) -> Iterator[Check]:
    token = settings.token
    if token is not None and len(token.get_secret_value()) < _SHORT:
        yield Check(
            name="token",
            result=Result.FAIL if settings.host not in LOOPBACK else Result.WARN,
            found=f"CITEWELL_TOKEN is shorter than {_SHORT} characters",
            to_do="Make one that nobody guesses: openssl rand -hex 32.",
        )
    where = f"{settings.host}, port {settings.port}"
    if settings.host in LOOPBACK:
        yield Check(name="address", result=Result.OK, found=f"{where}: this machine alone")
        return
    if not settings.trusted_proxies:
        yield Check(
            name="address",
            result=Result.WARN,
            found=f"{where}: other machines reach it, without TLS, and no proxy is named",
            to_do="Questions and records would travel unencrypted. Listen on 127.0.0.1 and put a "
            "proxy with TLS in front, or name the proxy in CITEWELL_TRUSTED_PROXIES and let no "
            "other machine reach the port.",
        )
        return
    found = f"{where}: behind {', '.join(settings.trusted_proxies)}, which must speak TLS"
    yield Check(name="address", result=Result.OK, found=found)


def _proxies() -> Check:
    """Their values may hold a password."""
    here = [name for name in _PROXIES if os.environ.get(name) or os.environ.get(name.upper())]
    if not here:
        return Check(name="proxies", result=Result.OK, found="none in the environment")
    return Check(
        name="proxies",
        result=Result.OK,
        found=f"{', '.join(here)}: citewell models pull goes through it; questions, evidence, "
        "spans and keys never do",
    )


def _jurisdiction(settings: Settings) -> Check:
    if settings.jurisdiction is not None:
        return Check(name="jurisdiction", result=Result.OK, found=settings.jurisdiction)
    return Check(
        name="jurisdiction",
        result=Result.WARN,
        found="not set: no source counts as local, and emergencies name no number of your own",
        to_do="Set CITEWELL_JURISDICTION to the country's two letters, such as GB.",
    )


def _metrics(settings: Settings) -> Check:
    told = {
        "off": "nobody reads /metrics",
        "loopback": "/metrics is read from this machine alone",
        "token": "/metrics is read with CITEWELL_METRICS_TOKEN",
    }[settings.metrics]
    if settings.metrics == "token" and settings.metrics_token is None:
        return Check(
            name="metrics",
            result=Result.FAIL,
            found="CITEWELL_METRICS is token, and none is set: the service will not start",
            to_do="Set CITEWELL_METRICS_TOKEN (openssl rand -hex 24).",
        )
    spans = f"; spans go to {settings.otlp_endpoint}" if settings.otlp_endpoint else ""
    return Check(name="metrics", result=Result.OK, found=told + spans)


def _held(home: Path) -> list[Path]:
    """What lies directly in the home; links are not followed."""
    if not home.is_dir() or not os.access(home, os.R_OK | os.X_OK):
        return []
    return [each for each in home.iterdir() if not each.is_symlink()]


def _holds_secret(file: Path) -> bool:
    secrets = ("token", "_key", "governance_url", "rates_url", "metrics_token")
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    names = (line.partition("=")[0].strip() for line in lines if "=" in line)
    return any(name.endswith(secrets) for name in names)
