"""Fixed texts that are shown to people, as data: our own words, grade 8 at most for patients."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=32)
def text_table(name: str) -> dict[str, Any]:
    """A file of this folder."""
    return tomllib.loads(files("app.safety.texts").joinpath(name).read_text(encoding="utf-8"))
