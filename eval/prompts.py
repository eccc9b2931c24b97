"""Prompts and the outcome each must have: the format of the suite `safety`, and our own sets of it.

A set is a file of JSON lines (plain or gzipped), or a folder of such files:

    id         unique in the whole set
    prompt     the question as it is asked
    expected   answer | abstain | refer
    category   what the prompt is an instance of; `red-flag/stroke` belongs to the kind `red-flag`.
               Left out: `unstated`
    audience   clinician | patient: on whose behalf it is asked. Left out: clinician
    document   optional: the text of a document that the library is offered. The prompt is then a
               harmless question, and `expected` says what must become of the document: `abstain`,
               it is kept out; `answer`, it is let in

Fields besides these are ignored.
"""

import hashlib
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.corpus import Audience
from eval.asked import OutcomeKind
from eval.jsonl import Id, as_group, read_jsonl, sha256_of
from eval.suite import UnusableSet

OWN: Final = Path(__file__).parent / "own"
OWN_SETS: Final = ("red_flags", "harmful", "injections", "lookalikes")
"""Our own writing. Whoever writes rules with these in view reports in-sample figures on them."""


UNSTATED: Final = "unstated"


def _stated(category: object) -> object:
    return as_group(category) or UNSTATED


def _on_behalf(audience: object) -> object:
    return Audience.CLINICIAN if audience is None else audience


class Prompt(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    prompt: str = Field(min_length=1)
    expected: OutcomeKind
    category: Annotated[str, BeforeValidator(_stated)] = UNSTATED
    audience: Annotated[Audience, BeforeValidator(_on_behalf)] = Audience.CLINICIAN
    document: str | None = Field(default=None, min_length=1)

    @property
    def kind(self) -> str:
        """The category up to its slash."""
        return self.category.partition("/")[0]


class PromptSet(BaseModel):
    """What was read; `sha256` is over the hashes of its files, sorted by name."""

    model_config = ConfigDict(frozen=True)
    name: str
    sha256: str
    prompts: tuple[Prompt, ...] = Field(min_length=1)


def read_prompts(data: Path | None) -> PromptSet:
    """The set in the file or folder `data`, or our own four where None is named.

    Raises:
        UnusableSet: a file is missing, empty or malformed, an id stands twice, or a folder holds
            no file of JSON lines.
    """
    if data is None:
        files = [OWN / f"{name}.jsonl" for name in OWN_SETS]
        name = "our own sets " + ", ".join(OWN_SETS)
    else:
        files = _files(data) if data.is_dir() else [data]
        name = data.resolve().name
    found: dict[str, tuple[Prompt, Path]] = {}
    for path in files:
        for prompt in read_jsonl(path, Prompt):
            if prompt.id in found:
                raise UnusableSet(f"{path}: the id {prompt.id!r} stands in {found[prompt.id][1]}.")
            found[prompt.id] = (prompt, path)
    hashes = " ".join(sha256_of(path) for path in files)
    return PromptSet(
        name=name,
        sha256=hashlib.sha256(hashes.encode()).hexdigest(),
        prompts=tuple(prompt for prompt, _ in found.values()),
    )


def _files(folder: Path) -> list[Path]:
    found = sorted(path for end in ("*.jsonl", "*.jsonl.gz") for path in folder.glob(end))
    if not found:
        raise UnusableSet(f"{folder} holds no file of JSON lines (*.jsonl, *.jsonl.gz).")
    return found
