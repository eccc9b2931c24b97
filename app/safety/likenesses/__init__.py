"""Fitted likenesses, read as they stand."""

from importlib.resources import files


def likeness_text(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")
