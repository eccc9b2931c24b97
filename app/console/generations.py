"""What `citewell index` does with the generations under a home."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from app.compose import Parts, build_parts
from app.console.checks import Check, Result
from app.domain.errors import IndexUnavailable, NotFound
from app.domain.manifest import Manifest
from app.settings import Settings

_MEND: Final = "Go back with citewell index rollback, or make it anew with citewell index rebuild."


@contextmanager
def _opened(settings: Settings) -> Iterator[Parts]:
    parts = build_parts(settings)
    try:
        yield parts
    finally:
        parts.close()


def show_kept(settings: Settings, console: Console, *, as_json: bool) -> None:
    with _opened(settings) as parts:
        current = parts.generations.current()
        kept = parts.generations.kept()
    name = current.generation if current else None
    if as_json:
        listed = [manifest.model_dump(mode="json") for manifest in kept]
        console.file.write(json.dumps({"current": name, "kept": listed}) + "\n")
        return
    if not kept:
        console.print("None yet. Make the first with citewell ingest PATH.")
    for manifest in kept:
        mark = "*" if manifest.generation == name else " "
        counts = manifest.counts
        console.print(
            Text(
                f"{mark} {manifest.generation}  {manifest.created:%Y-%m-%d %H:%M} UTC  "
                f"{counts.documents} documents  {counts.passages} passages  "
                f"{manifest.embedder.name} ({manifest.embedder.backend})"
            )
        )


def verify(settings: Settings, generation: str | None) -> Iterator[Check]:
    """Every file of a generation read again, and a search that must succeed.

    Raises:
        IndexUnavailable: there is none, or its manifest cannot be read.
        NotFound: no such generation is kept.
    """
    with _opened(settings) as parts:
        name = generation or _current(parts).generation
        verification = parts.generations.verify(name)
    counts = verification.counts
    said = f"{name}, {counts.documents} documents, {counts.passages} passages"
    for problem in verification.problems:
        yield Check(name="generation", result=Result.FAIL, found=problem, to_do=_MEND)
    for unchecked in verification.unchecked:
        yield Check(name="generation", result=Result.WARN, found=unchecked)
    if not verification.problems:
        yield Check(name="generation", result=Result.OK, found=said)


def rebuild(settings: Settings, console: Console) -> str:
    """The generation that was made. Raises IndexUnavailable, WriterBusy, DiskFull, BuildFailed."""
    with (
        _opened(settings) as parts,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task("Embedding and indexing", total=None)
        return parts.generations.rebuild(
            lambda done, total: progress.update(task, completed=done, total=total)
        ).generation


def roll_back(settings: Settings, generation: str | None) -> str:
    """The generation that is current now. Raises NotFound."""
    with _opened(settings) as parts:
        if generation is None:
            generation = _before(parts)
        return parts.generations.rollback(generation).generation


def _before(parts: Parts) -> str:
    current = _current(parts)
    older = [each.generation for each in parts.generations.kept() if each.created < current.created]
    if not older:
        raise NotFound(f"No generation older than {current.generation} is kept.")
    return older[0]


def _current(parts: Parts) -> Manifest:
    current = parts.generations.current()
    if current is None:
        raise IndexUnavailable("There is no index yet. Make one with citewell ingest PATH.")
    return current
