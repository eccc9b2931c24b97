"""Whatever goes wrong in one file stays in that file."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import CitewellError, UnreadableDocument
from ingest.disk import full_disk_named
from ingest.reading import Reader


@contextmanager
def reading_one_file(reader: Reader) -> Iterator[None]:
    """Whatever goes wrong in the body concerns one file, and the job goes on without it.

    Raises:
        UnreadableDocument: with the reason.
        DiskFull: an unpacked copy could not be written.
    """
    try:
        with full_disk_named("an unpacked file"):
            yield
    except CitewellError:
        raise
    except MemoryError:
        raise too_much_memory() from None
    except Exception as error:
        # Parsers of a dozen formats fail in their own ways on a hostile file.
        raise UnreadableDocument(
            f"The {reader.name} reader failed on it ({type(error).__name__}: {error})."
        ) from error


def too_much_memory() -> UnreadableDocument:
    return UnreadableDocument(
        "Reading it takes more memory than one file may have; divide the file."
    )
