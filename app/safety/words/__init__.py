"""Vocabularies of the screens: words, no rules."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=32)
def word_table(name: str) -> dict[str, Any]:
    """A file of this folder."""
    return tomllib.loads(files("app.safety.words").joinpath(name).read_text(encoding="utf-8"))
