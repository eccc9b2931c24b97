"""A record on one page, as a person reads it on a terminal."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app.console.verdicts import origin, show_checks, show_supply
from app.console.words import printable
from app.domain.record import Unusable
from app.domain.safety import CheckStatus
from app.domain.summary import (
    PatientSummary,
    RecordPlace,
    SummaryFinding,
    SummaryLine,
    SummarySection,
)

NOTICE: Final = "Made from the record alone; it replaces nobody's reading of it."
_SHOWN: Final = 20
"""Parts that could not be used which are listed; --json lists them all."""


def show(summary: PatientSummary, console: Console) -> None:
    """Print `summary`; findings stand first, for they are what to act on."""
    heading = f"{summary.patient} as of {summary.as_of.isoformat()}"
    console.print(Text(printable(heading), style="bold"))
    _line(console, NOTICE, style="dim")
    _findings(summary.findings, console)
    for section in summary.sections:
        _section(section, console)
    show_supply(summary.to_supply, console, to="the record, or to a question about it")
    show_checks(summary.checks, console, plain=False)
    if summary.without_library:
        _line(console, f"Without drug facts of a library: {summary.without_library}", style="dim")
    _unusable(summary.unusable, console)


def _findings(findings: Sequence[SummaryFinding], console: Console) -> None:
    console.print()
    if not findings:
        _line(console, "Findings: no check that could be made met a rule.", style="bold")
        return
    console.print(Text("Findings", style="bold red"))
    for one in findings:
        check = one.check
        grave = f", {check.severity.value}" if check.severity else ""
        said = f"{check.name}{grave}: {check.why}"
        style = "bold red" if check.status is CheckStatus.BLOCK else "yellow"
        _padded(console, Text(printable(said), style=style), 2)
        if check.next_step:
            _padded(console, Text(printable(check.next_step), style="bold"), 6)
        if check.fired_on:
            _padded(console, Text(printable(f"on {check.fired_on}")), 6)
        unsaid = [each for each in one.cites if each.resource not in (check.fired_on or "")]
        if unsaid:
            _padded(console, Text(f"[{_places(unsaid)}]", style="cyan"), 6)
        for line in origin(check):
            _padded(console, Text(printable(line), style="dim"), 6)


def _section(section: SummarySection, console: Console) -> None:
    console.print()
    if section.unknown is not None:
        _line(console, f"{section.title}: {section.unknown}", style="bold")
        return
    console.print(Text(section.title, style="bold"))
    for line in section.lines:
        _stated(line, console, 2)
        if line.before is not None:
            _stated(line.before, console, 6, "before: ")
    if section.left_out:
        _padded(console, Text(f"{section.left_out} older not shown", style="dim"), 2)


def _stated(line: SummaryLine, console: Console, indent: int, lead: str = "") -> None:
    told = Text.assemble(
        (lead, "dim"),
        (printable(line.text), "dim" if line.stale or lead else ""),
        (f" [{_places(line.cites)}]", "cyan"),
    )
    _padded(console, told, indent)


def _places(cites: Sequence[RecordPlace]) -> str:
    told = (f"{each.resource}, {each.on}" if each.on else each.resource for each in cites)
    return printable("; ".join(told))


def _unusable(unusable: Sequence[Unusable], console: Console) -> None:
    if not unusable:
        return
    console.print()
    parts = "1 part" if len(unusable) == 1 else f"{len(unusable)} parts"
    _line(console, f"{parts} of the record could not be used, and count as unknown", style="yellow")
    for each in unusable[:_SHOWN]:
        _padded(console, Text(printable(f"{each.at}: {each.why}")), 4)
    if len(unusable) > _SHOWN:
        _padded(console, Text(f"and {len(unusable) - _SHOWN} more; --json lists them"), 4)


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(printable(text), style=style))


def _padded(console: Console, text: Text, indent: int) -> None:
    console.print(Padding(text, (0, 0, 0, indent), expand=False))
