"""A claim is held against the people it names itself, whoever the question is about."""

import pytest

from app.domain.question import Question
from app.domain.safety import CheckStatus
from app.domain.subject import Subject
from app.safety.checks.age import AgeOfClaim
from app.safety.checks.contraindications import ContraindicationCheck
from app.safety.situation.reader import QuestionReader
from tests.app.safety.group import claim_of

BLOCK, PASS = CheckStatus.BLOCK, CheckStatus.PASS


def subject(text: str) -> Subject:
    question = Question.asked(text)
    return Subject(question=question, situation=QuestionReader().read(question))


@pytest.mark.parametrize("asked", ["Is it recommended for chlamydia?", "She is not pregnant."])
@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("Doxycycline 100 mg is recommended for chlamydia in pregnancy.", BLOCK),
        ("Pregnant women should be given doxycycline 100 mg twice daily.", BLOCK),
        ("Ibuprofen 400 mg is recommended for pain in the third trimester of pregnancy.", BLOCK),
        ("Doxycycline 100 mg is recommended; in pregnancy azithromycin is used.", PASS),
        ("Doxycycline 100 mg is recommended for adults who are not pregnant.", PASS),
        ("Avoid doxycycline in pregnancy.", PASS),
        ("Azithromycin 1 g is recommended for chlamydia in pregnancy.", PASS),
    ],
)
def test_a_pregnancy_that_the_claim_names_counts(
    asked: str, claim: str, status: CheckStatus
) -> None:
    said = ContraindicationCheck().check(claim_of(claim), subject(asked))
    assert (BLOCK in {one.status for one in said}) == (status is BLOCK), said


@pytest.mark.parametrize(
    ("claim", "fires"),
    [
        ("Doxycycline 50 mg is recommended for children aged 4 years.", True),
        ("Doxycycline 100 mg is recommended for children over 12 years.", False),
        ("Doxycycline 100 mg is recommended for adults.", False),
    ],
)
def test_an_age_that_the_claim_names_counts(claim: str, fires: bool) -> None:
    said = AgeOfClaim().check(claim_of(claim), subject("Which antibiotic?"))
    assert any(one.rule is not None for one in said) == fires, said
