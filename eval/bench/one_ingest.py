"""One run of the ingestion job, in a process of its own.

python -m eval.bench.one_ingest TASK.json RESULT.json
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from app.domain.frozen import Frozen
from app.domain.ports.embedding import Embedder
from eval.bench.hashed import HashedEmbedder
from eval.bench.stage_clock import StageClock
from eval.compose import file_ingest, pipeline
from eval.suite import UnusableSet

Embedding = Literal["real", "hashed"]
WARM_TEXT: Final = "One made-up sentence to begin with."


class IngestTask(Frozen):
    home: str
    files: str
    embedder: Embedding
    warm: bool
    """Embed a sentence before the clock starts: a run that finds nothing changed loads no model."""


class IngestTaken(Frozen):
    seconds: float
    stages: dict[str, float]
    written: int
    """Documents, like the next two."""
    unchanged: int
    removed: int
    passages: int
    """Written."""
    characters: int


def one_ingest(task: IngestTask) -> IngestTaken:
    """Raises UnusableSet where nothing could be read."""
    home = Path(task.home)
    with _embedder(task.embedder, home) as embedder:
        if task.warm:
            embedder.embed_passages([WARM_TEXT])
        clock = StageClock()
        started = time.perf_counter()
        report = file_ingest(home, embedder, clock)(Path(task.files))
        seconds = time.perf_counter() - started
    if not report.read_anything:
        raise UnusableSet(report.why_nothing())
    return IngestTaken(
        seconds=seconds,
        stages=clock.stages(),
        written=report.written,
        unchanged=report.unchanged,
        removed=report.removed,
        passages=report.passages,
        characters=report.characters,
    )


@contextmanager
def _embedder(which: Embedding, home: Path) -> Iterator[Embedder]:
    if which == "hashed":
        yield HashedEmbedder()
        return
    with pipeline(home) as parts:
        yield parts.embedder


def main() -> None:
    task_file, result_file = sys.argv[1:]
    task = IngestTask.model_validate_json(Path(task_file).read_text(encoding="utf-8"))
    Path(result_file).write_text(one_ingest(task).model_dump_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
