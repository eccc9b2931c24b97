"""What the screen made of one document, before anything is known of decisions about it."""

from app.domain.frozen import Frozen
from ingest.reading import ReadDocument
from ingest.review import identity
from ingest.screen import Finding, screen


class Looked(Frozen):
    """A document in which the screen found something."""

    document: str
    """Its id in the review."""
    findings: tuple[Finding, ...]


def look(read: ReadDocument) -> Looked | None:
    """None where the screen found nothing."""
    findings = screen(read)
    return Looked(document=identity(read), findings=findings) if findings else None
