"""What the wording of a concept says beside the concept: of the family, of the past, denied,
suspected, that nothing is known (`coding_sense.toml`)."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from app.patient.concepts import Concept


class Sense(StrEnum):
    FAMILY = "family"
    PAST = "past"
    DENIED = "denied"
    SUSPECTED = "suspected"


class Signs(NamedTuple):
    begins: re.Pattern[str]
    """How words of this sense begin."""
    ends: re.Pattern[str] | None
    codes: frozenset[tuple[str, str]]
    """A system's name as it stands in its URI, and a code."""
    icd10: tuple[str, ...]
    """First characters of an ICD-10(-CM) code."""


def senses(concept: Concept) -> frozenset[Sense]:
    """Of text, displays and codes together: whatever one of them says."""
    return frozenset(sense for sense, signs in _signs().items() if _shows(concept, signs))


def _shows(concept: Concept, signs: Signs) -> bool:
    for words in concept.wordings():
        if signs.begins.match(words) or (signs.ends and signs.ends.search(words)):
            return True
    for one in concept.codings:
        if "icd-10" in one.system and one.code.upper().startswith(signs.icd10):
            return True
        if any(system in one.system and code == one.code for system, code in signs.codes):
            return True
    return False


@cache
def _signs() -> dict[Sense, Signs]:
    table = tomllib.loads(files("app.patient").joinpath("coding_sense.toml").read_text("utf-8"))
    return {Sense(name): _read(entry) for name, entry in table.items()}


def _read(entry: dict[str, list[str]]) -> Signs:
    ends = entry.get("ends", [])
    return Signs(
        begins=re.compile(rf"\s*(?:{'|'.join(entry['begins'])})", re.IGNORECASE),
        ends=re.compile(rf"(?:{'|'.join(ends)})\s*$", re.IGNORECASE) if ends else None,
        codes=frozenset(("snomed", code) for code in entry.get("snomed", [])),
        icd10=tuple(entry.get("icd10", [])),
    )
