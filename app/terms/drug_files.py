"""The files that hold the names of medicines, read as they stand."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def lines_of_names() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(ingredients, brands) of each line of `drug_names.txt`."""
    for line in text_of("drug_names.txt").splitlines():
        named, _, brands = line.partition(":")
        yield tuple(named.split("+")), tuple(brands.split())


def brand_phrases() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(brand, ingredients) of each line of `drug_brand_phrases.txt`."""
    for line in text_of("drug_brand_phrases.txt").splitlines():
        brand, _, named = line.rpartition(": ")
        yield brand, tuple(named.split("+"))


def table(name: str) -> dict[str, Any]:
    """One of our TOML files; what it holds is told at its head."""
    return tomllib.loads(text_of(name))


def text_of(name: str) -> str:
    return files("app.terms").joinpath(name).read_text(encoding="utf-8")
