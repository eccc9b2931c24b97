"""Entries of the audit log as a person reads them; `--json` has every digit of them."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.console.words import printable
from app.domain.audit import AuditEntry, CheckMark, SealedEntry, Seen, StageMark

_HEAD: Final = frozenset({"kind", "actor", "role", "tenant", "key"})
_HASHES: Final = frozenset(
    {"question", "conversation", "asked_with", "patient", "record", "answer", "claims"}
    | {"record_entries"}
)
_DIGITS: Final = 12
"""Of a hash that are shown: enough to tell two apart."""


def show(found: Sequence[SealedEntry], console: Console) -> None:
    """One line each."""
    table = Table("row", "at", "kind", "by", "what", box=None, header_style="bold")
    for each in found:
        entry = each.entry
        what = " ".join(part for part in (entry.action, entry.subject, entry.trace_id) if part)
        at = each.at.isoformat(timespec="seconds")
        cells = (entry.kind.value, _by(entry), what)
        table.add_row(str(each.sequence), at, *(printable(cell) for cell in cells))
    console.print(table)


def show_one(sealed: SealedEntry, console: Console) -> None:
    """All that it tells, a line a field."""
    entry = sealed.entry
    head = f"{sealed.at:%Y-%m-%d %H:%M:%S}  {entry.kind.value}  by {_by(entry)}"
    console.print(Text(printable(f"row {sealed.sequence}  {head}"), style="bold"))
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name in _HEAD or value in (None, ()):
            continue
        parts = value if isinstance(value, tuple) else (value,)
        told = ", ".join(_part(each, short=name in _HASHES) for each in parts)
        console.print(Text(printable(f"    {name.replace('_', ' '):<16}{told}")))


def _by(entry: AuditEntry) -> str:
    beside = [
        entry.role,
        entry.tenant and f"tenant {entry.tenant}",
        entry.key and f"key {entry.key}",
    ]
    told = ", ".join(each for each in beside if each)
    return f"{entry.actor} ({told})" if told else entry.actor


def _part(value: object, *, short: bool) -> str:
    match value:
        case CheckMark():
            rule = "" if value.rule is None else f" ({value.rule})"
            let = " overridden" * value.overridden
            return f"{value.name} {value.status.value}{rule}{let}"
        case StageMark():
            return f"{value.name} {value.seconds:.3f} s"
        case Seen():
            tags = "all" if value.tags is None else " ".join(value.tags) or "none"
            return f"{' '.join(value.audiences)}; tags {tags}"
        case float():
            return f"{value:.3f}"
        case _:
            return f"{value}"[:_DIGITS] if short else f"{value}"
