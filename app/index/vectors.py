"""Vectors that were computed before, so that no text is embedded twice by the same embedder.

An interrupted ingest loses its build but not this file, and a rebuild costs only writing. The file
can be deleted at any time.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from app.index.disk_space import no_space, sqlite_is_full

if TYPE_CHECKING:
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

# Without row ids a vector fills three pages alone, with them two share one: half the room and a
# third of the time. A file of an earlier release keeps its table, and serves as well.
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS vectors (
    embedder TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedder, text_sha256)
)
"""
_AT_ONCE: Final = 500


class VectorCache:
    """Unit rows by embedder fingerprint and SHA-256 of the text; one process writes at a time.

    A file that is no database, or a damaged one, is moved aside and started anew.
    """

    def __init__(self, file: Path, fingerprint: str, dimension: int) -> None:
        self._file = file
        self._fingerprint = fingerprint
        self._dimension = dimension
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as error:
            if sqlite_is_full(error):
                raise no_space(self._file.parent) from error
            aside = file.with_suffix(".damaged")
            file.replace(aside)
            logger.warning("the vector cache was damaged and moved to %s: %s", aside, error)
            self._connection = self._open()

    def embed(
        self,
        texts: Sequence[str],
        embed: "Callable[[Sequence[str]], NDArray[np.float32]]",
    ) -> "NDArray[np.float32]":
        """Rows for `texts`, shape (len(texts), dimension); `embed` is asked for unknown ones only.

        Raises:
            DiskFull: no space is left for the new ones.
            ValueError: `embed` gave rows of another shape, or values that are not finite.
        """
        rows = np.empty((len(texts), self._dimension), dtype=np.float32)
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        known = self._known(keys)
        missing: dict[bytes, str] = {}
        for place, key in enumerate(keys):
            if key in known:
                rows[place] = known[key]
            else:
                missing[key] = texts[place]
        if missing:
            made = embed(list(missing.values()))
            if made.shape != (len(missing), self._dimension) or not np.isfinite(made).all():
                raise ValueError("the embedder gave rows of another shape, or not finite")
            fresh = dict(zip(missing, made, strict=True))
            self._keep(fresh)
            for place, key in enumerate(keys):
                if key in fresh:
                    rows[place] = fresh[key]
        return rows

    def close(self) -> None:
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file)
        try:
            connection.execute("PRAGMA synchronous=NORMAL")
            with connection:
                connection.execute(_TABLE)
            with closing(connection.execute("PRAGMA quick_check(1)")) as found:
                if found.fetchone() != ("ok",):
                    raise sqlite3.DatabaseError("quick_check found damage")
        except BaseException:
            connection.close()
            raise
        return connection

    def _known(self, keys: Sequence[bytes]) -> "dict[bytes, NDArray[np.float32]]":
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            selected = self._connection.execute(
                "SELECT text_sha256, vector FROM vectors "  # noqa: S608 - the marks are ours
                f"WHERE embedder = ? AND text_sha256 IN ({marks})",
                (self._fingerprint, *some),
            )
            for key, vector in selected:
                row = np.frombuffer(vector, dtype="<f4")
                if row.shape == (self._dimension,) and np.isfinite(row).all():
                    found[key] = row
        return found

    def _keep(self, fresh: "dict[bytes, NDArray[np.float32]]") -> None:
        rows = [(self._fingerprint, key, row.astype("<f4").tobytes()) for key, row in fresh.items()]
        try:
            with self._connection:
                self._connection.executemany("REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        except sqlite3.OperationalError as error:
            if sqlite_is_full(error):
                raise no_space(self._file.parent) from error
            raise
