"""Brings a model's file here: fetched when a user asks, or taken from a file that the user has."""

import getpass
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import Field

from app.domain.errors import (
    ConfigurationError,
    DownloadRefused,
    LicenceNotAccepted,
    NotFound,
)
from app.domain.frozen import Frozen
from app.generation.models.addresses import shown
from app.generation.models.arriving import PART, Expected, settle, take
from app.generation.models.catalogue import known, suggestion
from app.generation.models.entries import Entry, GgufFile
from app.generation.models.fetching import fetch
from app.generation.models.folder import ModelsFolder, whole_name
from app.generation.models.hashing import Progress, silent
from app.generation.models.records import Record
from app.generation.models.resolving import ModelFile, resolve, warnings_of


class Wanted(Frozen):
    """What a user asked to be brought, in the user's words."""

    name: str
    gguf: str | None = None
    """`OWNER/REPOSITORY/FILE.gguf`, instead of the catalogue's file."""
    file: Path | None = None
    """A file that the user has, instead of fetching one."""
    link: bool = False
    """Whether that file stays where it is, and a symbolic link to it is made here."""
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """What the user knows the checksum to be; outranks the catalogue's."""
    accepted: bool = False
    mirror: str
    """What stands before `OWNER/REPOSITORY/resolve/...`; or a `file:` address."""
    hosts: tuple[str, ...] = ()
    """That the mirror may send us on to, beside itself."""


def pull(
    wanted: Wanted,
    folder: ModelsFolder,
    *,
    token: str | None,
    now: Callable[[], datetime],
    progress: Progress = silent,
) -> ModelFile:
    """The file, whole and recorded; an interrupted call is gone on with by the next one.

    Raises:
        NotFound: no such model in the catalogue, or no such file.
        LicenceNotAccepted: its licence asks for it.
        ConfigurationError: the catalogue has no file of it and none was named; no GGUF file.
        DownloadRefused: it cannot be had, or it is not what it should be; nothing is kept of it.
        ModelUnavailable, DiskFull: not now; what came is kept.
        WriterBusy: another process is bringing it.
    """
    entry = known(wanted.name)
    if entry is None and wanted.file is None and wanted.gguf is None:
        raise NotFound(
            f"The catalogue has no model {wanted.name!r}.{suggestion(wanted.name)} citewell models "
            "list shows all. One of your own needs --file or --gguf."
        )
    _check_acceptance(entry, wanted)
    name = wanted.name.casefold()
    origin = wanted.file or _from_disk(wanted, entry) or _gguf(wanted, entry)
    file = origin.name if isinstance(origin, Path) else origin.file
    final = folder.place(name) / (file if file.endswith(".gguf") else f"{file}.gguf")
    with folder.lock(name):
        if final.exists():
            return _already_here(final, wanted, folder, now, progress)
        if isinstance(origin, Path):
            source = str(origin.absolute())
            expected = _expected(final.name, wanted, entry)
            found = take(origin, final, expected, link=wanted.link, progress=progress)
        else:
            source = _address(wanted.mirror, origin)
            found, expected = _fetch(source, final, origin, wanted, entry, token, progress)
        stat = final.stat()
        record = Record(
            file=final.name,
            sha256=found,
            size=stat.st_size,
            mtime_ns=stat.st_mtime_ns,
            recorded=now(),
            source=shown(source) if "://" in source else source,
            against=expected[1] if expected else "nothing",
            model=name,
            licence=entry.licence.key if entry else None,
        )
        record = _accepted(record, entry, wanted, now())
        folder.write(final, record)
    return ModelFile(
        path=final.absolute(),
        sha256=found,
        size=stat.st_size,
        entry=entry,
        warnings=warnings_of(entry, record),
    )


def _already_here(
    final: Path,
    wanted: Wanted,
    folder: ModelsFolder,
    now: Callable[[], datetime],
    progress: Progress,
) -> ModelFile:
    """Nothing is fetched; an acceptance that was given is recorded."""
    here = resolve(str(final), folder, now, progress)
    if wanted.sha256 is not None and here.sha256 != wanted.sha256:
        raise DownloadRefused(
            f"{final} is here already, with SHA-256 {here.sha256}. Delete it first, if you want "
            "another one."
        )
    record = folder.record(final)
    if record is None or record.accepted_by is not None:
        return here
    record = _accepted(record, here.entry, wanted, now())
    folder.write(final, record)
    return here.model_copy(update={"warnings": warnings_of(here.entry, record)})


def _accepted(record: Record, entry: Entry | None, wanted: Wanted, now: datetime) -> Record:
    """With who accepted the licence and when, where one asks for it."""
    if not wanted.accepted or (entry is not None and not entry.needs_acceptance):
        return record
    return record.model_copy(update={"accepted_by": _user(), "accepted_at": now})


def _check_acceptance(entry: Entry | None, wanted: Wanted) -> None:
    if wanted.accepted:
        return
    if entry is None:
        raise LicenceNotAccepted(
            f"The catalogue does not know {wanted.name!r}, nor its licence. Read it, and repeat "
            "with --accept-licence to say that you accept it."
        )
    if entry.needs_acceptance:
        raise LicenceNotAccepted(
            f"{entry.title} stands under {entry.terms} Read the licence, and repeat with "
            "--accept-licence to say that you accept it for this site."
        )


def _gguf(wanted: Wanted, entry: Entry | None) -> GgufFile:
    """Raises ConfigurationError."""
    if wanted.gguf is not None:
        owner, _, rest = wanted.gguf.partition("/")
        repository, _, file = rest.partition("/")
        whole_name(file)
        try:
            return GgufFile(repository=f"{owner}/{repository}", file=file, quantisation="unknown")
        except ValueError:
            raise ConfigurationError(
                f"--gguf {wanted.gguf!r} must be OWNER/REPOSITORY/FILE.gguf, as on Hugging Face."
            ) from None
    if entry is None:
        raise ConfigurationError(
            f"The catalogue does not know {wanted.name!r}: name its file with --gguf or --file."
        )
    if entry.gguf is None:
        raise ConfigurationError(
            f"No GGUF file of {entry.title} was verified for the catalogue (its weights: "
            f"{entry.weights}). Name one that you trust with --gguf OWNER/REPOSITORY/FILE.gguf, or "
            "bring your own with --file PATH."
        )
    return entry.gguf


def _address(mirror: str, gguf: GgufFile) -> str:
    return mirror if mirror.endswith(".gguf") else f"{mirror.rstrip('/')}/{gguf.path}"


def _from_disk(wanted: Wanted, entry: Entry | None) -> Path | None:
    """The file where the mirror is a `file:` address; None where it is one of the network."""
    scheme, _, rest = wanted.mirror.partition("://")
    if scheme != "file":
        return None
    root = Path(rest)
    if root.suffix == ".gguf":
        return root
    gguf = _gguf(wanted, entry)
    places = (root / gguf.repository / gguf.file, root / gguf.file)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise NotFound(f"There is neither {places[0]} nor {places[1]}.")
    return found


def _expected(file: str, wanted: Wanted, entry: Entry | None) -> Expected | None:
    """What the checksum must be, and who says so; None where nobody does."""
    if wanted.sha256 is not None:
        return wanted.sha256, "given"
    gguf = entry.gguf if entry else None
    if gguf is not None and gguf.sha256 is not None and gguf.file == file:
        return gguf.sha256, "catalogue"
    return None


def _fetch(
    url: str,
    final: Path,
    gguf: GgufFile,
    wanted: Wanted,
    entry: Entry | None,
    token: str | None,
    progress: Progress,
) -> tuple[str, Expected | None]:
    expected = _expected(final.name, wanted, entry)
    part = final.with_name(final.name + PART)
    size = gguf.size if wanted.sha256 is None else None
    fetched = fetch(
        url,
        part,
        token=token,
        size=size,
        sha256=expected[0] if expected else None,
        hosts=wanted.hosts,
        progress=progress,
    )
    if expected is None and fetched.sha256 is not None:
        expected = fetched.sha256, "server"
    return settle(part, final, expected, progress), expected


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"  # a container that has no name for it
