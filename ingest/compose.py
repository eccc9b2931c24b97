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
from ingest.readers import READERS
from ingest.review import REVIEW, Review
from ingest.worker import FileLimits
from ingest.workers import Workers


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
    limits = FileLimits(seconds=settings.seconds_a_file)
    parsing = Workers(READERS, settings.reading_processes, limits)
    return IngestJob(generations, READERS, walk, progress, review, parsing)
