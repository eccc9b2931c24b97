"""What governance shows: reviews, feedback, the audit log, the monitor, what the webhook got.

Reviews are unsealed as a reviewer reads them, with texts kept and every answer on the list; the
audit log is read row by row, out of the file and by the command line. A table or an endpoint that
shows anything of a question is added here.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict

from eval.leaks.search import Channel, Observed
from eval.service_process import COMMAND
from eval.suite import UnusableSet

REVIEWS: Final = "/v1/reviews"
MOST: Final = 500
DATABASE, HEADS = "governance.sqlite3", "audit-heads.jsonl"
SETTINGS: Final = {
    "CITEWELL_REVIEW_TEXTS": "true",
    "CITEWELL_REVIEW_SAMPLE": "1.0",
    "CITEWELL_WEBHOOK_HOSTS": "127.0.0.1",
    "CITEWELL_WEBHOOK_NETWORKS": "127.0.0.0/8",
    "CITEWELL_WEBHOOK_SECRET": "s" * 40,
}
"""So that as much as there can be is kept and told."""
_COMMANDS: Final = (
    (Channel.AUDIT, ("audit", "list", "--json")),
    (Channel.REVIEWS, ("reviews", "list", "--state", "all", "--json")),
    (Channel.REVIEWS, ("reviews", "export", "-")),
    (Channel.REVIEWS, ("reviews", "export", "-", "--measures")),
    (Channel.REVIEWS, ("feedback", "list", "--json")),
    (Channel.MONITOR, ("monitor", "--json")),
)


class _Listed(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: int


class _List(BaseModel):
    model_config = ConfigDict(extra="ignore")
    tasks: tuple[_Listed, ...]


def governed(
    client: httpx.Client, home: Path, environment: Mapping[str, str], told: Sequence[bytes]
) -> Iterator[Observed]:
    """All of it, of a service that runs.

    Args:
        told: the bodies that the webhook's receiver got.

    Raises:
        UnusableSet: something of it cannot be read, so that nothing can be said of leaks.
    """
    yield from _reviews(client)
    yield from _audit(home)
    yield from stored(home)
    for channel, command in _COMMANDS:
        yield Observed(channel, f"citewell {' '.join(command)}", _printed(command, environment))
    if told:
        yield Observed(Channel.WEBHOOK, "webhook", b"\n".join(told))
    yield from _dumped(environment)


def _reviews(client: httpx.Client) -> Iterator[Observed]:
    listed = _read(client, f"{REVIEWS}?most={MOST}")
    yield Observed(Channel.REVIEWS, f"GET {REVIEWS}", listed)
    for task in _List.model_validate_json(listed).tasks:
        file = _read(client, f"{REVIEWS}/{task.id}")
        yield Observed(Channel.REVIEWS, f"GET {REVIEWS}/{{id}}", file)


def _read(client: httpx.Client, path: str) -> bytes:
    reply = client.get(path)
    if not reply.is_success:
        raise UnusableSet(f"The service replied {reply.status_code} to GET {REVIEWS}.")
    return reply.content


def _audit(home: Path) -> Iterator[Observed]:
    heads = home / HEADS
    if heads.exists():
        yield Observed(Channel.AUDIT, HEADS, heads.read_bytes())
    if not (home / DATABASE).exists():
        return
    with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as connection:
        for row in connection.execute("SELECT * FROM audit_log"):
            yield Observed(Channel.AUDIT, "audit_log", repr(row).encode())


def stored(home: Path) -> Iterator[Observed]:
    """Every row of every table, as it is stored: in the file a long one is cut into pages."""
    if not (home / DATABASE).exists():
        return
    with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - of its schema
                yield Observed(Channel.FILES, f"{DATABASE}, {table}", repr(row).encode())


def _printed(command: Sequence[str], environment: Mapping[str, str]) -> bytes:
    done = subprocess.run(
        [*COMMAND, *command], env=environment, capture_output=True, check=False, timeout=900
    )
    if done.returncode:
        raise UnusableSet(f"citewell {' '.join(command)} ended with {done.returncode}.")
    return done.stdout + done.stderr


def _dumped(environment: Mapping[str, str]) -> Iterator[Observed]:
    """Every table of PostgreSQL, where the settings name one and `pg_dump` is here."""
    url = environment.get("CITEWELL_GOVERNANCE_URL")
    if not url or shutil.which("pg_dump") is None:
        return
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    done = subprocess.run(
        ["pg_dump", "--data-only", plain],  # noqa: S607 - of the PATH, as an operator's
        env={"PATH": os.environ.get("PATH", "")},
        capture_output=True,
        check=False,
        timeout=900,
    )
    if done.returncode:
        raise UnusableSet(f"pg_dump ended with {done.returncode}.")
    yield Observed(Channel.FILES, "pg_dump", done.stdout)
    rows = [line for line in done.stdout.splitlines() if b'"entry"' in line]
    yield Observed(Channel.AUDIT, "pg_dump, audit_log", b"\n".join(rows))
