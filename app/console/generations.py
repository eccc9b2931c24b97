"""What `citewell index` does with the generations under a home."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from app.compose import Parts, build_parts
from app.console.verify import Check, verify
from app.domain.errors import IndexUnavailable, NotFound
from app.settings import Settings

_BATCH = 64
"""Documents a rebuild hands over at once: enough for full embedding batches, little memory."""


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
                f"{manifest.embedder.name}"
            )
        )


def verify_current(settings: Settings) -> tuple[Check, ...]:
    """Raises IndexUnavailable, IndexMismatch."""
    with _opened(settings) as parts, parts.generations.lease() as snapshot:
        return verify(snapshot, parts.embedder)


def roll_back(settings: Settings, generation: str | None) -> str:
    """The generation that is current now. Raises NotFound."""
    with _opened(settings) as parts:
        if generation is None:
            generation = _before(parts)
        return parts.generations.rollback(generation).generation


def _before(parts: Parts) -> str:
    current = parts.generations.current()
    if current is None:
        raise IndexUnavailable("There is no index yet. Make one with citewell ingest PATH.")
    older = [each.generation for each in parts.generations.kept() if each.created < current.created]
    if not older:
        raise NotFound(f"No generation older than {current.generation} is kept.")
    return older[0]
