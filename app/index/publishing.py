"""Puts generations in service in one rename, and removes those that are no longer kept."""

import logging
import shutil
import time
from pathlib import Path

from app.domain.errors import IndexUnavailable
from app.domain.manifest import Manifest
from app.index.files import replace_text, sync
from app.index.home import BUILDING, PRUNED, Home
from app.index.manifest import MANIFEST, read_manifest
from app.index.places import IndexPlace

logger = logging.getLogger(__name__)


class Publisher:
    """Changes which generations there are; to be used under the writer's lock.

    Args:
        kept: how many generations stay on disk, the current one included.
    """

    def __init__(self, home: Home, place: IndexPlace, kept: int) -> None:
        self._home = home
        self._place = place
        self._kept = max(kept, 1)

    def publish(self, built: Path, manifest: Manifest) -> Path:
        """Move the sealed folder to its place, make it current, and say where it lies."""
        folder = self._home.generations / manifest.generation
        folder.parent.mkdir(exist_ok=True)
        built.rename(folder)
        sync(folder.parent)
        self.put_in_service(manifest)
        self._prune(manifest.generation)
        return folder

    def put_in_service(self, manifest: Manifest) -> None:
        """It is in service whether or not the index's place hears of it at once."""
        replace_text(self._home.pointer, manifest.generation)
        try:
            self._place.made_current(manifest, self._home.kept())
        except IndexUnavailable as error:
            logger.warning("the index's place still names the previous generation: %s", error)

    def sweep(self) -> None:
        """Remove what was pruned, or left behind by a killed build, here and in the index's place.

        Raises:
            IndexUnavailable: the place cannot be reached; everything stays for another time.
        """
        leftovers = list(self._home.path.glob(f"{BUILDING}*"))
        gone = [
            read_manifest(leftover)
            for leftover in leftovers
            if leftover.name.startswith(PRUNED) and (leftover / MANIFEST).is_file()
        ]
        if gone:
            self._place.forget(gone, self._home.kept())
        for leftover in leftovers:
            _remove(leftover)

    def _prune(self, current: str) -> None:
        older = [each.generation for each in self._home.kept() if each.generation != current]
        for generation in older[self._kept - 1 :]:
            # renamed first, so that a half-removed one is a leftover and no generation
            folder = self._home.generations / generation
            folder.rename(self._home.path / f"{PRUNED}{generation}")
        try:
            self.sweep()
        except IndexUnavailable as error:
            logger.warning("old generations are removed at the next ingest: %s", error)


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
