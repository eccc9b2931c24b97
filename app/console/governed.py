"""Overrides, as lines or as one JSON document."""

import json
from contextlib import closing

from rich.console import Console
from rich.text import Text

from app.clock import SystemClock
from app.compose_governance import governance_store
from app.console.words import printable
from app.governance.overrides import StoredOverrides
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
