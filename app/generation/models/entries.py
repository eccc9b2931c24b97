"""What the catalogue says of a model and of its licence, and where each fact was read."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from app.domain.frozen import Frozen
from app.generation.llama.options import LEAST_CONTEXT
from app.generation.models.memory import Shape

Https = Annotated[str, Field(pattern=r"^https://[^\s]+$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Fact = Literal[
    "weights", "parameters", "context", "licence", "clinical_use", "template", "shape", "gguf",
    "checksum",
]  # fmt: skip


class ClinicalUse(StrEnum):
    """What licence and authors say of use in the care of patients; the last is the strictest."""

    NOT_STATED = "not stated"
    """They say nothing of it. This is no permission: a site decides, and its regulator."""
    ADVISED_AGAINST = "advised against"
    """The authors advise against it before further validation; the licence does not forbid it."""
    EXCLUDED = "excluded"
    """The licence forbids it, or it is published for research alone, or not for care."""

    @property
    def strictness(self) -> int:
        return list(ClinicalUse).index(self)


class Licence(Frozen):
    """The terms of the weights, in our words; the text at `url` is what counts."""

    key: str
    name: str
    url: Https
    commercial: Literal["allowed", "forbidden", "with conditions", "unclear"]
    clinical_use: ClinicalUse
    demands: str
    """What it demands or forbids, in a sentence or two."""
    must_accept: bool
    """Whether its terms bind by a clear acceptance, beyond keeping a notice."""
    read_at: Https | None = None
    """Where it was read; None: written down from memory."""


class GgufFile(Frozen):
    """One file of quantised weights on Hugging Face or a mirror of it."""

    repository: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$")]
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*\.gguf$")]
    revision: Annotated[str, Field(pattern=r"^(main|[0-9a-f]{40})$")] = "main"
    quantisation: str
    size: int | None = Field(default=None, gt=0)
    """Bytes, exactly; None where only a rounded size was seen."""
    sha256: Sha256 | None = None

    @property
    def path(self) -> str:
        """Behind the address of Hugging Face or of its mirror."""
        return f"{self.repository}/resolve/{self.revision}/{self.file}"


class ReadAt(Frozen):
    """Facts of one model and the page that states them."""

    facts: tuple[Fact, ...]
    at: Https


class Score(Frozen):
    """A published figure. It says how a model did on that test, and nothing of drafting answers."""

    test: str
    percent: float = Field(ge=0, le=100)
    at: Https


class Entry(Frozen):
    """One model. Nothing here is a recommendation."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    title: str
    family: str
    kind: Literal["healthcare", "general"]
    weights: Https
    parameters: int = Field(gt=0)
    context: int = Field(gt=0)
    """Tokens it was trained for."""
    licence: Licence
    clinical_use: ClinicalUse
    """What the authors say of it; `care` joins it with the licence."""
    says: str = ""
    """Their statement on use in care, in our words."""
    says_at: Https | None = None
    template: Literal["yes", "no", "unknown"]
    """Whether the file is known to carry a chat template."""
    llama_cpp: bool = True
    """Whether llama.cpp has the architecture."""
    shape: Shape
    gguf: GgufFile | None = None
    """None: no file was verified, so that a user names one."""
    run_here: bool = False
    """Whether Citewell was run with it. Until then nothing is known of how it does here."""
    scores: tuple[Score, ...] = ()
    read: tuple[ReadAt, ...] = ()
    reported: tuple[Fact, ...] = ()
    """Facts that public programs or copies of the page state, where the page was not seen."""
    from_memory: tuple[Fact, ...] = ()
    """Facts written down without looking them up: check them before you rely on them."""
    read_on: date

    @property
    def care(self) -> ClinicalUse:
        """The stricter of what licence and authors say of use in care."""
        return max(self.licence.clinical_use, self.clinical_use, key=lambda use: use.strictness)

    @property
    def can_run(self) -> bool:
        """Whether the engine has its architecture, and its context room for evidence."""
        return self.llama_cpp and self.context >= LEAST_CONTEXT

    @property
    def needs_acceptance(self) -> bool:
        """Whether `pull` asks for the licence to be accepted in so many words."""
        return (
            self.licence.must_accept
            or self.licence.commercial != "allowed"
            or self.care is ClinicalUse.EXCLUDED
        )

    @property
    def terms(self) -> str:
        """One paragraph for the person who accepts, or loads, the model."""
        said = f"{self.licence.name} ({self.licence.url}): {self.licence.demands}"
        care = f" Use in care: {self.care.value}."
        return said + care + (f" {self.says}" if self.says else "")

    @property
    def quantisation(self) -> str:
        return self.gguf.quantisation if self.gguf else ASSUMED_QUANTISATION

    @property
    def weights_bytes(self) -> int:
        """Of the file: as published where known, computed where not."""
        if self.gguf is not None and self.gguf.size is not None:
            return self.gguf.size
        return self.shape.weights_bytes(self.parameters, self.quantisation)

    def memory_bytes(self, context: int) -> int:
        """Weights and the cache of `context` tokens; the engine's own buffers come on top."""
        return self.weights_bytes + self.shape.cache_bytes(min(context, self.context))

    @model_validator(mode="after")
    def _told_once(self) -> Self:
        told = [fact for each in self.read for fact in each.facts]
        told += [*self.reported, *self.from_memory]
        due = {"weights", "parameters", "context", "licence", "clinical_use", "template", "shape"}
        if self.gguf is not None:
            due |= {"gguf"} | ({"checksum"} if self.gguf.sha256 else set())
        if sorted(told) != sorted(due):
            raise ValueError(f"{self.name}: where it was read is told of {told}, due is {due}")
        if (self.clinical_use is ClinicalUse.NOT_STATED) != (not self.says):
            raise ValueError(f"{self.name}: what its authors say of care needs their statement")
        if self.says and self.says_at is None and "clinical_use" not in self.from_memory:
            raise ValueError(f"{self.name}: a statement needs its page, or is from memory")
        return self


ASSUMED_QUANTISATION: Final = "Q4_K_M"
"""Of a model whose file is not known, to compute its memory."""
