"""Claims with the evidence they stand on and a gold label, one a line of a file."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.answer import DraftClaim, Evidence, Quote, VerdictKind
from app.domain.corpus import content_id
from eval.evidence_of import evidence_of
from eval.jsonl import Group, Id

SET: Final = "grounding"
"""What the evidence of such a file calls its source."""
REST: Final = "rest"
"""Unsupported or contradicted, where only support matters."""


def _list(given: object) -> object:
    return given if isinstance(given, list | tuple) else (given,)


def _worded(given: object) -> object:
    return {"text": given} if isinstance(given, str) else given


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class GoldEvidence(BaseModel):
    """The words that a claim quotes, and the headings they stand under, from the title down."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: Text
    path: tuple[str, ...] = ()


class GoldClaim(BaseModel):
    """A line of the data."""

    model_config = ConfigDict(extra="ignore")
    id: Id
    claim: Text
    evidence: Annotated[
        tuple[Annotated[GoldEvidence, BeforeValidator(_worded)], ...],
        Field(min_length=1),
        BeforeValidator(_list),
    ]
    label: Literal[VerdictKind.SUPPORTED, VerdictKind.UNSUPPORTED, VerdictKind.CONTRADICTED]
    kind: Group = None
    question: str = ""

    @property
    def content(self) -> str:
        """An id of the claim's and the evidence's words, whatever the line is called."""
        headed = ("\n".join((*each.path, each.text)) for each in self.evidence)
        return content_id(self.claim, *headed)


class SourcedClaim(GoldClaim):
    """A line that may name the document its evidence comes from."""

    source: Group = None


def quoting_all(claim: GoldClaim) -> tuple[DraftClaim, list[Evidence]]:
    """The claim, which quotes each of its evidence texts whole, and that evidence."""
    evidence = [as_evidence(label, each) for label, each in enumerate(claim.evidence, start=1)]
    quotes = tuple(Quote(label=each.label, text=each.passage.text) for each in evidence)
    return DraftClaim(text=claim.claim, quotes=quotes), evidence


def as_evidence(label: int, given: GoldEvidence) -> Evidence:
    """The text as one passage of a document of its own, with its sentences as ingest marks them."""
    return evidence_of(SET, label, given.path, given.text)
