"""A line of a set of claims, and writing a whole set of them."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from app.domain.frozen import Frozen
from eval.suite import UnusableSet

Label = Literal["supported", "unsupported", "contradicted"]


class ClaimLine(Frozen):
    """What the suite `grounding` reads; `source` names where the evidence stands."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    label: Label
    source: str
    kind: str | None = None
    """Left out of the line where None."""


def write_claims(path: Path, lines: Iterable[ClaimLine], nothing: str) -> int:
    """Write the lines aside, then put them in the place of `path`; how many there are.

    Raises:
        UnusableSet: there is no line (`nothing` says why), or the file cannot be written. What
            stood in `path` stands there still.
    """
    text = "".join(line.model_dump_json(exclude_none=True) + "\n" for line in lines)
    if not text:
        raise UnusableSet(nothing)
    aside = path.with_name(f"{path.name}.{os.getpid()}.aside")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
    finally:
        aside.unlink(missing_ok=True)
    return text.count("\n")
