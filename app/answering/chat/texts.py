"""The fixed words of a chat, as data."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[str, str]]:
    """Section -> name -> words, of `texts.toml`."""
    text = files("app.answering.chat").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
