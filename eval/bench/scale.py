"""What the job takes over a made-up library of one size: all of it, nothing changed, one file."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from app.domain.frozen import Frozen
from eval.bench.made_up import change_one, write_library
from eval.bench.one_ingest import Embedding, IngestTaken, IngestTask
from eval.bench.peak_memory import run_measured

RUNS: Final = ("first", "again", "changed")
SEED: Final = 20260101


class Scaled(Frozen):
    """One run at one size."""

    taken: IngestTaken
    peak_bytes: int
    peak_own_bytes: int | None
    cpu_seconds: float
    """Of the processor, for the whole process."""


class AtSize(Frozen):
    files: int
    characters: int
    """Of the library."""
    passages: int
    """That the first run made of it."""
    home_bytes: int
    """What the home takes on the disk after the first run: one generation and the cache."""
    runs: dict[str, Scaled]
    """By `RUNS`: all of it into a new home; again with nothing changed; again with one small file
    changed. Each in a process of its own."""


def at_size(passages: int, embedder: Embedding) -> AtSize:
    """Write a library of about so many passages, and ingest it three times.

    Raises:
        UnusableSet: a run failed.
    """
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as kept:
        folder = Path(kept)
        written = write_library(folder / "library", passages, SEED)
        runs = {"first": _run(folder, embedder, warm=True)}
        home_bytes = _on_disk(folder / "home")
        runs["again"] = _run(folder, embedder, warm=False)
        change_one(folder / "library", SEED + 1)
        runs["changed"] = _run(folder, embedder, warm=True)
    return AtSize(
        files=written.files,
        characters=written.characters,
        passages=runs["first"].taken.passages,
        home_bytes=home_bytes,
        runs=runs,
    )


def _run(folder: Path, embedder: Embedding, *, warm: bool) -> Scaled:
    described, result = folder / "task.json", folder / "result.json"
    task = IngestTask(
        home=str(folder / "home"), files=str(folder / "library"), embedder=embedder, warm=warm
    )
    described.write_text(task.model_dump_json(), encoding="utf-8")
    module = "eval.bench.one_ingest"
    ran = run_measured([sys.executable, "-m", module, str(described), str(result)])
    taken = IngestTaken.model_validate_json(result.read_text(encoding="utf-8"))
    return Scaled(
        taken=taken,
        peak_bytes=ran.peak_bytes,
        peak_own_bytes=ran.peak_own_bytes,
        cpu_seconds=ran.cpu_seconds,
    )


def _on_disk(folder: Path) -> int:
    """Holes left out."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
