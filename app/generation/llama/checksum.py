"""The SHA-256 that tells one model file from another, and a damaged one from a whole one.

Damaged weights load without complaint and then end the engine's process, or say nonsense.
"""

from pathlib import Path

from app.domain.errors import ConfigurationError, ModelChanged
from app.generation.models.hashing import Progress, sha256_of, silent

_known: dict[tuple[str, int, int], str] = {}
"""By path, size and time of the last change: a file that did not change is read once a process."""


def file_sha256(
    path: Path, recorded: str | None = None, progress: Progress = silent, *, anew: bool = False
) -> str:
    """64 hexadecimal digits; 1 to 4 seconds a gigabyte the first time.

    Args:
        anew: read it again though size and time are as before, which is no proof.

    Raises:
        ModelChanged: another one was recorded.
        ConfigurationError: the file cannot be read.
    """
    try:
        stat = path.stat()
        key = (str(path.absolute()), stat.st_size, stat.st_mtime_ns)
        if anew or key not in _known:
            _known[key] = sha256_of(path, progress)
    except OSError as error:
        raise ConfigurationError(f"The model {path} cannot be read ({error.strerror}).") from None
    found = _known[key]
    if recorded is not None and found != recorded.lower():
        raise ModelChanged(
            f"The model {path} has SHA-256 {found[:12]}... where {recorded[:12]}... was recorded: "
            "it is damaged or was replaced. Copy it again, or record the new one on purpose."
        )
    return found
