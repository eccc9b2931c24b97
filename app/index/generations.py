"""The generations under one home: build aside, publish in one rename, lease, roll back.

    home/current                   names the generation in service
    home/generations/<id>/         manifest.json, files.json, library.sqlite, facts.sqlite, edge/,
                                   the job's files
    home/building-*/               a build in progress, or what a killed one left behind
    home/vectors.sqlite            the vector cache
    home/writer.lock               held by the one process that builds

A process that is killed at any instant leaves `current` naming a whole generation.
"""

import errno
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from app.domain.errors import (
    BuildFailed,
    IndexMismatch,
    IndexUnavailable,
    NotFound,
    WriterBusy,
)
from app.domain.frozen import Frozen
from app.domain.manifest import AnalyzerCard, Counts, Manifest
from app.domain.ports.embedding import Embedder
from app.index.building import FACTS, LIBRARY, HomeBuilding
from app.index.facts import SqliteFacts, fact_problem
from app.index.files import (
    INVENTORY,
    bytes_on_disk,
    copy_tree,
    damage,
    no_space,
    replace_text,
    require_space,
    sync,
)
from app.index.isolated import SPARE
from app.index.known_item import known_item_problem
from app.index.leases import Leases, OpenSnapshot
from app.index.library import SqliteLibrary
from app.index.manifest import (
    ANALYZER,
    FILE,
    check_compatible,
    corpus_sha256,
    read_manifest,
)
from app.index.places import EDGE, EmbeddedPlace, IndexPlace
from app.index.vectors import VectorCache

logger = logging.getLogger(__name__)

KEPT: Final = 3
_PRUNED: Final = "building-pruned-"
_OURS: Final = frozenset({EDGE, FACTS, LIBRARY, FILE, INVENTORY})


class Verification(Frozen):
    """What `verify` found; no problems: the generation is what was published."""

    generation: str
    counts: Counts
    problems: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    """What could not be checked here, and why."""


class HomeGenerations:
    """The `Generations` of one home folder; safe to call from many threads.

    Args:
        home: made when something is first written.
        embedder: must be the one the current generation was built with (else `IndexMismatch`).
        kept: how many generations stay on disk, the current one included.
        place: where their searchable indexes live; None: in their own folders.
    """

    def __init__(
        self,
        home: Path,
        embedder: Embedder,
        analyzer: AnalyzerCard = ANALYZER,
        kept: int = KEPT,
        place: IndexPlace | None = None,
    ) -> None:
        self._home = home.absolute()
        self._kept = max(kept, 1)
        self._embedder = embedder
        self._analyzer = analyzer
        self._place: IndexPlace = place or EmbeddedPlace()
        self._pointer = self._home / "current"
        self._leases = Leases(self._pointer, self._open_current)

    def lease(self) -> AbstractContextManager[OpenSnapshot]:
        return self._leases.lease()

    def current(self) -> Manifest | None:
        generation = self._named()
        return None if generation is None else read_manifest(self._folder(generation))

    def kept(self) -> tuple[Manifest, ...]:
        found = []
        for folder in self._folder("").glob("*/"):
            try:
                found.append(read_manifest(folder))
            except IndexUnavailable as error:
                logger.warning("%s", error)
        return tuple(sorted(found, key=lambda each: (each.created, each.generation), reverse=True))

    def folder(self, generation: str) -> Path:
        folder = self._folder(generation)
        if folder.parent != self._folder("") or not (folder / FILE).is_file():
            raise NotFound(
                f"There is no generation {generation!r}; `citewell index list` shows those kept."
            )
        return folder

    @contextmanager
    def begin(self, *, fresh: bool = False) -> Iterator[HomeBuilding]:
        with self._writing():
            parent = self._readable() if fresh else self.current()
            if parent is not None and not fresh:
                self._check(parent)
            with self._building(parent, copied=not fresh) as building:
                yield building

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> Manifest:
        """A new generation with the documents of the current one, embedded and indexed anew.

        It works where the current one was built with another embedder or analyzer.

        Args:
            progress: called with the documents done and their number.

        Raises:
            IndexUnavailable: there is no current generation, or its library cannot be read.
            WriterBusy, DiskFull, BuildFailed: as for any build.
        """
        with self._writing():
            parent = self.current()
            if parent is None:
                raise _nothing_yet()
            source = self.folder(parent.generation)
            library = SqliteLibrary(source / LIBRARY)
            try:
                facts = SqliteFacts(source / FACTS, library.cards)
            except IndexUnavailable:
                library.close()
                raise
            try:
                with self._building(parent, copied=False) as building:
                    for extra in source.iterdir():
                        if extra.name not in _OURS:
                            copy_tree(extra, building.folder / extra.name)
                    for done, document in enumerate(library.split_documents(), start=1):
                        building.add([facts.attached(document)])
                        if progress:
                            progress(done, parent.counts.documents)
                    return building.publish()
            finally:
                facts.close()
                library.close()

    def rollback(self, generation: str) -> Manifest:
        """Make a kept generation the current one again.

        Raises:
            NotFound, WriterBusy.
            IndexMismatch: it was built with other parts than the settings name.
            IndexUnavailable: its files are damaged.
        """
        with self._writing():
            manifest = read_manifest(self.folder(generation))
            self._check(manifest)
            self._open(generation).close()
            replace_text(self._pointer, manifest.generation)
            self._tell(manifest)
            return manifest

    def verify(self, generation: str) -> Verification:
        """Read every file of a kept generation again and compare it with what was published.

        Raises:
            NotFound: no such generation.
            IndexUnavailable: its manifest cannot be read.
        """
        folder = self.folder(generation)
        manifest = read_manifest(folder)
        damaged = damage(folder, thorough=True)
        if damaged:
            return Verification(
                generation=generation, counts=manifest.counts, problems=(f"{damaged}.",)
            )
        try:
            self._check(manifest)
        except IndexMismatch as error:
            return Verification(
                generation=generation,
                counts=manifest.counts,
                unchecked=(f"Its search was not tried. {error}",),
            )
        try:
            snapshot = self._open(generation)
        except IndexUnavailable as error:
            return Verification(
                generation=generation, counts=manifest.counts, problems=(str(error),)
            )
        try:
            problems = self._problems(snapshot)
        finally:
            snapshot.close()
        return Verification(generation=generation, counts=manifest.counts, problems=problems)

    def close(self) -> None:
        """Close the open generation once its last lease ends."""
        self._leases.close()
        self._place.close()

    def place_told(self) -> str:
        """Where the searchable indexes live, and what answers there.

        Raises:
            IndexUnavailable: nothing does.
        """
        return self._place.told()

    def _check(self, manifest: Manifest) -> None:
        check_compatible(
            manifest, self._embedder.card, self._analyzer, on_server=self._place.on_server
        )

    def _problems(self, snapshot: OpenSnapshot) -> tuple[str, ...]:
        manifest = snapshot.manifest
        ids = list(snapshot.library.passage_ids())
        problems = []
        if corpus_sha256(ids) != manifest.corpus_sha256:
            problems.append("The library's passages are not those of the manifest.")
        if list(snapshot.index.passage_ids()) != ids:
            problems.append("The index and the library hold different passages.")
        else:
            problem = known_item_problem(
                snapshot.index,
                snapshot.library,
                ids,
                lambda text: self._embedder.embed_passages([text])[0],
            )
            if problem:
                problems.append(f"The known-item query fails: {problem}.")
        stray = fact_problem(snapshot.facts, snapshot.library)
        if stray:
            problems.append(stray)
        return tuple(problems)

    def _open_current(self) -> OpenSnapshot:
        generation = self._named()
        if generation is None:
            raise _nothing_yet()
        return self._open(generation)

    def _open(self, generation: str) -> OpenSnapshot:
        folder = self._folder(generation)
        manifest = read_manifest(folder)
        self._check(manifest)
        damaged = damage(folder)
        if damaged:
            raise IndexUnavailable(
                f"The generation in {folder} is damaged: {damaged}. Go back with `citewell index "
                "rollback`, or make it anew with `citewell index rebuild`."
            )
        index = self._place.open(folder, manifest, self._analyzer)
        library = SqliteLibrary(folder / LIBRARY)
        try:
            facts = SqliteFacts(folder / FACTS, library.cards)
        except IndexUnavailable:
            index.close()
            library.close()
            raise
        return OpenSnapshot(manifest, index, library, facts)

    @contextmanager
    def _building(self, parent: Manifest | None, *, copied: bool) -> Iterator[HomeBuilding]:
        self._sweep()
        require_space(self._home, SPARE)
        folder = Path(tempfile.mkdtemp(prefix="building-", dir=self._home))
        try:
            if parent is not None and copied:
                self._copy(self.folder(parent.generation), folder)
            cache = VectorCache(
                self._home / "vectors.sqlite",
                self._embedder.fingerprint,
                self._embedder.card.dimension,
            )
            try:
                building = HomeBuilding(
                    folder,
                    self._embedder,
                    self._analyzer,
                    cache,
                    parent.generation if parent else None,
                    self._place,
                    lambda: self._place.begin(
                        folder,
                        parent if copied else None,
                        self.kept,
                        self._embedder.card.dimension,
                        self._analyzer,
                    ),
                    self._publish,
                )
                try:
                    yield building
                finally:
                    building.abandon()
            finally:
                cache.close()
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise no_space(self._home) from error
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _copy(self, source: Path, target: Path) -> None:
        damaged = damage(source)
        if damaged:
            raise BuildFailed(
                f"The current generation in {source} is damaged: {damaged}. Go back with "
                "`citewell index rollback` and run the ingest again."
            )
        require_space(target, bytes_on_disk(source) + SPARE)
        for child in source.iterdir():
            if child.name not in {FILE, INVENTORY}:
                copy_tree(child, target / child.name)

    def _publish(self, built: Path, manifest: Manifest) -> Path:
        folder = self._folder(manifest.generation)
        folder.parent.mkdir(exist_ok=True)
        built.rename(folder)
        sync(folder.parent)
        replace_text(self._pointer, manifest.generation)
        self._tell(manifest)
        self._prune(manifest.generation)
        return folder

    def _tell(self, manifest: Manifest) -> None:
        """The generation is in service whether or not the place hears of it at once."""
        try:
            self._place.made_current(manifest, self.kept())
        except IndexUnavailable as error:
            logger.warning("the index's place still names the previous generation: %s", error)

    def _prune(self, current: str) -> None:
        older = [each.generation for each in self.kept() if each.generation != current]
        for generation in older[self._kept - 1 :]:
            # renamed first, so that a half-removed one is a leftover and no generation
            self._folder(generation).rename(self._home / f"{_PRUNED}{generation}")
        try:
            self._sweep()
        except IndexUnavailable as error:
            logger.warning("old generations are removed at the next ingest: %s", error)

    def _sweep(self) -> None:
        """Remove what was pruned, or left behind by a killed build, here and in the index's place.

        Raises:
            IndexUnavailable: the place cannot be reached; everything stays for another time.
        """
        leftovers = list(self._home.glob("building-*"))
        gone = [
            read_manifest(leftover)
            for leftover in leftovers
            if leftover.name.startswith(_PRUNED) and (leftover / FILE).is_file()
        ]
        if gone:
            self._place.forget(gone, self.kept())
        for leftover in leftovers:
            _remove(leftover)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._home / "writer.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise WriterBusy(
                f"Another process is writing to {self._home}: wait until it has finished and "
                "try again.",
                retry_after=30,
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _readable(self) -> Manifest | None:
        """The current manifest, where it can be read: a fresh build does not need it."""
        try:
            return self.current()
        except IndexUnavailable as error:
            logger.warning("%s", error)
            return None

    def _named(self) -> str | None:
        try:
            return self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def _folder(self, generation: str) -> Path:
        return self._home / "generations" / generation


def _remove(leftover: Path) -> None:
    """Remove what a killed build left; its engine's process may still be about to exit."""
    for _ in range(50):
        try:
            shutil.rmtree(leftover)
        except OSError:
            time.sleep(0.1)
        else:
            return
    shutil.rmtree(leftover)


def _nothing_yet() -> IndexUnavailable:
    return IndexUnavailable(
        "Nothing was ingested yet: run `citewell ingest PATH` with a folder of documents."
    )
