"""Which scheme a grade of evidence is of, and how high it stands there."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from app.domain.frozen import Frozen

_FILLING: Final = re.compile(
    r"\b(?:grades?|levels?|of|evidence|recommendations?|statements?|quality|certainty|class|the|"
    r"strong|weak|conditional)\b|[\u2295\u2296\u25cb\u25ef\u2a01]"
)
"""How strongly something is recommended says nothing of the evidence; the signs repeat a level."""
_HYPHEN: Final = re.compile(r"(?<=[a-z])-(?=[a-z])")
"""Of `low-certainty`; the sign of `1-` is none."""
_EDGES: Final = " .,:;()[]\"'"


class Scheme(Frozen):
    """`levels` from the best down; those of one list count alike."""

    levels: tuple[tuple[str, ...], ...]
    called: tuple[str, ...]
    by_publisher: bool = False
    source: str


class Grade(NamedTuple):
    """`rank` counts from 0, the best."""

    scheme: str
    rank: int


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """By name."""
    text = files("app.terms").joinpath("evidence_grades.toml").read_text(encoding="utf-8")
    return {name: Scheme.model_validate(one) for name, one in tomllib.loads(text).items()}


def grade_of(written: str | None, publisher: str | None = None) -> Grade | None:
    """The grade as its scheme ranks it; None where no scheme is named, or another level than its.

    Args:
        written: the grade in the source's own words: `GRADE: moderate`, `SIGN B`, `1b (Oxford)`.
        publisher: may name the scheme in place of the grade: the task force's own letters.
    """
    if not written:
        return None
    grade = _HYPHEN.sub(" ", written.lower())
    found = [
        Grade(name, rank)
        for name, scheme in schemes().items()
        if _named(scheme, grade, (publisher or "").lower())
        for rank, level in enumerate(scheme.levels)
        if _bare(grade, scheme) in level
    ]
    return found[0] if len(found) == 1 else None


def _bare(grade: str, scheme: Scheme) -> str:
    for word in scheme.called:
        grade = re.sub(rf"\b{re.escape(word)}\b", " ", grade)
    return " ".join(_FILLING.sub(" ", grade).split()).strip(_EDGES)


def _named(scheme: Scheme, grade: str, publisher: str) -> bool:
    text = f"{grade} | {publisher}" if scheme.by_publisher else grade
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in scheme.called)
