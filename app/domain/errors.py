"""Everything that can go wrong, as one tree.

    CitewellError
    |-- InvalidQuestion            the caller's words cannot be a question
    |-- UnusableRecord             a patient's record cannot be read, or is not one patient's
    |-- UnusableHookCall           a call of decision support is not what its hook defines
    |-- MissingPrefetch            a call of decision support lacks resources that it needs
    |-- NotFound                   no such document, passage or generation (or not for this caller)
    |-- Conflict                   it is not as the caller holds it to be: somebody else was first
    |   `-- ConversationFull       a new conversation must begin
    |-- InvalidIdempotencyKey      the key of a request is none
    |-- IdempotencyKeyReused       it came with another body before
    |-- Unauthenticated, Forbidden
    |-- UnreadableDocument         one file could not be read; the job goes on
    |-- NothingReadable            not one file could be read
    |-- Unavailable                try again later (`retry_after` seconds)
    |   |-- IndexUnavailable       nothing was ingested yet, or the index cannot be opened
    |   |-- ModelUnavailable
    |   |-- Overloaded
    |   |-- RateLimited            this caller asked too often
    |   |-- RequestInFlight        the same request is being worked on
    |   |-- RecordsMismatch        what governance recorded fits neither this program nor its keys
    |   `-- WriterBusy             another ingest is running
    |-- GenerationTimeout
    |-- DownloadRefused            a file cannot be had from there, or is not what it should be
    |-- DiskFull
    |-- BuildFailed                a generation did not pass its verification; nothing was published
    `-- ConfigurationError         refuse to start
        |-- IndexMismatch          the index was made with other parts than the settings name
        |-- LicenceNotAccepted
        |-- ModelChanged           a model's file is not the one that was recorded
        `-- PortInUse

A message says what is wrong and what to do about it, in words for the person who must do it. It
never holds a patient's words.
"""


class CitewellError(Exception):
    """Base of every error we raise on purpose."""


class InvalidQuestion(CitewellError):
    """The caller's words cannot be a question: empty, too long, or not text."""


class UnusableRecord(CitewellError):
    """A patient's record that cannot be used at all; `path` is the place in its bundle."""

    def __init__(self, message: str, path: str = "Bundle") -> None:
        super().__init__(message)
        self.path = path


class UnusableHookCall(CitewellError):
    """A call of CDS Hooks that is not what its hook defines, or that mixes two people."""


class MissingPrefetch(CitewellError):
    """A call of CDS Hooks without resources that its service needs: no FHIR server is asked."""


class NotFound(CitewellError):
    """No such thing, or none that this caller may see; the two are not told apart."""


class Conflict(CitewellError):
    """What is asked does not fit how things stand: somebody else holds a task, or decided it."""


class InvalidIdempotencyKey(CitewellError):
    """What was sent as the key of a request is too long, empty, or there twice."""


class IdempotencyKeyReused(CitewellError):
    """The key came with another body before: whoever sent it meant two requests."""


class ConversationFull(Conflict):
    """A conversation has as many turns, or as many bytes, as one may have."""


class Unauthenticated(CitewellError):
    """No credential, or one that is not known."""


class Forbidden(CitewellError):
    """The caller is known and may not do this."""


class UnreadableDocument(CitewellError):
    """One file could not be read. It is quarantined in the report and the job goes on."""


class NothingReadable(CitewellError):
    """Of all that was named, nothing could be read."""


class Unavailable(CitewellError):
    """Something is not ready; the same call may succeed after `retry_after` seconds."""

    def __init__(self, message: str, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class IndexUnavailable(Unavailable):
    """There is no index yet, or it cannot be opened."""


class ModelUnavailable(Unavailable):
    """A model's files are not on this machine, or its engine does not run."""


class Overloaded(Unavailable):
    """More work is waiting than is admitted."""


class RateLimited(Unavailable):
    """This caller, or this address, asked more often than it may."""


class RequestInFlight(Unavailable):
    """A request of the same key is being worked on; its reply can be had afterwards."""


class RecordsMismatch(Unavailable):
    """The database of governance is newer than this program, or was sealed with other keys; waiting
    does not help."""


class WriterBusy(Unavailable):
    """Another process is writing to this home."""


class GenerationTimeout(CitewellError):
    """The generator did not finish in time."""


class DownloadRefused(CitewellError):
    """A file cannot be had from where it was asked for, or it is not what it should be."""


class DiskFull(CitewellError):
    """No space left where something is written; what stood there before is untouched."""


class BuildFailed(CitewellError):
    """A new generation failed its verification; the published one is untouched."""


class ConfigurationError(CitewellError):
    """The settings cannot work; the process refuses to start (exit 2)."""


class IndexMismatch(ConfigurationError):
    """The index was built with another embedder or analyzer than the settings name."""


class LicenceNotAccepted(ConfigurationError):
    """The model's licence asks for an acceptance that was not given."""


class ModelChanged(ConfigurationError):
    """A model's file is not the one whose checksum was recorded; it is not loaded."""


class PortInUse(ConfigurationError):
    """Another process listens on the port."""
