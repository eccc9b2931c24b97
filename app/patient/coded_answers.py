"""A coded answer in words (`coded_answers.toml` where it comes without any)."""

import tomllib
from functools import cache
from importlib.resources import files

from app.patient.concepts import words
from app.patient.element import Element


def answer(concept: Element) -> str:
    """Its text, else a display, else what its code is known to mean, else the code."""
    codings = concept.items("coding")
    if not concept.text("text") and not any(one.text("display") for one in codings):
        for one in codings:
            found = _words().get(one.text("code"))
            if found:
                return found
    return words(concept)


@cache
def _words() -> dict[str, str]:
    table = tomllib.loads(files("app.patient").joinpath("coded_answers.toml").read_text("utf-8"))
    return dict(table["words"])
