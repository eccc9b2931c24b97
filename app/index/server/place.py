"""Keeps the indexes of a home's generations in collections on a Qdrant server.

Which build is under way is noted in the home before its first write, so that the next one can undo
what a killed one left. Only collections that a manifest or the note of this home names are ever
changed, whoever else uses the server.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from app.domain.errors import BuildFailed, IndexUnavailable
from app.domain.manifest import AnalyzerCard, Collection, Manifest
from app.index.files import replace_text
from app.index.points import Between
from app.index.server.collections import Server
from app.index.server.in_place import SINCE, prune, sequences, undo
from app.index.server.options import ServerOptions
from app.index.server.reader import ServerReader
from app.index.server.words import Where
from app.index.server.writer import ServerWriter

logger = logging.getLogger(__name__)

NOTE: Final = "server-build.json"


class ServerPlace:
    """The collections of one home.

    Args:
        home: holds the note of the build under way.

    Raises:
        ConfigurationError: the server's address is none.
    """

    on_server: Final = True

    def __init__(self, home: Path, options: ServerOptions) -> None:
        self._note = home.absolute() / NOTE
        self.options = options
        self.server = Server(options)

    def begin(
        self,
        folder: Path,  # noqa: ARG002 - nothing of it lies there
        parent: Manifest | None,
        kept: Callable[[], Sequence[Manifest]],
        dimension: int,
        analyzer: AnalyzerCard,
    ) -> ServerWriter:
        self.server.require()
        self._undo(kept)
        source = parent.collection if parent else None
        place = self._next(source, kept())
        return ServerWriter(
            self.server,
            place,
            source if source and source.name != place.name else None,
            dimension,
            analyzer,
            note=lambda: replace_text(self._note, place.model_dump_json()),
            undo=lambda: self._undo(kept),
        )

    def open(
        self,
        folder: Path,  # noqa: ARG002
        manifest: Manifest,
        analyzer: AnalyzerCard,
    ) -> ServerReader:
        if manifest.collection is None:
            raise IndexUnavailable(
                f"Generation {manifest.generation} lies in the embedded engine: set "
                "CITEWELL_INDEX=embedded, or run `citewell index rebuild`."
            )
        return ServerReader(
            self.server,
            manifest.collection,
            manifest.embedder.dimension,
            analyzer,
            manifest.counts.passages,
        )

    def made_current(self, manifest: Manifest, kept: Sequence[Manifest]) -> None:
        """Let the alias name the generation's collection, unless another home's has it.

        Nothing of Citewell reads the alias: a generation's manifest names its collection. It is
        for other tools that look into the server.
        """
        place = manifest.collection
        if place is None:
            return
        if self._noted() == place:
            self._note.unlink(missing_ok=True)
        alias = self.options.collection
        named = self.server.aliased(alias)
        if named == place.name:
            return
        if named is not None and not sequences(named, kept):
            logger.warning(
                "the alias %s names the collection %s, which is not of this home: it stays. Set "
                "CITEWELL_QDRANT_COLLECTION to another name, or delete the alias on the server",
                alias,
                named,
            )
            return
        self.server.alias(alias, place.name)

    def forget(self, gone: Sequence[Manifest], kept: Sequence[Manifest]) -> None:
        for name in sorted({each.collection.name for each in gone if each.collection}):
            prune(self.server, name, kept)

    def told(self) -> str:
        version = self.server.version()
        alias = self.options.collection
        named = self.server.aliased(alias) or "no collection yet"
        return f"{self.options.url}, Qdrant {version}; {alias} is {named}"

    def close(self) -> None:
        """Hang up, also for readers that are still open; a later question connects anew."""
        self.server.close()

    def _next(self, source: Collection | None, kept: Sequence[Manifest]) -> Collection:
        """In place on top of the newest generation of its collection, else in a new one."""
        if source is not None:
            newest = sequences(source.name, kept)[-1]
            beyond = Where(every=(Between(SINCE, least=newest + 1),))
            if self.server.count(source.name, beyond):
                raise BuildFailed(
                    f"The Qdrant collection {source.name} holds passages of a generation that is "
                    "not in this home: another copy of the home writes to it, or this one came "
                    "from a backup. Run `citewell index rebuild`, which makes a collection of its "
                    "own; one home alone may write."
                )
            if newest == source.sequence:
                return Collection(name=source.name, sequence=newest + 1)
        made = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        return Collection(name=f"{self.options.collection}-{made}", sequence=1)

    def _undo(self, kept: Callable[[], Sequence[Manifest]]) -> None:
        """Take back what the noted build wrote, unless it was published."""
        noted = self._noted()
        if noted is None:
            return
        held = kept()
        if noted.sequence not in sequences(noted.name, held):
            undo(self.server, noted, held)
        self._note.unlink(missing_ok=True)

    def _noted(self) -> Collection | None:
        try:
            return Collection.model_validate_json(self._note.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise IndexUnavailable(
                f"{self._note} cannot be read. It names the collection that an unfinished build "
                "wrote to: mend or remove it, then run `citewell index rebuild`."
            ) from error
