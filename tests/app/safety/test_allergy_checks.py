"""What the check of allergies says beside its rules' own examples."""

import pytest

from app.domain.facts import Fact
from app.domain.safety import CheckStatus, CheckVerdict, Provenance
from app.safety.checks.allergic import allergy_rules
from app.safety.checks.allergy import SUPPLY, AllergyCheck, AllergyQuestionCheck
from app.safety.checks.contraindication import contraindications
from app.safety.spoken import named_in
from tests.app.safety.group import claim_of
from tests.app.safety.stated import contraindicated
from tests.app.safety.test_contraindication_checks import statuses, subject


def on_claim(claim: str, ask: str, *facts: Fact) -> tuple[CheckVerdict, ...]:
    return AllergyCheck().check(claim_of(claim), subject(ask, *facts))


@pytest.mark.parametrize(
    ("ask", "claim"),
    [
        ("pen allergy, tonsillitis", "Penicillin V 500 mg four times daily for 10 days."),
        ("I'm allergic to penicillin. Sinusitis?", "Amoxicillin is first line."),
        ("Penicillin gave me hives. What for my tooth?", "Options: amoxicillin, metronidazole."),
        ("Amoxicillin allergy, cellulitis", "Flucloxacillin 500 mg four times daily."),
        ("Allergies: penicillin (anaphylaxis). Sepsis", "Give piperacillin with tazobactam."),
        ("penicilin allergy chest infection", "Co-amoxiclav 625 mg three times daily."),
        ("PCN allergic, otitis", "Augmentin can be used."),
        ("She had anaphylaxis to amoxicillin. UTI", "Cefalexin 500 mg twice daily."),
        ("sulfa allergy, UTI", "Co-trimoxazole 960 mg twice daily."),
        ("aspirin brings on my asthma, I'm allergic to aspirin", "Ibuprofen 400 mg can be used."),
        (
            "allergic to erythromycin, chest infection",
            "Clarithromycin is an alternative; azithromycin 500 mg daily.",
        ),
        ("He had angioedema with enalapril", "Ramipril 2.5 mg daily is recommended."),
    ],
)
def test_what_an_allergy_forbids_is_held_back(ask: str, claim: str) -> None:
    assert CheckStatus.BLOCK in statuses(on_claim(claim, ask))


@pytest.mark.parametrize(
    ("ask", "claim"),
    [
        ("sulfa allergy, headache", "Paracetamol 1 g can be used."),
        ("sulfa allergy, heart failure", "Furosemide 40 mg daily."),
        ("pen allergy, tonsillitis", "Clarithromycin 500 mg twice daily."),
        ("pen allergy, tonsillitis", "Avoid amoxicillin."),
        ("shellfish allergy, CT scan", "Iodinated contrast can be given."),
        ("peanut allergy, tonsillitis", "Penicillin V 500 mg four times daily."),
        ("egg allergy, flu season", "The inactivated flu vaccine is recommended."),
        ("allergic to aspirin, needs an antiplatelet", "Clopidogrel 75 mg daily is recommended."),
        ("latex allergy and a UTI", "Nitrofurantoin 100 mg twice daily."),
        ("penicillin allergy, pneumonia", "Doxycycline 200 mg on the first day."),
    ],
)
def test_what_does_not_cross_react_passes(ask: str, claim: str) -> None:
    assert statuses(on_claim(claim, ask)) == [CheckStatus.PASS]


def test_allergies_that_nobody_told_are_asked_for() -> None:
    (verdict,) = on_claim("Amoxicillin 500 mg.", "I have tonsillitis. What can I take?")
    assert verdict.status is CheckStatus.NOT_CHECKED
    assert verdict.supply == (SUPPLY,)


def test_they_are_not_asked_for_in_a_textbook_question() -> None:
    assert statuses(on_claim("Amoxicillin 500 mg.", "What is the treatment of tonsillitis?")) == [
        CheckStatus.PASS
    ]


def test_none_is_an_answer() -> None:
    assert statuses(on_claim("Amoxicillin 500 mg.", "45M, NKDA, tonsillitis")) == [CheckStatus.PASS]


def test_the_library_names_an_allergy() -> None:
    fact = contraindicated("clevidipine", "Known allergy to peanuts")
    (verdict,) = on_claim("Clevidipine is recommended.", "I am allergic to peanuts.", fact)
    assert verdict.provenance is Provenance.LIBRARY
    assert verdict.status is CheckStatus.BLOCK


def test_an_anaphylaxis_holds_back_what_a_rash_warns_of() -> None:
    rash = on_claim("Ceftriaxone 1 g daily.", "She had a rash with penicillin.")
    shock = on_claim("Ceftriaxone 1 g daily.", "She had anaphylaxis to penicillin.")
    assert statuses(rash) == [CheckStatus.WARN]
    assert statuses(shock) == [CheckStatus.BLOCK]


def test_the_question_alone_warns() -> None:
    asked = subject("I'm allergic to penicillin. Can I take amoxicillin?")
    assert CheckStatus.WARN in statuses(AllergyQuestionCheck().check(asked))


def test_every_medicine_of_a_rule_is_known_by_that_name() -> None:
    named = {drug for rule in contraindications() for drug in rule.drugs | rule.not_drugs}
    named |= {drug for rule in allergy_rules() for drug in rule.drugs | rule.allergens}
    unknown = {one for one in named if one not in {each.meaning for each in named_in(one)}}
    assert not unknown
