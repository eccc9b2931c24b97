"""Rules as a clinical owner reads and signs them."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.answering.recorder import entry
from app.clock import SystemClock
from app.compose_governance import governance_store
from app.console.recorded import recording
from app.console.words import printable
from app.domain.audit import AuditKind
from app.domain.errors import CitewellError, NotFound
from app.domain.frozen import Frozen
from app.domain.governance import SignOff
from app.domain.safety import Provenance
from app.governance.sign_offs import StoredSignOffs
from app.safety.register import Registered, contents, registered
from app.settings import Settings

WITHOUT_RULES: Final = ("language/", "library/")
WITHOUT_CONTENT: Final = (
    "boxed-warning/label",
    "crisis/likeness",
    "identifiers/echo",
    "interaction/library",
    "interaction/same-ingredient",
    "readability/too-hard",
)
"""Names in the place of a rule's id that checks report and no file of rules holds."""


class Row(Frozen):
    """A rule and its last sign-off that still holds."""

    rule: Registered
    signed: SignOff | None


def rows(settings: Settings, group: str | None, *, unreviewed: bool = False) -> tuple[Row, ...]:
    """The rules of a group, or all of them. Raises NotFound: there is no such group."""
    rules = [rule for rule in registered() if group is None or rule.group == group]
    if group is not None and not rules:
        raise NotFound(f"There is no group {group!r}. Groups: {', '.join(_groups())}.")
    with closing(governance_store(settings)) as store:
        valid = StoredSignOffs(store, SystemClock(), contents()).valid()
    found = (Row(rule=rule, signed=valid.get(rule.id)) for rule in rules)
    return tuple(row for row in found if not (unreviewed and row.signed))


def one(settings: Settings, identity: str) -> Row:
    """Raises NotFound."""
    for row in rows(settings, None):
        if row.rule.id == identity:
            return row
    if identity in WITHOUT_CONTENT or identity.startswith(WITHOUT_RULES):
        raise NotFound(
            f"{identity} stands for words of your library, which the check quotes, or for a "
            "measure of the program; it holds no clinical content of ours to sign off."
        )
    raise NotFound(f"There is no rule {identity!r}. citewell rules list --each names them all.")


def sign(settings: Settings, what: str, by: str, note: str) -> tuple[SignOff, ...]:
    """Sign off a rule, or every rule of a group.

    Raises:
        NotFound: there is neither a rule nor a group of that name.
        CitewellError: the name is empty or longer than is kept.
    """
    ids = [rule.id for rule in registered() if what in {rule.id, rule.group}]
    if not ids:
        raise NotFound(f"There is no rule and no group {what!r}. Groups: {', '.join(_groups())}.")
    with recording(settings) as (store, recorder):
        sign_offs = StoredSignOffs(store, SystemClock(), contents())
        try:
            return recorder.act(
                lambda: sign_offs.sign(ids, by.strip(), note),
                lambda signed: [
                    entry(AuditKind.SIGN_OFF, "signed", each.rule, each.by) for each in signed
                ],
            )
        except ValidationError as error:
            first = error.errors()[0]
            raise CitewellError(f"--{first['loc'][0]}: {first['msg']}.") from None


def _groups() -> list[str]:
    return sorted({rule.group for rule in registered()})


def show(every: Sequence[Row], console: Console, *, each: bool, as_json: bool) -> None:
    """Counts by group, and with `each` a line a rule."""
    counts = _counts(every)
    if as_json:
        told: dict[str, object] = {
            "rules": len(every),
            "sourced": sum(row.rule.provenance is Provenance.SOURCED for row in every),
            "signed_off": sum(row.signed is not None for row in every),
            "by_group": counts,
            "by_rule": [row.model_dump(mode="json") for row in every],
        }
        console.file.write(json.dumps(told) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("group")
    for column in ("rules", "sourced", "from memory", "signed off"):
        table.add_column(column, justify="right")
    for group, count in counts.items():
        table.add_row(group, *(str(number) for number in count.values()))
    console.print(table)
    for row in every if each else ():
        state = f"signed off by {row.signed.by}" if row.signed else "unreviewed"
        head = (f"{row.rule.id}  ", "bold cyan")
        about = f"{row.rule.severity.value}, {_origin(row.rule)}, {state}"
        console.print(Text.assemble(head, (printable(about), "dim")))
        console.print(Text(f"    {printable(row.rule.says)}"))


def show_one(row: Row, console: Console, *, as_json: bool) -> None:
    if as_json:
        console.file.write(row.model_dump_json() + "\n")
        return
    rule = row.rule
    console.print(Text(rule.id, style="bold cyan"))
    lines = [
        ("Says", rule.says),
        ("Do", rule.do),
        ("Severity", rule.severity.value),
        ("From", rule.source or "memory: it names no publication, may warn and never blocks"),
        *(("Open", address) for address in rule.addresses),
        *_bounds(rule),
        ("Signed off", _signed(row.signed)),
    ]
    for head, text in lines:
        console.print(Text(f"{head + ':':<12}{printable(text)}"))


def _bounds(rule: Registered) -> Iterator[tuple[str, str]]:
    """For what a sourced rule warns and does not block."""
    if rule.only_warns:
        yield "Warns", "always: the source carries no more than a warning"
    if rule.from_memory:
        yield "Warns", f"of {', '.join(rule.from_memory)}, which the source does not name"


def _signed(signed: SignOff | None) -> str:
    if signed is None:
        return "by nobody here yet: citewell rules sign-off"
    note = f" ({signed.note})" if signed.note else ""
    return f"by {signed.by}, {signed.at:%Y-%m-%d}{note}"


def _origin(rule: Registered) -> str:
    return "sourced" if rule.provenance is Provenance.SOURCED else "from memory"


def _counts(every: Sequence[Row]) -> dict[str, dict[str, int]]:
    rules = Counter(row.rule.group for row in every)
    sourced = Counter(row.rule.group for row in every if row.rule.provenance is Provenance.SOURCED)
    signed = Counter(row.rule.group for row in every if row.signed is not None)
    return {
        group: {
            "rules": rules[group],
            "sourced": sourced[group],
            "from_memory": rules[group] - sourced[group],
            "signed_off": signed[group],
        }
        for group in sorted(rules)
    }
