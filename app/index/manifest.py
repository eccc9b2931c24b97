"""The manifest of a generation: writing it, reading it, and refusing one that does not fit."""

import hashlib
import importlib.metadata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from app.domain.errors import IndexMismatch, IndexUnavailable
from app.domain.manifest import AnalyzerCard, EmbedderCard, Manifest

FORMAT: Final = 2
"""Goes up when a generation's files are laid out differently."""
MANIFEST: Final = "manifest.json"

ANALYZER: Final = AnalyzerCard(
    engine="qdrant-edge-bm25", language="english", k=1.2, b=0.75, average_length=120.0
)
"""English stemming and stop words; the usual k and b of BM25."""


def product_version() -> str:
    """The installed version of Citewell, or `source` where it runs uninstalled."""
    try:
        return importlib.metadata.version("citewell")
    except importlib.metadata.PackageNotFoundError:
        return "source"


def corpus_sha256(sorted_passage_ids: Iterable[str]) -> str:
    """SHA-256 over the sorted passage ids: equal libraries have equal hashes."""
    digest = hashlib.sha256()
    for passage_id in sorted_passage_ids:
        digest.update(passage_id.encode() + b"\n")
    return digest.hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    unused = {"collection"} if manifest.collection is None else None
    text = manifest.model_dump_json(indent=2, exclude=unused)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`.

    Raises:
        IndexUnavailable: there is none, or it cannot be read.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        why = str(error).splitlines()[0]
        raise IndexUnavailable(
            f"The generation in {folder} has no readable {MANIFEST} ({why}). Go back with "
            "`citewell index rollback`, or ingest your documents again."
        ) from error


def check_compatible(
    manifest: Manifest, embedder: EmbedderCard, analyzer: AnalyzerCard, *, on_server: bool
) -> None:
    """Refuse an index that was made with other parts than the settings name.

    Args:
        on_server: whether the settings look for it on a server.

    Raises:
        IndexMismatch: in one line, what differs and what to do.
    """
    if manifest.format != FORMAT:
        raise IndexMismatch(
            f"The index has format {manifest.format} (made by Citewell {manifest.product}), this "
            f"version reads format {FORMAT}: use that version, or remove the index and ingest "
            "your documents again."
        )
    if (manifest.collection is not None) != on_server:
        held = "embedded" if manifest.collection is None else "server"
        raise IndexMismatch(
            f"The index was built with CITEWELL_INDEX={held}, the settings say "
            f"{'server' if on_server else 'embedded'}: set CITEWELL_INDEX={held}, or run "
            "`citewell index rebuild`."
        )
    made = manifest.embedder
    if (made.weights_sha256, made.dimension, made.longest_tokens) != (
        embedder.weights_sha256,
        embedder.dimension,
        embedder.longest_tokens,
    ):
        raise IndexMismatch(
            f"The index was built with the embedder {_stated(made)}, the settings name "
            f"{_stated(embedder)}: set CITEWELL_EMBEDDER={made.name}, or run "
            "`citewell index rebuild`."
        )
    if manifest.analyzer != analyzer:
        raise IndexMismatch(
            f"The index was built with the analyzer {_parameters(manifest.analyzer)}, this "
            f"version uses {_parameters(analyzer)}: run `citewell index rebuild`."
        )


def _stated(card: EmbedderCard) -> str:
    return (
        f"{card.name} (weights {card.weights_sha256[:8]}..., {card.dimension} dimensions, "
        f"{card.longest_tokens} tokens)"
    )


def _parameters(card: AnalyzerCard) -> str:
    return f"{card.engine} {card.language} k={card.k:g} b={card.b:g} length={card.average_length:g}"
