"""What the check of contraindications says beside its rules' own examples."""

from dataclasses import replace

import pytest

from app.domain.answer import CitedClaim, Evidence
from app.domain.corpus import DocumentCard, Passage, Span
from app.domain.corpus import Provenance as Origin
from app.domain.facts import Fact
from app.domain.safety import CheckStatus, CheckVerdict, Provenance
from app.domain.subject import Subject
from app.safety.checks.contraindications import (
    ContraindicationCheck,
    ContraindicationQuestionCheck,
)
from app.safety.checks.unknown_pregnancy import SUPPLY
from app.safety.rule import Example
from tests.app.safety.group import claim_of, subject_of
from tests.app.safety.stated import StatedInMemory, contraindicated, dosed


def subject(ask: str, *facts: Fact, earlier: tuple[str, ...] = ()) -> Subject:
    return replace(
        subject_of(Example(ask=ask, earlier=earlier)), stated=StatedInMemory(tuple(facts))
    )


def on_claim(claim: str, about: Subject) -> tuple[CheckVerdict, ...]:
    given: CitedClaim = claim_of(claim)
    return ContraindicationCheck().check(given, about)


def statuses(verdicts: tuple[CheckVerdict, ...]) -> list[CheckStatus]:
    return [one.status for one in verdicts]


@pytest.mark.parametrize(
    "ask",
    [
        "I'm a 30-year-old woman with acne. What can I take?",
        "34F with acne, what next?",
        "She has acne. Which tablets?",
        "My daughter is 17 and has acne",
        "I have acne, what should I use?",
    ],
)
def test_a_pregnancy_that_would_matter_is_asked_for(ask: str) -> None:
    (verdict,) = on_claim("Isotretinoin 500 micrograms per kg daily is recommended.", subject(ask))
    assert verdict.status is CheckStatus.NOT_CHECKED
    assert verdict.supply == (SUPPLY,)


@pytest.mark.parametrize(
    "ask",
    [
        "A 30-year-old man with acne. What can he take?",
        "What is the treatment of severe acne?",
        "She is not pregnant. Acne, what next?",
        "A 70-year-old woman with rosacea, what can she take?",
        "My 8-year-old son has a rash",
    ],
)
def test_nobody_is_asked_where_it_cannot_matter(ask: str) -> None:
    assert statuses(on_claim("Isotretinoin is recommended.", subject(ask))) == [CheckStatus.PASS]


def test_the_library_alone_holds_a_recommendation_back() -> None:
    about = subject(
        "I have gout. What can I take?", contraindicated("febuxostat", "Patients with gout")
    )
    (verdict,) = on_claim("Febuxostat 80 mg daily is recommended.", about)
    assert verdict.status is CheckStatus.BLOCK
    assert verdict.provenance is Provenance.LIBRARY
    assert verdict.library[0].quote == "Patients with gout"
    assert verdict.library[0].title == "Title of label"


def test_the_library_does_not_speak_of_a_warning() -> None:
    about = subject(
        "I have gout. What can I take?", contraindicated("febuxostat", "Patients with gout")
    )
    assert statuses(on_claim("Avoid febuxostat.", about)) == [CheckStatus.PASS]


def test_the_library_is_not_met_by_another_state() -> None:
    about = subject("I have asthma.", contraindicated("febuxostat", "Patients with gout"))
    assert statuses(on_claim("Febuxostat is recommended.", about)) == [CheckStatus.PASS]


def test_a_rule_from_memory_warns_and_the_library_blocks() -> None:
    about = subject("I am pregnant.", contraindicated("mycophenolate", "Pregnancy"))
    verdicts = on_claim("Mycophenolate 1 g twice daily is recommended.", about)
    assert [(one.rule, one.status) for one in verdicts] == [
        ("pregnancy/mycophenolate", CheckStatus.WARN),
        ("library/pregnancy", CheckStatus.BLOCK),
    ]


def test_rule_and_library_that_disagree_are_both_shown() -> None:
    about = subject("She is 30 weeks pregnant.", dosed("doxycycline", "pregnant women"))
    (verdict,) = on_claim("Give doxycycline 100 mg daily.", about)
    assert verdict.status is CheckStatus.BLOCK
    assert verdict.library[0].document_id == "guideline"
    assert "both are shown" in verdict.why


def test_the_question_alone_warns_and_never_blocks() -> None:
    about = subject(
        "Can I take doxycycline in pregnancy?", contraindicated("doxycycline", "Pregnancy")
    )
    verdicts = ContraindicationQuestionCheck().check(about)
    assert set(statuses(verdicts)) == {CheckStatus.WARN}


def test_weeks_that_are_not_told_are_asked_for() -> None:
    (verdict,) = on_claim("Trimethoprim 200 mg twice daily.", subject("She is pregnant, UTI."))
    assert verdict.rule == "pregnancy/trimethoprim-early"
    assert verdict.status is CheckStatus.WARN
    assert verdict.supply == ("how many weeks pregnant she is",)


def test_weeks_beyond_a_rule_take_it_out() -> None:
    about = subject("She is 30 weeks pregnant, UTI.")
    assert statuses(on_claim("Trimethoprim 200 mg twice daily.", about)) == [CheckStatus.PASS]


def test_a_class_of_which_one_is_meant_is_asked_back() -> None:
    verdicts = ContraindicationQuestionCheck().check(
        subject("I am pregnant and take a blood thinner. Is that ok?")
    )
    assert any(one.rule == "pregnancy/warfarin" and "warfarin" in one.supply[0] for one in verdicts)


def test_every_check_says_something() -> None:
    assert statuses(on_claim("Drink water.", subject("I have a cold."))) == [CheckStatus.PASS]
    assert statuses(ContraindicationQuestionCheck().check(subject("What is gout?"))) == [
        CheckStatus.PASS
    ]


def test_a_line_without_a_name_is_about_the_medicine_of_its_heading() -> None:
    passage = Passage(
        id="p",
        document_id="d",
        source="s",
        path=("Chlamydia", "Doxycycline"),
        span=Span(start=0, end=29),
        text="100 mg twice daily for 7 days",
    )
    card = DocumentCard(
        id="d", origin="d.md", title="Chlamydia", provenance=Origin(source="s", licence="CC0-1.0")
    )
    about = replace(
        subject("Chlamydia in a pregnant woman, what next?"),
        evidence=(Evidence(label=1, passage=passage, document=card),),
    )
    (verdict,) = on_claim("100 mg twice daily for 7 days", about)
    assert (verdict.status, verdict.rule) == (CheckStatus.BLOCK, "pregnancy/tetracyclines")
