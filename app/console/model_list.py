"""The catalogue of models as a table or as one JSON document."""

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.console.words import printable
from app.domain.frozen import Frozen
from app.generation.models.catalogue import catalogue, known
from app.generation.models.entries import Entry, Score
from app.generation.models.folder import ModelsFolder
from app.generation.models.memory import DRAFTING_CONTEXT, fits, machine_memory

_GIB = 1024**3


class Row(Frozen):
    """One model, as it is told."""

    name: str
    title: str
    kind: str
    parameters: int | None = None
    context: int | None = None
    memory_bytes: int | None = None
    fits: bool | None = None
    licence: str | None = None
    licence_url: str | None = None
    licence_read_at: str | None = None
    """Where what it demands was read; None: from memory."""
    commercial: str | None = None
    clinical_use: str | None = None
    says: str = ""
    must_accept: bool | None = None
    template: str = "unknown"
    llama_cpp: bool | None = None
    can_run: bool | None = None
    file: str | None = None
    """The catalogue's GGUF file; None: none was verified, pull needs --gguf or --file."""
    here: tuple[str, ...] = ()
    run_here: bool = False
    scores: tuple[Score, ...] = ()
    from_memory: tuple[str, ...] = ()


def rows(folder: ModelsFolder, *, fitting: bool) -> list[Row]:
    """The catalogue, then the site's own models.

    Args:
        fitting: only those that llama.cpp can load and that fit this machine's memory.
    """
    machine = machine_memory()
    every = [_row(entry, folder, machine) for entry in catalogue()]
    own = [name for name in folder.names() if known(name) is None]
    every += [Row(name=name, title="", kind="your own", here=_here(name, folder)) for name in own]
    return [row for row in every if (row.fits and row.can_run) or not fitting]


def show(every: Sequence[Row], console: Console, *, as_json: bool) -> None:
    machine = machine_memory()
    if as_json:
        told = {
            "models": len(every),
            "context_tokens": DRAFTING_CONTEXT,
            "machine_memory_bytes": machine,
            "by_model": [row.model_dump(mode="json") for row in every],
        }
        console.file.write(json.dumps(told) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("name", "parameters", "context", "memory", "fits", "licence", "use in care"):
        right = head in {"parameters", "context", "memory"}
        table.add_column(head, justify="right" if right else "left", overflow="fold")
    for head in ("here", "run here"):
        table.add_column(head)
    for row in every:
        table.add_row(*map(Text, _cells(row)))
    console.print(table)
    console.print(
        Text(
            f"\nMemory: weights and {DRAFTING_CONTEXT:,} tokens, computed; this machine has "
            f"{machine / _GIB:.1f} GiB. The licence's text counts, not this table: --json has its "
            "address, what it demands\nand what was written down from memory. "
            "Models that were not run here are untested."
        )
    )


def _row(entry: Entry, folder: ModelsFolder, machine: int) -> Row:
    memory = entry.memory_bytes(DRAFTING_CONTEXT)
    return Row(
        name=entry.name,
        title=entry.title,
        kind=entry.kind,
        parameters=entry.parameters,
        context=entry.context,
        memory_bytes=memory,
        fits=fits(memory, machine),
        licence=entry.licence.name,
        licence_url=entry.licence.url,
        licence_read_at=entry.licence.read_at,
        commercial=entry.licence.commercial,
        clinical_use=entry.care.value,
        says=" ".join(filter(None, (entry.licence.demands, entry.says))),
        must_accept=entry.needs_acceptance,
        template=entry.template,
        llama_cpp=entry.llama_cpp,
        can_run=entry.can_run,
        file=f"{entry.gguf.repository}/{entry.gguf.file}" if entry.gguf else None,
        here=_here(entry.name, folder),
        run_here=entry.run_here,
        scores=entry.scores,
        from_memory=entry.from_memory,
    )


def _here(name: str, folder: ModelsFolder) -> tuple[str, ...]:
    return tuple(file.name for file in folder.files(name))


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        f"{row.parameters / 1e9:.1f}B" if row.parameters else "",
        f"{row.context:,}" if row.context else "",
        f"{row.memory_bytes / _GIB:.1f} GiB" if row.memory_bytes else "",
        "" if row.fits is None else "yes" if row.fits else "no",
        row.licence or "unknown",
        row.clinical_use or "unknown",
        ", ".join(printable(file) for file in row.here) or "no",
        "yes" if row.run_here else "cannot be" if row.can_run is False else "no",
    ]
