"""The files behind the names a user gives: folders walked, archives unpacked, within bounds.

`walk` yields, in sorted order and one at a time, every file it may read:

- a folder is walked downwards; hidden files and folders, `corpus.toml` and what systems leave
  (`Thumbs.db`, `desktop.ini`, `~$lock` files, `__MACOSX`) are dropped without a word;
- `.gz`, `.zip`, `.tar`, `.tar.gz` and `.tgz` files are unpacked, archives inside them too, down to
  `Limits.depth` archives deep. A member lies in a temporary folder only until the next item is
  asked for, so a caller reads each file before it goes on;
- what may not be read is yielded as `Refused` with the reason, and the walk goes on: names that
  lead out of the archive (`../`, absolute, a drive), links, devices and pipes, encrypted or corrupt
  members, members that unpack to more than `Limits` allow, a second member of one name;
- a symbolic link to a file is followed, one to a folder only where it does not lead to a folder
  already walked, so no loop is ever entered.

What an archive claims of its sizes is never believed: bytes are counted as they come out. Whether
anyone can read a file is not the walk's business.

An origin names a file as a person would, from the folder the user named: `guidelines/af.md`,
`guidelines/std.tar.gz!/toc.htm`, `outer.zip!/inner.tar!/a.txt`. A `.gz` of one file reads as that
file: `pubmed.xml.gz!/pubmed.xml`.
"""

import errno
import gzip
import lzma
import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.errors import DiskFull
from app.domain.frozen import Frozen
from ingest.clean import clean
from ingest.file_names import (
    archive_kind,
    is_hidden,
    is_left_behind,
    member_name,
    refusal,
    shown,
    stored_name,
)
from ingest.reading import SourceFile
from ingest.scratch import scratch

_CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 20
"""Bytes of a tar's own record about a member, which tarfile holds in memory; they are names."""
_SMALL = 10 << 20
"""An archive of up to this many bytes unpacked may be packed as tightly as it likes."""
_CORRUPT = (
    EOFError,
    OSError,
    RuntimeError,  # zipfile: a password is needed
    NotImplementedError,  # zipfile: a compression Python has not
    ValueError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


class Limits(Frozen):
    """How much a walk may unpack, over all archives of all paths together."""

    depth: int = 3
    """Archives inside archives; the one the user named is the first."""
    unpacked: int = 2_000_000_000
    """Bytes."""
    members: int = 200_000
    ratio: int = 200
    """Unpacked bytes of an archive to its own; XML packs up to about 40, a bomb to 1,000."""


class Refused(Frozen):
    """A file or member that is not read, and why, in words for the person who named it."""

    origin: str
    reason: str


Found = SourceFile | Refused


def walk(paths: Iterable[Path], limits: Limits | None = None) -> Iterator[Found]:
    """Every readable file under `paths`, in the order given and sorted below that; see above."""
    walker = _Walk(limits or Limits())
    for path in paths:
        yield from walker.named(path)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _TooMuch(Exception):
    """A bound was reached; the message says which."""


class _Walk:
    """One walk: what it has unpacked so far, and which folders it has been in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes = 0
        self._members = 0
        self._folders: set[Path] = set()

    def named(self, path: Path) -> Iterator[Found]:
        origin = path.name or path.resolve().name or str(path)
        if not path.exists():
            yield Refused(origin=shown(str(path)), reason="There is no such file or folder.")
        else:
            yield from self._entry(path, origin)

    def _folder(self, folder: Path, origin: str) -> Iterator[Found]:
        real = folder.resolve()
        if real in self._folders:
            return
        self._folders.add(real)
        try:
            os.stat(f"{folder}/.")  # noqa: PTH116 - fails where names may be listed and not opened
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError as error:
            yield Refused(
                origin=shown(origin), reason=f"The folder cannot be opened: {error.strerror}."
            )
            return
        for entry in entries:
            below = f"{origin}/{entry.name}"
            if not is_left_behind(entry.name):
                yield from self._entry(entry, below)

    def _entry(self, path: Path, origin: str) -> Iterator[Found]:
        """A folder or file on this disk; nothing else is opened, for a pipe may never end."""
        try:
            if path.is_dir():
                yield from self._folder(path, origin)
            elif path.is_file():
                yield from self._file(path, origin, 0)
            elif path.is_symlink() and not path.exists():
                yield Refused(origin=shown(origin), reason="The link leads nowhere.")
            else:
                yield Refused(origin=shown(origin), reason="It is a device or a pipe, not a file.")
        except PermissionError as error:
            yield Refused(origin=shown(origin), reason=f"It cannot be opened: {error.strerror}.")

    def _file(self, path: Path, origin: str, depth: int) -> Iterator[Found]:
        """The file itself, or what is in it; `depth` archives are around it."""
        kind = archive_kind(path.name)
        if not kind:
            yield SourceFile(path=path, origin=shown(origin))
            return
        if depth >= self._limits.depth:
            yield Refused(
                origin=shown(origin),
                reason=f"It lies more than {self._limits.depth} archives deep; unpack it first.",
            )
            return
        if shown(origin) != origin and not depth:
            yield Refused(
                origin=shown(origin),
                reason="The archive, or a folder around it, has a name that is no text; rename it.",
            )
            return
        try:
            archive = _Archive(origin, path.stat().st_size, depth)
            with scratch() as room:
                yield from _UNPACK[kind](self, path, archive, room)
        except _TooMuch as reached:
            yield Refused(origin=shown(origin), reason=str(reached))
        except _CORRUPT as error:
            _raise_if_full(error)
            reason = f"The archive is corrupt, cut short or not readable: {clean(str(error))}"
            yield Refused(origin=shown(origin), reason=reason)

    def _gzip(self, path: Path, archive: "_Archive", room: Path) -> Iterator[Found]:
        with gzip.open(path) as packed:
            self._count()
            yield from self._member(packed, path.name[:-3] or "content", archive, room)

    def _zip(self, path: Path, archive: "_Archive", room: Path) -> Iterator[Found]:
        with zipfile.ZipFile(path) as packed:
            for member in sorted(packed.infolist(), key=lambda member: member.filename):
                self._count()
                name = member_name(member.filename)
                if member.is_dir() or is_hidden(name):
                    continue
                linked = stat.S_ISLNK(member.external_attr >> 16)
                if reason := refusal(name, linked):
                    yield Refused(origin=archive.below(name), reason=reason)
                    continue
                try:
                    with packed.open(member) as opened:
                        yield from self._member(opened, name, archive, room)
                except _CORRUPT as error:
                    _raise_if_full(error)
                    reason = f"It cannot be unpacked: {clean(str(error))}"
                    yield Refused(origin=archive.below(name), reason=reason)

    def _tar(self, path: Path, archive: "_Archive", room: Path) -> Iterator[Found]:
        """In the archive's own order: sorting would unpack it once for every member."""
        with tarfile.open(path, "r|*", tarinfo=_TarHeader) as packed:
            for member in packed:
                self._count()
                name = member_name(member.name)
                reason = None if member.isdir() else refusal(name, not member.isreg())
                hidden = member.isdir() or (not reason and is_hidden(name))
                opened = None if reason or hidden else packed.extractfile(member)
                if opened is not None:
                    yield from self._member(opened, name, archive, room)
                    continue
                self._unpacked(archive, member.size)  # passed over, but unpacked to be so
                if reason:
                    yield Refused(origin=archive.below(name), reason=reason)

    def _member(
        self, opened: _Readable, name: str, archive: "_Archive", room: Path
    ) -> Iterator[Found]:
        """What a member is or holds, from a copy that is gone when the next item is asked for."""
        if name in archive.names:
            yield Refused(
                origin=f"{archive.below(name)} (again)",
                reason="The archive holds another file of this name; the first is read.",
            )
            return
        archive.names.add(name)
        copy = room / stored_name(name)
        try:
            with copy.open("wb") as written:
                while chunk := opened.read(_CHUNK):
                    self._unpacked(archive, len(chunk))
                    written.write(chunk)
            yield from self._file(copy, archive.below(name), archive.depth + 1)
        finally:
            copy.unlink(missing_ok=True)

    def _count(self) -> None:
        self._members += 1
        if self._members > self._limits.members:
            raise _TooMuch(
                f"More than {self._limits.members} archived files, counting from here; "
                "ingest the archives in several runs."
            )

    def _unpacked(self, archive: "_Archive", size: int) -> None:
        self._bytes += size
        archive.unpacked += size
        if self._bytes > self._limits.unpacked:
            raise _TooMuch(
                f"The archives unpack to more than {self._limits.unpacked / 1e6:,.0f} MB; "
                "ingest them in several runs, or unpack this one first."
            )
        if archive.unpacked > max(_SMALL, self._limits.ratio * archive.packed):
            raise _TooMuch(
                f"It unpacks to more than {self._limits.ratio} times its size, as archives do "
                "that are made to fill a disk."
            )


class _TarHeader(tarfile.TarInfo):
    """A member's header that does not let tarfile read a name of gigabytes into memory."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _ABOUT_THE_NEXT and self.size > _LONGEST_HEADER:
            raise _TooMuch("It holds a file name of more than a megabyte, as no honest one does.")
        made: tarfile.TarInfo = super()._proc_member(tar)  # type: ignore[misc]
        return made


_ABOUT_THE_NEXT = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)


@dataclass
class _Archive:
    """An archive being unpacked: its name, its own bytes, the archives around it, bytes so far."""

    origin: str
    packed: int
    depth: int
    unpacked: int = 0
    names: set[str] = field(default_factory=set)
    """Of the members so far."""

    def below(self, name: str) -> str:
        return shown(f"{self.origin}!/{name}")


_UNPACK = {"gz": _Walk._gzip, "zip": _Walk._zip, "tar": _Walk._tar}


def _raise_if_full(error: Exception) -> None:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        raise DiskFull(
            f"No space left in {tempfile.gettempdir()} to unpack archives; free some, or name "
            "another folder in TMPDIR."
        ) from error
