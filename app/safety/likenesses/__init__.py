"""Fitted likenesses, read as they stand."""

from importlib.resources import files
from pathlib import Path


def likeness_text(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")


def harm_tuning() -> Path:
    """What the embedder's network is tuned by to read requests for harm."""
    return Path(str(files(__name__).joinpath("harm.safetensors")))
