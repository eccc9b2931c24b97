"""Joins the readers to this home's generations; the only file of ingest that knows the index."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.manifest import EmbedderCard
from app.domain.ports.embedding import Embedder
from app.index.embedder import load_embedder
from app.index.generations import HomeGenerations
from app.settings import Settings, read_settings
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.progress import Progress
from ingest.reading import Reader
from ingest.sources.csv import CsvReader
from ingest.sources.docx import DocxReader
from ingest.sources.html import HtmlReader
from ingest.sources.markdown import MarkdownReader
from ingest.sources.pdf import PdfReader
from ingest.sources.pubmed import PubmedReader
from ingest.sources.text import TextReader
from ingest.sources.xlsx import XlsxReader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READERS: tuple[Reader, ...] = (
    PubmedReader(),
    PdfReader(),
    DocxReader(),
    XlsxReader(),
    CsvReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)
"""The first that accepts a file reads it; those that look into the file come before those that go
by its name."""


def ingest_job(progress: Progress, settings: Settings | None = None) -> IngestJob:
    """The job over the home that the settings name.

    Args:
        settings: None reads those in force.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    settings = settings or read_settings()
    generations = HomeGenerations(
        home=settings.home, embedder=LateEmbedder(settings), kept=settings.kept_generations
    )
    return IngestJob(generations, READERS, walk, progress)


class LateEmbedder:
    """The settings' embedder, loaded when a build begins.

    A run that finds nothing changed, and a dry run, never pay the seconds that loading takes.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _loaded(self) -> Embedder:
        given = self._settings
        return load_embedder(given.embedder, given.embedder_precision, given.threads)

    @property
    def card(self) -> EmbedderCard:
        return self._loaded.card

    @property
    def fingerprint(self) -> str:
        return self._loaded.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        return self._loaded.embed_passages(texts)

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        return self._loaded.embed_question(text)
