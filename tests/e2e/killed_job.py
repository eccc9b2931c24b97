"""`python -m tests.e2e.killed_job TASK`: the real job, which kills itself where TASK says.

TASK is a `Task` as JSON. The job is the product's own; its functions are wrapped from outside to
tell the stage it is in. What it did goes to `Task.log`, a line each: `Killed` before a kill,
`Finished` after a whole run.
"""

import functools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from app.domain.frozen import Frozen
from app.domain.manifest import EmbedderCard
from app.index import aside, building, publishing
from app.index.edge.isolated import IsolatedWriter
from app.index.facts import SqliteFactWriter
from app.index.generations import HomeGenerations
from app.index.library.writer import SqliteLibraryWriter
from app.index.vectors import VectorCache
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.plan import Planner
from ingest.readers import READERS
from ingest.review import REVIEW, Review
from ingest.run import Run
from ingest.screening.gate import Gate
from ingest.workers import Workers
from ingest.writing import Writing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.index.embedder import Model

STAGES: Final[dict[str, tuple[Any, str]]] = {
    "planning": (Planner, "plan"),
    "reading a file": (Run, "_read"),
    "waiting for parsed files": (Future, "result"),
    "copying the generation": (aside, "_copy"),
    "embedding": (VectorCache, "embed"),
    "writing the library": (SqliteLibraryWriter, "put"),
    "writing facts": (SqliteFactWriter, "put"),
    "writing the index": (IsolatedWriter, "upsert"),
    "removing": (building.HomeBuilding, "remove"),
    "settling": (Writing, "settle"),
    "sealing": (IsolatedWriter, "seal"),
    "verifying": (building.HomeBuilding, "_verify"),
    "writing the inventory": (building, "write_inventory"),
    "writing the manifest": (building, "write_manifest"),
    "making durable": (building, "make_durable"),
    "moving the generation": (publishing, "sync"),
    "switching current": (publishing, "replace_text"),
    "pruning": (publishing.Publisher, "_prune"),
    "closing the review": (Gate, "close"),
}
"""What is wrapped; `sync` is called once the build was renamed, before `current` names it."""
OUTSIDE: Final = "between stages"


class Aim(Frozen):
    """Where to kill: at the `nth` time the stage is met, at its beginning, its end, or `after` so
    many seconds of it; without a stage, `after` so many seconds of the run."""

    stage: str | None
    nth: int = 1
    how: Literal["enter", "leave", "within"] = "within"
    after: float = 0.0


class Task(Frozen):
    home: Path
    folder: Path
    log: Path
    aim: Aim | None
    alone: bool = False
    """Kill this process alone; else its whole group, the processes that parse included."""


class Killed(Frozen):
    """The stage in which it was killed."""

    stage: str
    how: str
    alone: bool


class Finished(Frozen):
    """A whole run: how long each time of each stage took."""

    seconds: float
    stages: dict[str, tuple[float, ...]]
    published: bool
    passages: int


class Remembered(Frozen):
    card: EmbedderCard
    fingerprint: str
    rows: dict[str, tuple[float, ...]] = {}
    """Vectors of texts that were embedded one by one, as the verification does."""


class Rememberer:
    """The real embedder, loaded when something has to be embedded that it never embedded: most runs
    are killed, or done, before that, and loading it would be most of their time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: Model | None = None
        if file.exists():
            self._kept = Remembered.model_validate_json(file.read_text())
        else:
            held = self._loaded
            self._keep(Remembered(card=held.card, fingerprint=held.fingerprint))

    @property
    def _loaded(self) -> "Model":
        if self._held is None:
            from app.index.embedder import load_embedder
            from app.settings import Settings

            settings = Settings()
            self._held = load_embedder(settings.embedder, settings.embedder_backend)
        return self._held

    @property
    def card(self) -> EmbedderCard:
        return self._kept.card

    @property
    def fingerprint(self) -> str:
        return self._kept.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        if len(texts) > 1:
            return self._loaded.embed_passages(texts)
        if texts[0] not in self._kept.rows:
            (row,) = self._loaded.embed_passages(texts)
            rows = {**self._kept.rows, texts[0]: tuple(map(float, row))}
            self._keep(self._kept.model_copy(update={"rows": rows}))
        return np.array([self._kept.rows[texts[0]]], dtype=np.float32)

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        return self._loaded.embed_question(text)

    def _keep(self, kept: Remembered) -> None:
        self._kept = kept
        whole = self._file.with_suffix(f".{os.getpid()}")
        whole.write_text(kept.model_dump_json())
        whole.replace(self._file)


class Killer:
    """Knows the stage the job is in, and kills where it is told to."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._stages = [OUTSIDE]
        self.took: dict[str, list[float]] = {name: [] for name in STAGES}
        if task.aim is not None and task.aim.stage is None:
            self._later(task.aim.after)

    def wrap(self, name: str, whole: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(whole)
        def watched(*given: Any, **named: Any) -> Any:
            self._stages.append(name)
            aim = self._task.aim
            here = None
            if aim is not None and aim.stage == name and aim.nth == len(self.took[name]) + 1:
                here = aim
            if here is not None and here.how == "enter":
                self._kill()
            if here is not None and here.how == "within":
                self._later(here.after)
            began = time.monotonic()
            try:
                return whole(*given, **named)
            finally:
                self.took[name].append(time.monotonic() - began)
                if here is not None and here.how == "leave":
                    self._kill()
                self._stages.pop()

        return watched

    def _later(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._kill)
        timer.daemon = True
        timer.start()

    def _kill(self) -> None:
        aim = self._task.aim
        how = f"{aim.how} {aim.stage}" if aim and aim.stage else "any time"
        killed = Killed(stage=self._stages[-1], how=how, alone=self._task.alone)
        write(self._task.log, killed)
        if self._task.alone:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            os.killpg(0, signal.SIGKILL)


def write(log: Path, line: Frozen) -> None:
    with log.open("a") as file:
        file.write(line.model_dump_json() + "\n")


def main(task: Task) -> None:
    killer = Killer(task)
    for name, (holder, function) in STAGES.items():
        setattr(holder, function, killer.wrap(name, getattr(holder, function)))
    embedder = Rememberer(task.log.with_name("embedder.json"))
    job = IngestJob(
        HomeGenerations(task.home, embedder),
        READERS,
        walk,
        review=Review(task.home / REVIEW),
        parsing=Workers(READERS, 2),
    )
    began = time.monotonic()
    report = job.run([task.folder])
    finished = Finished(
        seconds=time.monotonic() - began,
        stages={name: tuple(took) for name, took in killer.took.items()},
        published=report.published,
        passages=report.passages,
    )
    write(task.log, finished)


if __name__ == "__main__":
    main(Task.model_validate_json(sys.argv[1]))
