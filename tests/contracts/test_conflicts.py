"""What every finder of disagreements keeps to."""

import pytest

from app.domain.ports.grounding import Conflicts
from app.grounding.conflicts.finder import EvidenceConflicts
from eval.suites.conflicts import Text, as_evidence, quoted
from tests.fakes import FakeConflicts

ASKED = "What dose of flucloxacillin is given for cellulitis in adults?"
ONE, OTHER = (
    as_evidence(label, Text(path=(title, "Cellulitis"), text=text))
    for label, title, text in (
        (1, "Skin guide", "Adults with cellulitis: flucloxacillin 500 mg four times daily."),
        (2, "Manual", "In adults with cellulitis give flucloxacillin 1 g four times daily."),
    )
)


@pytest.fixture(params=[FakeConflicts, EvidenceConflicts])
def finder(request: pytest.FixtureRequest) -> Conflicts:
    found: Conflicts = request.param()
    return found


def test_the_first_side_is_the_claims_and_both_are_verbatim(finder: Conflicts) -> None:
    (found,) = finder.disagreements(quoted(ONE), ASKED, (ONE, OTHER))
    assert [side.document.id for side in found.sides] == [ONE.document.id, OTHER.document.id]
    for side, evidence in zip(found.sides, (ONE, OTHER), strict=True):
        assert side.citation.label == evidence.label
        assert side.citation.span.of(evidence.passage.text) == side.citation.quote


def test_one_document_alone_disagrees_with_nothing(finder: Conflicts) -> None:
    assert finder.disagreements(quoted(ONE), ASKED, (ONE,)) == ()


def test_without_a_claim_there_is_nothing_to_disagree_with(finder: Conflicts) -> None:
    assert finder.disagreements((), ASKED, (ONE, OTHER)) == ()
