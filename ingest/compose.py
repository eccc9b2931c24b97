"""Joins the readers to this home's generations; the only file of ingest that knows the index."""

from app.domain.ports.embedding import Embedder
from app.index.embedder import load_embedder
from app.index.generations import HomeGenerations
from app.index.late_embedder import LateEmbedder
from app.index.places import place_of
from app.settings import Settings, read_settings
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.progress import Progress
from ingest.reading import Reader
from ingest.review import REVIEW, Review
from ingest.sources.csv import CsvReader
from ingest.sources.docx import DocxReader
from ingest.sources.epub import EpubReader
from ingest.sources.html import HtmlReader
from ingest.sources.jats import JatsReader
from ingest.sources.json_documents import JsonReader
from ingest.sources.markdown import MarkdownReader
from ingest.sources.medquad import MedquadReader
from ingest.sources.ngc import NgcReader
from ingest.sources.ocr import installed as installed_ocr
from ingest.sources.openfda_label import OpenFdaLabelReader
from ingest.sources.pdf import PdfReader
from ingest.sources.pptx import PptxReader
from ingest.sources.pubmed import PubmedReader
from ingest.sources.spl import SplReader
from ingest.sources.text import TextReader
from ingest.sources.uspstf import UspstfReader
from ingest.sources.xlsx import XlsxReader

READERS: tuple[Reader, ...] = (
    PubmedReader(),
    JatsReader(),
    SplReader(),
    NgcReader(),
    MedquadReader(),
    OpenFdaLabelReader(),
    UspstfReader(),
    JsonReader(),
    PdfReader(installed_ocr()),
    EpubReader(),
    DocxReader(),
    PptxReader(),
    XlsxReader(),
    CsvReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)
"""The first that accepts a file reads it; those that look into the file come before those that go
by its name."""


def ingest_job(
    progress: Progress, settings: Settings | None = None, embedder: Embedder | None = None
) -> IngestJob:
    """The job over the home that the settings name.

    Args:
        settings: None reads those in force.
        embedder: None loads the one that the settings name, when something is first embedded.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    settings = settings or read_settings()
    embedder = embedder or LateEmbedder(
        lambda: load_embedder(
            settings.embedder, settings.embedder_backend, settings.threads, settings.models
        )
    )
    generations = HomeGenerations(
        home=settings.home,
        embedder=embedder,
        kept=settings.kept_generations,
        place=place_of(settings.index, settings.home, settings),
    )
    review = Review(settings.home / REVIEW)
    return IngestJob(generations, READERS, walk, progress, review)
