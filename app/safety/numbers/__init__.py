"""Help lines and emergency numbers, by country."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def number_table(name: str) -> dict[str, Any]:
    """A file of this folder."""
    return tomllib.loads(files("app.safety.numbers").joinpath(name).read_text(encoding="utf-8"))
