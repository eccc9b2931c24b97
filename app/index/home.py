"""The home folder: what lies where, which generation is in service, and who may write.

home/current                   names the generation in service
home/generations/<id>/         manifest.json, files.json, library.sqlite, facts.sqlite, edge/,
                               the job's files
home/building-*/               a build in progress, or what a killed one left behind
home/vectors.sqlite            the vector cache
home/writer.lock               held by the one process that builds
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from app.domain.errors import IndexUnavailable, NotFound, WriterBusy
from app.domain.manifest import Manifest
from app.index.manifest import MANIFEST, read_manifest

logger = logging.getLogger(__name__)

LIBRARY: Final = "library.sqlite"
FACTS: Final = "facts.sqlite"

BUILDING: Final = "building-"
PRUNED: Final = "building-pruned-"
"""How the folders begin that hold a build, and those of generations that are being removed."""


class Home:
    """The names in one home folder, which is made when something is first written."""

    def __init__(self, folder: Path) -> None:
        self.path = folder.absolute()
        self.pointer = self.path / "current"
        self.generations = self.path / "generations"
        self.vectors = self.path / "vectors.sqlite"

    def named(self) -> str | None:
        """The generation in service; None where nothing was published yet."""
        try:
            return self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def current(self) -> Manifest | None:
        """Of the generation in service. Raises IndexUnavailable: it cannot be read."""
        generation = self.named()
        return None if generation is None else read_manifest(self.generations / generation)

    def kept(self) -> tuple[Manifest, ...]:
        """Newest first; one that cannot be read is left out, and the log says so."""
        found = []
        for folder in self.generations.glob("*/"):
            try:
                found.append(read_manifest(folder))
            except IndexUnavailable as error:
                logger.warning("%s", error)
        return tuple(sorted(found, key=lambda each: (each.created, each.generation), reverse=True))

    def folder(self, generation: str) -> Path:
        """Where a kept generation lies. Raises NotFound."""
        folder = self.generations / generation
        if folder.parent != self.generations or not (folder / MANIFEST).is_file():
            raise NotFound(
                f"There is no generation {generation!r}; `citewell index list` shows those kept."
            )
        return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writer's lock, for as long as the context lasts. Raises WriterBusy."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "writer.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise WriterBusy(
                f"Another process is writing to {self.path}: wait until it has finished and "
                "try again.",
                retry_after=30,
            ) from None
        try:
            yield
        finally:
            lock.release()


def nothing_yet() -> IndexUnavailable:
    return IndexUnavailable(
        "Nothing was ingested yet: run `citewell ingest PATH` with a folder of documents."
    )
