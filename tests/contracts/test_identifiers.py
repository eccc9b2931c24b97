"""What every finder of identifiers keeps to."""

import itertools

import pytest

from app.domain.identifier_kinds import IdentifierKind
from app.domain.ports.identifiers import IdentifierFinder
from app.safety.identifiers.finder import PresidioFinder
from tests.fakes import FakeIdentifierFinder

TEXT = "Mr Examplo has gout. May Mr Examplo take colchicine?"


@pytest.fixture(params=[FakeIdentifierFinder, PresidioFinder])
def finder(request: pytest.FixtureRequest) -> IdentifierFinder:
    made: IdentifierFinder = request.param()
    return made


def test_what_is_found_lies_in_the_text_in_order_and_does_not_overlap(
    finder: IdentifierFinder,
) -> None:
    found = finder.find(TEXT)
    assert [TEXT[one.start : one.end] for one in found] == ["Examplo", "Examplo"]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert {one.kind for one in found} == {IdentifierKind.NAME}


def test_redacting_puts_a_placeholder_in_each_place_and_changes_nothing_else(
    finder: IdentifierFinder,
) -> None:
    assert finder.redact(TEXT) == TEXT.replace("Examplo", "[NAME]")
    assert finder.redact("") == ""
    assert finder.redact("A dose of 5 mg.") == "A dose of 5 mg."


def test_why_holds_no_word_of_the_identifier(finder: IdentifierFinder) -> None:
    assert all("Examplo" not in one.why for one in finder.find(TEXT))
