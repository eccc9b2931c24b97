"""What rules said, as a person reads it on a terminal: what fired, where from, what to do."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app.console.words import printable
from app.domain.answer import Referral
from app.domain.safety import CheckStatus, CheckVerdict, Provenance

_STYLES: Final = {
    CheckStatus.BLOCK: "bold red",
    CheckStatus.WARN: "yellow",
    CheckStatus.NOT_CHECKED: "dim",
}
_ALL: Final = "or --json shows them all."
_SAID: Final = {
    CheckStatus.BLOCK: "held back",
    CheckStatus.WARN: "warning",
    CheckStatus.NOT_CHECKED: "not checked",
}


def show_referral(referral: Referral, console: Console) -> None:
    """What to do stands first, then whom to ring."""
    for finding in referral.findings:
        console.print(Text(printable(finding.message), style="bold red"))
        console.print(Text(printable(finding.next_step), style="bold"))
        for contact in finding.contacts:
            note = f" ({contact.note})" if contact.note else ""
            line = Text.assemble((printable(contact.number), "bold"), "  ")
            line.append(printable(f"{contact.name}{note}"))
            console.print(Padding(line, (0, 0, 0, 2), expand=False))


def show_supply(supply: Sequence[str], console: Console, to: str = "the question") -> None:
    """What to add to the question or record; nothing where nothing is missing."""
    if not supply:
        return
    console.print()
    console.print(Text(f"To check more, add to {to}", style="bold"))
    for what in supply:
        console.print(Padding(Text(printable(what)), (0, 0, 0, 4), expand=False))


def show_checks(
    checks: Iterable[CheckVerdict],
    console: Console,
    *,
    plain: bool,
    left_out: Sequence[CheckVerdict] = (),
) -> None:
    """How many checks passed, and each that did not; a patient is spared the rules' names.

    Args:
        left_out: those of them that are only counted.
    """
    every = tuple(checks)
    if not every:
        return
    console.print()
    names = {check.name for check in every}
    open_ones = {check.name for check in every if check.status is not CheckStatus.PASS}
    console.print(Text(f"Checks passed: {len(names - open_ones)} of {len(names)}"))
    shown: set[tuple[str, str]] = set()
    for check in every:
        if check.status is CheckStatus.PASS or (plain and check.status is CheckStatus.NOT_CHECKED):
            continue
        if check in left_out or (plain and (check.name, check.why) in shown):
            continue
        shown.add((check.name, check.why))
        _show(check, console, plain=plain)
    if left_out:
        warnings = "1 more warning" if len(left_out) == 1 else f"{len(left_out)} more warnings"
        more = f"{warnings} about the record's other medicines: `citewell patient summary` {_ALL}"
        console.print(Padding(Text(more, style="yellow"), (0, 0, 0, 4), expand=False))


def _show(check: CheckVerdict, console: Console, *, plain: bool) -> None:
    said = f"{check.name}, {_SAID[check.status]}: {check.why}"
    if check.next_step:
        said = f"{said} {check.next_step}"
    style = _STYLES[check.status]
    console.print(Padding(Text(printable(said), style=style), (0, 0, 0, 4), expand=False))
    if check.overridden_by:
        line = f"overridden by {check.overridden_by}; the reason is on record"
        console.print(Padding(Text(printable(line)), (0, 0, 0, 8), expand=False))
    if plain:
        return
    if check.fired_on and check.status is not CheckStatus.NOT_CHECKED:
        on = f"on {check.fired_on}"
        console.print(Padding(Text(printable(on)), (0, 0, 0, 8), expand=False))
    for line in origin(check):
        console.print(Padding(Text(printable(line), style="dim"), (0, 0, 0, 8), expand=False))


def origin(check: CheckVerdict) -> Iterable[str]:
    """Which rule it was, who signed it off, where it is from, and what the library states."""
    if check.rule is not None:
        review = f"signed off by {check.reviewed_by}" if check.reviewed_by else "unreviewed"
        origin = check.source or ("memory" if check.provenance is Provenance.FROM_MEMORY else "")
        yield f"rule {check.rule}, {review}" + (f"; from {origin}" if origin else "")
    for words in check.library:
        if words.quote:
            yield f"\u201c{words.quote}\u201d {words.title}"
