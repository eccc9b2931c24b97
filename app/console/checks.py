"""A report of checks, as lines or as one JSON document."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from rich.console import Console
from rich.text import Text

from app.console.words import printable
from app.domain.frozen import Frozen


class Result(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Check(Frozen):
    """One thing that was looked at, what was found, and what to do about it."""

    name: str
    result: Result
    found: str
    to_do: str = ""


_STYLES: Final = {Result.OK: "green", Result.WARN: "yellow", Result.FAIL: "bold red"}


def show(checks: Iterable[Check], console: Console, *, as_json: bool) -> bool:
    """Print every check as it comes; whether none failed."""
    every: list[Check] = []
    for check in checks:
        every.append(check)
        if not as_json:
            style = _STYLES[check.result]
            line = Text.assemble(
                (f"{check.result.value:<5}", style), f"{check.name}: {printable(check.found)}"
            )
            console.print(line)
            if check.to_do:
                console.print(Text(f"     {printable(check.to_do)}"))
    failed = sum(check.result is Result.FAIL for check in every)
    warned = sum(check.result is Result.WARN for check in every)
    if as_json:
        told = [check.model_dump(mode="json") for check in every]
        console.file.write(
            json.dumps({"failed": failed, "warned": warned, "by_check": told}) + "\n"
        )
    return failed == 0
