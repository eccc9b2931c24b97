"""The audit log as a person reads it on a terminal."""

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from app.answering.replaying import Replayed
from app.console.words import printable
from app.domain.audit import Verified
from app.domain.ports.audit import AuditLog


def verified(log: AuditLog, console: Console) -> Verified:
    """Verifies, with a bar on a terminal."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Rows", total=None)
        return log.verify(lambda done, total: progress.update(task, completed=done, total=total))


def show_verified(found: Verified, console: Console) -> None:
    for fault in found.faults:
        line = Text.assemble((f"{fault.kind.value:<12}", "bold red"), printable(fault.says))
        console.print(line)
    if found.time_goes_back:
        first = found.time_goes_back[0]
        console.print(Text(f"A clock was set back before row {first}; the order is as numbered."))
    told = f"{found.rows} rows, {found.heads} heads; signed until row {found.signed_until}"
    console.print(Text(told))
    if found.last > found.signed_until:
        left = f"Rows {found.signed_until + 1} to {found.last} are behind the last head."
        console.print(Text(left))
    verdict = "The log was tampered with." if found.faults else "Every row holds."
    console.print(Text(verdict, style="bold red" if found.faults else "green"))


def show_replayed(found: Replayed, console: Console) -> None:
    for line in found.other:
        console.print(Text(f"Given is another {printable(line)}.", style="bold red"))
    for line in found.gone:
        console.print(Text(f"No longer the same: {printable(line)}.", style="yellow"))
    if found.same:
        console.print(Text("The same answer: claims, citations and verdicts.", style="green"))
    elif found.ran:
        told = f"Another answer: {printable(found.differs or '')}."
        console.print(Text(told, style="bold red"))
    else:
        console.print(Text("It was not answered again.", style="bold red"))
