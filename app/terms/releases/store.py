"""The names of a loaded release, kept in one SQLite file under the product's home."""

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.errors import ConfigurationError, DiskFull
from app.terms.drug_lexicon import Loaded
from app.terms.releases.names import MOST_NAMES, Release

FILE: Final = "drug_names.sqlite"
_FORMAT: Final = "1"
_SCHEMA: Final = """
create table names (name text primary key, kind text not null, ingredients text not null)
    without rowid;
create table told (key text primary key, value text not null) without rowid;
"""


class LoadedRelease(NamedTuple):
    """What a loaded file says of itself."""

    source: str
    version: str
    loaded: str
    names: int
    sha256: dict[str, str]
    """File name -> the SHA-256 of what was read."""


def write(release: Release, home: Path) -> LoadedRelease:
    """Replaces the names that were loaded before; a failure leaves those as they were.

    Raises:
        ConfigurationError: the release brings no name at all, or more than any release has.
        DiskFull: no space is left.
    """
    if not 0 < len(release.names) <= MOST_NAMES:
        raise ConfigurationError(
            f"The release brings {len(release.names):,} names; between 1 and {MOST_NAMES:,} are "
            "expected. Nothing was changed."
        )
    told = LoadedRelease(
        source=release.source,
        version=release.version,
        loaded=datetime.now(UTC).isoformat(timespec="seconds"),
        names=len(release.names),
        sha256={file.name: _sha256(file) for file in release.files},
    )
    home.mkdir(parents=True, exist_ok=True)
    aside = home / f"{FILE}.part"
    aside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(aside)) as base, base:
            base.executescript(_SCHEMA)
            base.executemany(
                "insert into names values (?, ?, ?)",
                ((one.name, one.kind, "+".join(one.ingredients)) for one in release.names),
            )
            said = told._asdict() | {"format": _FORMAT, "sha256": json.dumps(told.sha256)}
            base.executemany(
                "insert into told values (?, ?)", ((key, str(value)) for key, value in said.items())
            )
        aside.replace(home / FILE)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise DiskFull(
                f"No space is left for {home / FILE}; what was loaded before is untouched."
            ) from error
        raise
    finally:
        aside.unlink(missing_ok=True)
    return told


def read(home: Path) -> tuple[LoadedRelease, Loaded] | None:
    """What was loaded; None where nothing was.

    Raises:
        ConfigurationError: the file is damaged or of another version.
    """
    file = home / FILE
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as base:
            said = dict(base.execute("select key, value from told"))
            rows = base.execute("select name, kind, ingredients from names").fetchall()
        if said["format"] != _FORMAT:
            raise KeyError("format")
        told = LoadedRelease(
            source=said["source"],
            version=said["version"],
            loaded=said["loaded"],
            names=int(said["names"]),
            sha256=json.loads(said["sha256"]),
        )
    except (sqlite3.DatabaseError, KeyError, ValueError):
        raise ConfigurationError(
            f"{file} is damaged or of another version. Run `citewell drugs load` again, or remove "
            "the file."
        ) from None
    aliases: dict[str, list[str]] = {}
    products: dict[str, tuple[str, ...]] = {}
    for name, kind, ingredients in rows:
        parts = tuple(ingredients.split("+"))
        if kind == "ingredient" and len(parts) == 1:
            aliases.setdefault(parts[0], []).append(name)
        else:
            products[name] = parts
    loaded = Loaded(
        aliases={name: tuple(others) for name, others in aliases.items()},
        products=products,
    )
    return told, loaded


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
