"""The case that every run keeps: no tetracycline is recommended in pregnancy, in any words."""

import pytest

from app.domain.safety import CheckStatus, Provenance
from app.safety.checks.contraindications import ContraindicationCheck
from app.safety.rule import Example
from tests.app.safety.group import claim_of, subject_of

ASKED = (
    ("Which antibiotic for a UTI in a pregnant woman at 29 weeks?", ()),
    ("29/40, UTI. Antibiotic?", ()),
    ("She's 29 weeks and has a urine infection, what can I prescribe?", ()),
    ("G3P2 at 29 weeks with cystitis, best antibiotic?", ()),
    ("I'm expecting and have a water infection, what can I take?", ()),
    ("third trimester, chest infection: which antibiotic?", ()),
    ("Which antibiotic for her UTI?", ("My patient is 29 weeks pregnant.",)),
    ("which one can i take then", ("im pregnant", "and ive got a uti")),
    (
        "What about chlamydia?",
        ("I am looking after a pregnant woman.", "Thanks, she has no allergies."),
    ),
    (
        "What are the options for acne?",
        ("She is trying hard not to scratch", "She is 12 weeks gone"),
    ),
)
RECOMMENDS = (
    "Doxycycline 100 mg twice daily for 7 days.",
    "Give doxycycline.",
    "Doxycycline is recommended.",
    "Doxycycline is safe and effective.",
    "Tetracycline 500 mg four times a day can be used.",
    "Minocycline is a suitable alternative.",
    "A tetracycline is suitable.",
    "Tetracyclines are the first choice.",
    "Options: amoxicillin, cefalexin, doxycycline.",
    "Options include nitrofurantoin, trimethoprim and doxycycline.",
    "Vibramycin 100 mg once daily.",
    "Prescribe doxy 100 mg bd.",
    "You can take lymecycline 408 mg once a day.",
    "If penicillin-allergic, use doxycycline.",
    "Treat with doxycycline hyclate 100 mg.",
    "Start minocycline 100 mg daily.",
    "First line: doxycycline; second line: azithromycin.",
    "Amoxicillin or doxycycline may be given.",
    "Tigecycline can be considered.",
    "An appropriate choice is doxycycline 200 mg on day 1, then 100 mg daily.",
    "Use Doxycyclin 100 mg.",
    "Consider demeclocycline.",
)
LETS_BE = (
    "Avoid tetracyclines in pregnancy.",
    "Doxycycline can stain the teeth of the unborn child.",
    "Tetracyclines are contraindicated in pregnancy.",
    "Do not give doxycycline to pregnant women.",
    "Doxycycline should not be used in the second and third trimesters.",
    "Cefalexin 500 mg twice daily for 7 days.",
    "Nitrofurantoin is suitable until 36 weeks; tetracyclines are not.",
    "Use cefalexin instead of doxycycline.",
    "In a trial 120 women received doxycycline before pregnancy.",
    "Tetracyclines bind calcium in growing bone.",
    "Doxycycline, ofloxacin and levofloxacin are contraindicated in pregnant women.",
    "Doxycycline 100 mg twice daily (not in pregnancy).",
)


def blocks(asked: str, earlier: tuple[str, ...], claim: str) -> bool:
    subject = subject_of(Example(ask=asked, earlier=earlier))
    verdicts = ContraindicationCheck().check(claim_of(claim), subject)
    return any(
        one.status is CheckStatus.BLOCK and one.rule == "pregnancy/tetracyclines"
        for one in verdicts
    )


@pytest.mark.parametrize("claim", RECOMMENDS)
@pytest.mark.parametrize(("asked", "earlier"), ASKED)
def test_a_tetracycline_in_pregnancy_is_held_back(
    asked: str, earlier: tuple[str, ...], claim: str
) -> None:
    assert blocks(asked, earlier, claim)


@pytest.mark.parametrize("claim", LETS_BE)
@pytest.mark.parametrize(("asked", "earlier"), ASKED)
def test_a_warning_passes(asked: str, earlier: tuple[str, ...], claim: str) -> None:
    assert not blocks(asked, earlier, claim)


def test_why_and_what_to_do_are_said() -> None:
    subject = subject_of(Example(ask=ASKED[0][0]))
    (verdict,) = ContraindicationCheck().check(claim_of(RECOMMENDS[0]), subject)
    assert verdict.provenance is Provenance.SOURCED
    assert "Centers for Disease Control" in (verdict.source or "")
    assert verdict.fired_on == "Doxycycline; pregnant"
    assert "another antibiotic" in (verdict.next_step or "")
