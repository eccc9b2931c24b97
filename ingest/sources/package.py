"""A document that is a ZIP of parts (DOCX, XLSX, PPTX, EPUB): looked over before it is opened.

The libraries that read such files unpack whatever is in them. Here sizes, names and checksums are
checked first, so that no bomb is unpacked and no part is read that was cut short. What a part
claims of its size is an upper bound: zipfile gives no more, and then misses the checksum.
"""

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Final

from app.domain.errors import UnreadableDocument
from app.domain.frozen import Frozen
from ingest.clean import clean
from ingest.file_names import member_name, refusal
from ingest.reading import SourceFile

LARGEST_MARKUP: Final = 64 * 1024 * 1024
"""Bytes of XML and HTML, unpacked: as a tree they take up to ten times as much memory."""
LARGEST: Final = 256 * 1024 * 1024
"""Bytes of all parts, pictures included, unpacked: some libraries hold them all in memory."""
MOST_PARTS: Final = 20_000
TIGHTEST: Final = 400
"""Unpacked bytes to packed ones; Office's XML packs up to about 60, a bomb to 1,000."""
SMALL: Final = 8 * 1024 * 1024
"""A document of up to this many bytes unpacked may be packed as tightly as it likes."""

_OFFICE: Final = b"\xd0\xcf\x11\xe0"
"""First bytes of Office files from before 2007, and of encrypted ones of today."""
_MARKUP: Final = frozenset({".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".vml"})
_ENCRYPTED: Final = 1
_PROLOG: Final = 4096
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    KeyError,
    IndexError,
    NotImplementedError,  # a compression Python has not
)


class PackageKind(Frozen):
    """What a file should be, in the words of its messages."""

    noun: str
    """`a Word document`"""
    repair: str
    """What to do with a damaged one: `Open it in Word and save it again as .docx.`"""
    unlock: str
    """What to do with an encrypted one, or one of the format before."""
    largest_markup: int = LARGEST_MARKUP
    declares_types: bool = False
    """Whether its parts may begin with a DOCTYPE, which Office's standard forbids."""


def check_package(file: SourceFile, kind: PackageKind) -> None:
    """Raises UnreadableDocument where the file is no package, damaged, locked or out of bounds."""
    with file.path.open("rb") as opened:
        start = opened.read(len(_OFFICE))
    if not start:
        raise UnreadableDocument(f"{file.origin} is empty. Replace it, or take it away.")
    if start == _OFFICE:
        raise UnreadableDocument(f"{file.origin} {kind.unlock}")
    try:
        with zipfile.ZipFile(file.path) as package:
            _check_names(file, package)
            _check_sizes(file, package, kind)
            if broken := package.testzip():
                raise zipfile.BadZipFile(f"its part {broken} is broken")
            if not kind.declares_types:
                _check_prologs(file, package)
    except _BROKEN as error:
        raise damaged(file, kind, error) from error


def damaged(file: SourceFile, kind: PackageKind, error: Exception) -> UnreadableDocument:
    """The error for a package that `error` was met in."""
    return UnreadableDocument(
        f"{file.origin} is not {kind.noun}, or is damaged ({clean(str(error))}). {kind.repair}"
    )


def is_markup(name: str) -> bool:
    return PurePosixPath(name.lower()).suffix in _MARKUP


def _check_names(file: SourceFile, package: zipfile.ZipFile) -> None:
    if len(package.infolist()) > MOST_PARTS:
        raise UnreadableDocument(
            f"{file.origin} has {len(package.infolist()):,} parts; at most {MOST_PARTS:,} are "
            "read. Split it."
        )
    for part in package.infolist():
        if refusal(member_name(part.filename), special=False):
            raise UnreadableDocument(
                f"{file.origin} holds a part whose name leads out of it, as no honest program "
                "writes it. Take it away."
            )
        if part.flag_bits & _ENCRYPTED:
            raise UnreadableDocument(
                f"{file.origin} is encrypted with a password. Save a copy without one."
            )


def _check_sizes(file: SourceFile, package: zipfile.ZipFile, kind: PackageKind) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    markup = sum(part.file_size for part in parts if is_markup(part.filename))
    for size, most, what in (
        (markup, kind.largest_markup, "bytes of XML"),
        (unpacked, LARGEST, "bytes"),
    ):
        if size > most:
            raise UnreadableDocument(
                f"{file.origin} unpacks to {size:,} {what}; at most {most:,} are read. Split it."
            )
    if unpacked > max(SMALL, TIGHTEST * file.path.stat().st_size):
        raise UnreadableDocument(
            f"{file.origin} unpacks to {unpacked:,} bytes, more than {TIGHTEST} times its size, as "
            "files do that are made to fill a memory. Take it away."
        )


def _check_prologs(file: SourceFile, package: zipfile.ZipFile) -> None:
    for part in package.infolist():
        if not is_markup(part.filename):
            continue
        with package.open(part) as opened:
            head = opened.read(_PROLOG).replace(b"\0", b"")
        if b"<!DOCTYPE" in head:
            raise UnreadableDocument(
                f"{file.origin} declares a document type in its part {clean(part.filename)}, as no "
                "Office program does: entities there could expand without end. Take it away."
            )
