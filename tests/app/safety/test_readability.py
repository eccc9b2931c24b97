"""Our own words are plain; hard quotations get a lead, a change of dose the sentence to ask."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import textstat  # type: ignore[import-untyped]

from app.domain.corpus import Audience
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.readability import (
    HARDEST,
    PLAIN,
    PatientWording,
    ReadabilityOfClaim,
    grade,
    lead_for,
    needs_ask,
)
from app.safety.screens.crisis import crisis_rules
from app.safety.screens.injection import DECLINED as NOT_FOLLOWED
from app.safety.screens.injection import HIDDEN, TAKEN_OUT
from app.safety.screens.language import UNREAD
from app.safety.screens.scope import DECLINED as NO_HEALTH
from app.safety.screens.scope import NO_WORDS
from app.safety.texts import text_table
from tests.app.safety.group import claim_of

EASY = "Take one tablet each day. Drink some water with it."
HARD = (
    "Concomitant administration of potent inhibitors necessitates discontinuation of treatment "
    "because exposure increases approximately threefold in hepatically impaired individuals."
)
SLACK = 0.5
"""Grades by which two countings of letters and sentences may differ."""
SHORTEST = 5
"""Words from which a grade says something."""
ELSEWHERE = "lines"
"""The table whose sentences are in other languages."""


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != ELSEWHERE:
                yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def fixed_texts() -> list[str]:
    """Everything that a patient may read which is ours."""
    folder = files("app.safety").joinpath("texts")
    tables = [text_table(one.name) for one in folder.iterdir() if one.name.endswith(".toml")]
    found = [text for table in tables for text in strings(table)]
    found += [text for rule in crisis_rules() for text in (rule.says, rule.do)]
    found += [NOT_FOLLOWED, TAKEN_OUT, HIDDEN, UNREAD, NO_HEALTH, NO_WORDS]
    return [text for text in dict.fromkeys(found) if len(text.split()) >= SHORTEST]


@pytest.mark.parametrize("text", fixed_texts())
def test_a_fixed_text_is_plain(text: str) -> None:
    assert grade(text) <= PLAIN


def test_the_grade_is_the_mean_of_two_published_formulas() -> None:
    text = "The cat sat on the mat. It was a warm day."
    letters, words, sentences = 30, 11, 2
    automated = 4.71 * letters / words + 0.5 * words / sentences - 21.43
    coleman_liau = 0.0588 * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8
    assert grade(text) == max(0.0, (automated + coleman_liau) / 2)
    assert grade(HARD) > HARDEST
    assert grade("") == 0


@pytest.mark.parametrize(
    ("claim", "part"),
    [
        (f"{HARD} It is contraindicated in pregnancy.", "it is a warning"),
        ("Hypersensitivity manifestations were frequently encountered adverse reactions.", "side"),
        ("Maintenance administration approximates 250 mg intramuscularly.", "how much"),
        ("Immediately accompany symptomatic individuals to hospital.", "get help fast"),
        ("Periodically determine serum concentrations and haematological parameters.", "a test"),
        ("Pathophysiological mechanisms remain incompletely characterised.", "go through it"),
    ],
)
def test_a_hard_quotation_gets_the_lead_of_its_kind(claim: str, part: str) -> None:
    lead = lead_for(claim)
    assert lead is not None
    assert part in lead


def test_a_plain_quotation_gets_none() -> None:
    assert lead_for(EASY) is None


@pytest.mark.parametrize(
    ("claim", "asks"),
    [
        ("The dose is increased to 20 mg after a week.", True),
        ("Stop taking metformin two days before.", True),
        ("Reduce warfarin when amiodarone is started.", True),
        ("Flu is caused by a virus.", False),
        ("Drink more water and rest.", False),
        ("Stop smoking to lower your risk.", False),
    ],
)
def test_a_change_of_a_dose_asks_first(claim: str, asks: bool) -> None:
    assert needs_ask(claim) is asks


def test_a_patient_is_spared_what_is_far_too_hard_and_a_clinician_is_not() -> None:
    def said(audience: Audience) -> CheckVerdict:
        subject = Subject(question=Question.asked("What now?", audience))
        return ReadabilityOfClaim().check(claim_of(HARD), subject)[0]

    assert grade(HARD) > HARDEST
    assert said(Audience.PATIENT).status is CheckStatus.BLOCK
    assert said(Audience.CLINICIAN).status is CheckStatus.PASS


def test_a_patient_reads_a_verdict_in_plain_words() -> None:
    said = CheckVerdict(
        name="renal", status=CheckStatus.WARN, why=HARD, supply=("eGFR in mL/min/1.73 m2",)
    )
    told = PatientWording().verdict(said)
    assert told.status is said.status
    assert grade(told.why) <= PLAIN
    assert [grade(one) <= PLAIN for one in told.supply] == [True]


@pytest.mark.parametrize("text", fixed_texts())
def test_a_library_of_readability_finds_a_fixed_text_plain_too(text: str) -> None:
    automated = textstat.automated_readability_index(text)
    coleman_liau = textstat.coleman_liau_index(text)
    assert (automated + coleman_liau) / 2 <= PLAIN + SLACK
