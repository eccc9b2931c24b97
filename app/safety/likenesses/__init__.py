"""Fitted likenesses, read as they stand."""

from importlib.resources import files
from typing import Final

HARM_LAYERS: Final = "harm_layers.safetensors"


def likeness_text(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")


def harm_layers() -> bytes:
    """The lower layers of the packaged model, as they were tuned for the likeness to harm."""
    return files(__name__).joinpath(HARM_LAYERS).read_bytes()
