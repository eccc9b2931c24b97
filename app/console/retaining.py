"""What is kept for a time, as the command line forgets and deletes it."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from app.answering.retaining import Forgotten, Retention
from app.compose_people import retention
from app.console.recorded import recording
from app.domain.audit import TRACE_ID
from app.domain.errors import ConfigurationError
from app.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Retention]:
    """Raises ConfigurationError: a key file is missing, as on a server where none is named."""
    with recording(settings) as (store, recorder):
        yield retention(settings, store, recorder)


def day(text: str | None) -> datetime | None:
    """The beginning of a day that is over, in UTC. Raises ConfigurationError."""
    if text is None:
        return None
    try:
        found = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise ConfigurationError("--before is a day, such as 2026-03-01.") from None
    if found > datetime.now(UTC):
        raise ConfigurationError("--before lies ahead: what is not due yet stays.")
    return found


def trace(text: str) -> str:
    """Raises ConfigurationError."""
    if not re.fullmatch(TRACE_ID, text):
        raise ConfigurationError("--trace is the id that the answer bore: 32 digits, 0-9 and a-f.")
    return text


def show(done: Sequence[Forgotten], console: Console, *, as_json: bool, would: bool) -> None:
    """A line a kind. Args: would: nothing was taken out yet."""
    if as_json:
        told = {"dry_run": would, "by_kind": {each.name: each.count for each in done}}
        console.file.write(json.dumps(told) + "\n")
        return
    for each in done:
        console.print(Text(f"{each.name:<17}{each.count:>7}{' due' * would}"))
