"""A line of a set of claims, and writing a whole set of them."""

from typing import Literal

from app.domain.frozen import Frozen

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
