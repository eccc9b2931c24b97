"""A claim that repeats who the question is about is withheld."""

import pytest

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus
from app.domain.subject import Subject
from app.safety.checks.identifiers import IdentifiersOfClaim
from app.safety.identifiers.finder import PresidioFinder
from tests.app.safety.group import claim_of

CHECK = IdentifiersOfClaim(PresidioFinder())
ASKED = "Mrs Jane Fotherby, NHS number 943 476 5919, born 3/4/1951, jane.f@example.org: apixaban?"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("Mrs Fotherby may take apixaban.", CheckStatus.BLOCK),
        ("FOTHERBY: apixaban 5 mg twice daily.", CheckStatus.BLOCK),
        ("Number 9434765919 has a clearance of 40.", CheckStatus.BLOCK),
        ("Write to jane.f@example.org about it.", CheckStatus.BLOCK),
        ("Apixaban 5 mg twice daily is given.", CheckStatus.PASS),
        ("Apixaban may be taken by people born before.", CheckStatus.PASS),
    ],
)
def test_who_is_asked_about_is_not_repeated(claim: str, status: CheckStatus) -> None:
    subject = Subject(question=Question.asked(ASKED))
    assert [one.status for one in CHECK.check(claim_of(claim), subject)] == [status]


def test_an_earlier_turn_counts() -> None:
    turn = Turn(speaker=Speaker.USER, text="My name is Jane Fotherby.")
    subject = Subject(question=Question.asked("Apixaban?", conversation=(turn,)))
    (said,) = CHECK.check(claim_of("Jane Fotherby takes apixaban."), subject)
    assert said.status is CheckStatus.BLOCK
