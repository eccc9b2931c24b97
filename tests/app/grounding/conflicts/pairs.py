"""Two passages of two documents, and what the finder makes of them."""

from app.domain.answer import Evidence
from app.domain.conflict import Disagreement
from app.grounding.conflicts.finder import EvidenceConflicts
from eval.suites.conflicts import Text, as_evidence, quoted


def evidence(label: int, written: str) -> Evidence:
    """`Title > Heading | The words.`"""
    path, _, text = written.partition(" | ")
    return as_evidence(label, Text(path=tuple(path.split(" > ")), text=text))


def disagreements(question: str, first: str, *others: str) -> tuple[Disagreement, ...]:
    """Where the others state otherwise than the first, which is quoted whole."""
    admitted = [evidence(at, each) for at, each in enumerate((first, *others), start=1)]
    return EvidenceConflicts().disagreements(quoted(admitted[0]), question, admitted)
