"""Conditions that count though they are called resolved."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def lasting_conditions() -> frozenset[str]:
    """Their names, as conditions are named everywhere."""
    text = files("app.terms").joinpath("lasting_conditions.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["conditions"])
