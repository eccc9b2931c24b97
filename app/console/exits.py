"""What the command line's exit code means; one table for every command."""

from enum import IntEnum

from app.domain import errors


class Exit(IntEnum):
    OK = 0
    """Done. An abstention is an answer."""
    FAILED = 1
    """The thing itself failed: nothing could be read, nothing was found, a check failed."""
    REFUSED = 2
    """Wrong usage or settings, or an index or records that do not fit them."""
    UNAVAILABLE = 3
    """Not now: nothing ingested yet, busy, or a model is missing."""
    SIGNAL = 3
    """Something to look at, for `monitor --fail-on-signal`: to be looked at in either case."""
    DISK_FULL = 4
    INTERRUPTED = 130
    """Ctrl-C."""


_BY_ERROR = (
    (errors.ConfigurationError, Exit.REFUSED),
    (errors.InvalidQuestion, Exit.REFUSED),
    (errors.UnusableRecord, Exit.REFUSED),
    (errors.Unauthenticated, Exit.REFUSED),
    (errors.Forbidden, Exit.REFUSED),
    (errors.RecordsMismatch, Exit.REFUSED),
    (errors.Unavailable, Exit.UNAVAILABLE),
    (errors.GenerationTimeout, Exit.UNAVAILABLE),
    (errors.DiskFull, Exit.DISK_FULL),
)


def exit_of(error: errors.CitewellError) -> Exit:
    """The code for an error; `FAILED` where the table has no row for it."""
    codes = (code for kind, code in _BY_ERROR if isinstance(error, kind))
    return next(codes, Exit.FAILED)
