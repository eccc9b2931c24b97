"""`citewell monitor`: how answers do over time, from reviews and the audit log."""

import os
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from app.console import streams

if TYPE_CHECKING:
    from app.monitoring.monitored import Monitored
    from app.settings import Settings

HELP: Final = """How answers do over time, from reviews and the audit log.

Accuracy of what was drawn at random for review, rates of what came of questions, topics,
calibration and the queue, with limits from a baseline; a signal tells what to look at. Holds no
word of any question. How to read it: deploy/monitoring.md.

Examples:

    citewell monitor

    citewell monitor --since 2026-01-01 --baseline-until 2026-04-01 --html monitoring.html

    citewell monitor --json --fail-on-signal > monitoring.json
"""
_BACK: Final = {"week": 53 * 7, "month": 2 * 366}
"""Days that are looked at where nothing is said."""


def monitor(
    since: Annotated[
        str | None, typer.Option(help="From the week or month of this day on (YYYY-MM-DD).")
    ] = None,
    by: Annotated[Literal["week", "month"], typer.Option(help="Figures by.")] = "week",
    baseline_until: Annotated[
        str | None,
        typer.Option(help="What lies before this day is the baseline; else 12 weeks, or 6 months."),
    ] = None,
    html: Annotated[
        str | None, typer.Option(help="Write a page with plots to this file, too.")
    ] = None,
    fail_on_signal: Annotated[
        bool, typer.Option("--fail-on-signal", help="Exit 3 where a signal is current, for cron.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One JSON document on standard output, nothing else there."),
    ] = False,
) -> None:
    from app.console import monitoring
    from app.console.exits import Exit
    from app.settings import read_settings

    found = looked(read_settings(), since, by, baseline_until)
    if html is not None:
        from app.monitoring.page import page

        _write(Path(html), page(found))
        streams.note(f"The page is in {html}.")
    if as_json:
        typer.echo(found.model_dump_json())
    else:
        monitoring.show(found, streams.console())
    if fail_on_signal and found.current:
        raise typer.Exit(Exit.SIGNAL)


def looked(
    settings: "Settings", since: str | None, by: Literal["week", "month"], until: str | None
) -> "Monitored":
    """Raises ConfigurationError, Unavailable, RecordsMismatch."""
    from app.clock import SystemClock
    from app.compose_governance import governance_store, outcome_history
    from app.compose_people import review_queue
    from app.monitoring.monitored import monitored
    from app.monitoring.periods import By

    now = SystemClock().now()
    today = now.astimezone(UTC).date()
    first = today - timedelta(days=_BACK[by]) if since is None else _day("--since", since)
    ends = None if until is None else _day("--baseline-until", until)
    _in_order(first, ends, today)
    with closing(governance_store(settings)) as store:
        return monitored(
            outcome_history(store),
            review_queue(settings, store).list(most=_ALL),
            now,
            since=first,
            by=By(by),
            baseline_until=ends,
        )


_ALL: Final = 2**31 - 1


def _in_order(first: date, ends: date | None, today: date) -> None:
    from app.domain.errors import ConfigurationError

    if first > today:
        raise ConfigurationError("--since lies in the future.")
    if ends is not None and not first < ends <= today:
        raise ConfigurationError("--baseline-until is a day after --since, and not in the future.")


def _day(option: str, text: str) -> date:
    from app.domain.errors import ConfigurationError

    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ConfigurationError(f"{option} is a day such as 2026-03-01.") from None


def _write(file: Path, text: str) -> None:
    """For this user alone, whole or not at all: it names people of the site."""
    from app.domain.errors import ConfigurationError

    aside = file.with_name(f"{file.name}.aside")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as to:
            to.write(text)
        aside.replace(file)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written: {error.strerror or error}.") from None
