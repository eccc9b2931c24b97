"""A file that came whole, or that the user has, gets its place once its checksum is known."""

import errno
import os
import shutil
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError, DiskFull, DownloadRefused, NotFound
from app.generation.models.folder import whole_gguf
from app.generation.models.hashing import BLOCK, Progress, sha256_of
from app.generation.models.records import Against

PART: Final = ".part"
NO_SPACE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system calls a disk, a share of it, or a file that may grow no further."""
_SAYS: Final[dict[Against, str]] = {
    "catalogue": "the catalogue has",
    "given": "--sha256 says",
    "server": "the server announced",
}

Expected = tuple[str, Against]
"""What the checksum must be, and who says so."""


def take(
    file: Path, final: Path, expected: Expected | None, *, link: bool, progress: Progress
) -> str:
    """Copies or links a file that the user has; its checksum.

    Raises:
        NotFound: there is no such file.
        ConfigurationError: it is no GGUF file, or a part of a split one.
        DownloadRefused: it is not the expected one.
        DiskFull: it does not fit.
    """
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    whole_gguf(file)
    part = final.with_name(final.name + PART)
    part.unlink(missing_ok=True)
    try:
        if link:
            part.symlink_to(file.resolve())
        else:
            _copy(file, part, progress)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno not in NO_SPACE:
            raise
        raise DiskFull(f"{part.parent} is full, and nothing of {file} is kept there.") from error
    return settle(part, final, expected, progress)


def _copy(file: Path, part: Path, progress: Progress) -> None:
    size = file.stat().st_size
    free = shutil.disk_usage(part.parent).free
    if size > free:
        raise DiskFull(
            f"{file} has {size:,} bytes and {part.parent} {free:,} free: free some, name another "
            "folder in CITEWELL_MODELS, or leave the file where it is with --link."
        )
    # unbuffered, a full disk would take a part of a block and say so to nobody
    with file.open("rb", buffering=0) as source, part.open("wb") as out:
        done = 0
        while block := source.read(BLOCK):
            out.write(block)
            done += len(block)
            progress("copying", done, size)


def settle(part: Path, final: Path, expected: Expected | None, progress: Progress) -> str:
    """Checks the whole part and gives it its name in one rename; its checksum.

    Raises:
        DownloadRefused: it is no GGUF file, or not the expected one; it is deleted.
    """
    try:
        whole_gguf(part.resolve() if part.is_symlink() else part)
    except ConfigurationError as error:
        part.unlink()
        raise DownloadRefused(f"What came is no model and was deleted: {error}") from None
    found = sha256_of(part, progress)
    if expected is not None and found != expected[0]:
        part.unlink()
        raise DownloadRefused(
            f"{final.name} came with SHA-256 {found} where {_SAYS[expected[1]]} {expected[0]}: it "
            "was damaged on the way or is another file, and was deleted."
        )
    if not part.is_symlink():
        with part.open("rb") as written:
            os.fsync(written.fileno())
    part.replace(final)
    return found
