"""Stated confidences with what became of them, of a file or of another suite's run."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from app.domain.frozen import Frozen
from eval.jsonl import Group, Id, read_jsonl, sha256_of
from eval.run import ITEMS, read_run
from eval.suite import UnusableSet

Confidence = Annotated[float, Field(ge=0.0, le=1.0, strict=True, allow_inf_nan=False)]


class Stated(Frozen):
    """What was said with a confidence, and whether it was right."""

    id: str
    confidence: Confidence
    correct: bool
    groups: dict[str, str] = {}
    """Breakdown -> the group it belongs to."""


class StatedSet(Frozen):
    name: str
    items: tuple[Stated, ...] = Field(min_length=1)
    silent: int = Field(ge=0)
    """Items that stated no confidence and are left out."""
    sha256: str


class _Line(Frozen):
    """One line of a file of confidences."""

    id: Id
    confidence: Confidence | None
    correct: StrictBool
    group: Group = None

    @property
    def groups(self) -> dict[str, str]:
        return {} if self.group is None else {"group": self.group}


class _RunLine(BaseModel):
    """One item of a run; what else it says is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    confidence: Confidence | None
    correct: StrictBool
    groups: dict[str, str] = {}


def read_stated(data: Path) -> StatedSet:
    """The items of a file, or of the run folder `data`, that state a confidence.

    Raises:
        UnusableSet: a malformed line, an unfinished run, or no stated confidence at all.
    """
    lines: tuple[_Line, ...] | tuple[_RunLine, ...]
    path = data
    if data.is_dir():
        read_run(data)
        path = data / ITEMS
        lines = read_jsonl(path, _RunLine)
    else:
        lines = read_jsonl(data, _Line)
    stated = tuple(
        Stated(id=one.id, confidence=one.confidence, correct=one.correct, groups=one.groups)
        for one in lines
        if one.confidence is not None
    )
    if not stated:
        raise UnusableSet(f"{path}: no item states a confidence.")
    return StatedSet(
        name=data.resolve().name,
        items=stated,
        silent=len(lines) - len(stated),
        sha256=sha256_of(path),
    )
