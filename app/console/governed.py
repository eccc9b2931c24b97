"""Overrides and tasks for people, as lines or as one JSON document."""

import json
from contextlib import closing

from rich.console import Console
from rich.text import Text

from app.clock import SystemClock
from app.compose_governance import governance_store
from app.console.words import printable
from app.governance.overrides import StoredOverrides
from app.governance.reviews import StoredReviews
from app.settings import Settings


def show_overrides(settings: Settings, console: Console, *, as_json: bool) -> None:
    """Newest first."""
    with closing(governance_store(settings)) as store:
        used = StoredOverrides(store, SystemClock()).used()
    if as_json:
        told = {
            "overrides": len(used),
            "by_override": [one.model_dump(mode="json") for one in used],
        }
        console.file.write(json.dumps(told) + "\n")
        return
    if not used:
        console.print("No rule was overridden.")
    for one in used:
        line = f"{one.at:%Y-%m-%d %H:%M}  {one.override.rule}  {one.override.clinician}"
        console.print(Text(printable(line), style="bold"))
        console.print(Text(printable(f"    {one.override.reason} (answer {one.trace_id})")))


def show_reviews(settings: Settings, console: Console, *, as_json: bool) -> None:
    """Oldest first."""
    with closing(governance_store(settings)) as store:
        waiting = StoredReviews(store, SystemClock()).waiting()
    if as_json:
        told = {
            "waiting": len(waiting),
            "by_task": [one.model_dump(mode="json") for one in waiting],
        }
        console.file.write(json.dumps(told) + "\n")
        return
    if not waiting:
        console.print("Nothing waits.")
    for one in waiting:
        line = f"{one.at:%Y-%m-%d %H:%M}  answer {one.trace_id}  {', '.join(one.rules)}"
        console.print(Text(printable(line)))
