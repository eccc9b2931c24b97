"""Where a generation is built: in a folder aside, which is gone however the build ends."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.domain.errors import BuildFailed
from app.domain.manifest import Manifest
from app.index.building import HomeBuilding
from app.index.disk_space import no_space, require_space
from app.index.files import bytes_on_disk, copy_tree
from app.index.home import BUILDING, Home
from app.index.inventory import INVENTORY, damage
from app.index.manifest import MANIFEST
from app.index.opening import IndexParts
from app.index.publishing import Publisher
from app.index.vectors import VectorCache


@contextmanager
def build_aside(
    home: Home, parts: IndexParts, publisher: Publisher, parent: Manifest | None, *, copied: bool
) -> Iterator[HomeBuilding]:
    """A build that the parent's files are copied into, or an empty one.

    Args:
        parent: the generation that the new one is made from.

    Raises:
        BuildFailed: the parent's files are damaged.
        DiskFull: no space is left, now or later in the build.
        IndexUnavailable: the index's place cannot be reached.
    """
    publisher.sweep()
    require_space(home.path)
    folder = Path(tempfile.mkdtemp(prefix=BUILDING, dir=home.path))
    try:
        if parent is not None and copied:
            _copy(home.folder(parent.generation), folder)
        dimension = parts.embedder.card.dimension
        with closing(VectorCache(home.vectors, parts.embedder.fingerprint, dimension)) as cache:
            building = HomeBuilding(
                folder,
                parts,
                cache,
                parent.generation if parent else None,
                lambda: parts.place.begin(
                    folder, parent if copied else None, home.kept, dimension, parts.analyzer
                ),
                publisher.publish,
            )
            try:
                yield building
            finally:
                building.abandon()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise no_space(home.path) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    damaged = damage(source)
    if damaged:
        raise BuildFailed(
            f"The current generation in {source} is damaged: {damaged}. Go back with "
            "`citewell index rollback` and run the ingest again."
        )
    require_space(target, bytes_on_disk(source))
    for child in source.iterdir():
        if child.name not in {MANIFEST, INVENTORY}:
            copy_tree(child, target / child.name)
