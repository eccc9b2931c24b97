"""What every clinical rule has, whatever it is about.

A rule is `sourced` where it points at words in a source of `rules/sources.toml`; a test opens the
source and finds them. Any other is from memory: it may warn but not block, and says so. A source
may name some members of a list and not the others: of those the rule speaks from memory.
"""

from collections.abc import Set
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field

from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.safety import Provenance, Severity


class Pointer(Frozen):
    """Words in a source: `at` is the row, page, section or file in it, `finds` stand there."""

    source: str
    at: str = ""
    finds: str = Field(min_length=3, max_length=90)
    """A few words, never a sentence of theirs; case and blanks do not count. `...` stands for any
    words between."""


class Example(Frozen):
    """A question, what was said before, and a claim of its answer where the rule is on claims.

    In TOML a string alone is the question.
    """

    ask: str
    earlier: tuple[str, ...] = ()
    claim: str | None = None
    audience: Audience = Audience.CLINICIAN


def _as_example(given: Any) -> Any:
    return {"ask": given} if isinstance(given, str) else given


Examples = Annotated[
    tuple[Annotated[Example, BeforeValidator(_as_example)], ...], Field(min_length=1)
]


class Rule(Frozen):
    """The part that all groups of rules share; each group adds what it is about."""

    id: str = Field(pattern=r"^[a-z0-9]+(?:[-/.][a-z0-9]+)*$")
    says: str = Field(min_length=10)
    """What is wrong, in our own words."""
    do: str = Field(min_length=5)
    """What to do about it."""
    severity: Severity
    sources: tuple[Pointer, ...] = ()
    from_memory: frozenset[str] = frozenset()
    """Members of its lists, and of their classes, that no source names, nor their class."""
    only_warns: bool = False
    """The sources tell of a danger or a level and not what to do, or of a class without members."""
    positives: Examples
    """That fire the rule."""
    negatives: Examples
    """Near misses that do not."""

    @property
    def provenance(self) -> Provenance:
        return Provenance.SOURCED if self.sources else Provenance.FROM_MEMORY

    def of(self, *sides: Set[str]) -> Self:
        """The rule as it speaks of these members, on each side those that are meant: without its
        sources, and so from memory, where they name none of a side."""
        if any(side and side <= self.from_memory for side in sides):
            return self.model_copy(update={"sources": ()})
        return self
