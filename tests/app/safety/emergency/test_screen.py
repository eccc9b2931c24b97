"""The screen over a whole question."""

import pytest

from app.domain.corpus import Audience
from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus
from app.safety.screens.emergency.ages import _BANDS
from app.safety.screens.emergency.measures import _readers
from app.safety.screens.emergency.numbers import UNKNOWN, emergency_numbers
from app.safety.screens.emergency.reading import reading
from app.safety.screens.emergency.rule import EmergencyRule, emergency_rules
from app.safety.screens.emergency.screen import EmergencyScreen
from app.safety.screens.emergency.vocabulary import vocabulary
from tests.timed import processor_seconds

CHEST = "Crushing chest pain going down my left arm, I am sweating"


def names(text: str, audience: Audience = Audience.PATIENT, *earlier: Turn) -> set[str]:
    asked = Question.asked(text, audience, earlier)
    return {one.name for one in EmergencyScreen().screen(asked).findings}


def said(text: str, speaker: Speaker = Speaker.USER) -> Turn:
    return Turn(speaker=speaker, text=text)


def test_earlier_turns_of_the_user_count() -> None:
    earlier = said("I have had chest pain for an hour")
    assert "emergency/heart-attack" in names(
        "It goes down my left arm now and I am sweating", Audience.PATIENT, earlier
    )


def test_what_the_service_said_does_not_count() -> None:
    earlier = said(CHEST, Speaker.ASSISTANT)
    assert not names("Thank you. Which cough syrup is best?", Audience.PATIENT, earlier)


def test_an_emergency_that_is_over_is_not_told_again() -> None:
    earlier = said(CHEST)
    assert not names("I feel fine now. Which cough syrup is best?", Audience.PATIENT, earlier)


def test_a_clinicians_vignette_is_an_emergency_only_of_somebody_who_is_there() -> None:
    sick = "central crushing chest pain, sweating, ST elevation"
    assert names(f"My patient in resus has {sick}", Audience.CLINICIAN)
    assert not names(f"Aspirin dose for adults with {sick}", Audience.CLINICIAN)


def test_a_question_without_findings_passes_with_one_verdict() -> None:
    checks = EmergencyScreen().screen(Question.asked("Which vitamins are in kale?")).checks
    assert [one.status for one in checks] == [CheckStatus.PASS]


def test_a_rule_warns_and_names_the_words() -> None:
    asked = Question.asked(CHEST, Audience.PATIENT)
    check = EmergencyScreen().screen(asked).checks[0]
    assert check.status is CheckStatus.WARN
    assert check.fired_on is not None
    assert "chest" in check.fired_on


@pytest.mark.parametrize(
    ("stands_in", "asked_from", "number"),
    [("GB", None, "999 or 112"), ("GB", "US", "911"), (None, None, UNKNOWN), ("XX", None, UNKNOWN)],
)
def test_the_number_is_of_the_askers_country(
    stands_in: str | None, asked_from: str | None, number: str
) -> None:
    asked = Question.asked(CHEST, Audience.PATIENT, country=asked_from)
    finding = EmergencyScreen(stands_in).screen(asked).findings[0]
    assert finding.contacts[0].number == number
    assert number in finding.message


def test_a_poisoning_gives_the_poison_line_where_one_is_known() -> None:
    asked = Question.asked("My toddler drank bleach", Audience.PATIENT, country="US")
    found = EmergencyScreen().screen(asked).findings
    assert any(len(one.contacts) > 1 for one in found)


def test_numbers_of_sixty_countries_are_known() -> None:
    numbers = emergency_numbers()
    assert len(numbers) >= 60
    assert all(len(code) == 2 and code.isupper() for code in numbers)
    assert all(any(c.isdigit() for c in one.ambulance) for one in numbers.values())


def test_forty_emergencies_are_known() -> None:
    assert len(emergency_rules()) >= 40


@pytest.mark.parametrize("rule", emergency_rules(), ids=lambda rule: rule.id)
def test_a_rule_speaks_of_known_findings(rule: EmergencyRule) -> None:
    known = set(vocabulary().findings) | {name for name, _, _ in _BANDS}
    known |= {band.finding for one in _readers() for band in one.measure.bands}
    assert rule.findings <= known


def _seconds(text: str) -> float:
    reading.cache_clear()
    return processor_seconds(lambda: reading(text))


@pytest.mark.parametrize(
    "unit", ["no chest pain and ", "bp 80/40 ", "my baby can't breathe, ", "9", "(:,", "a"]
)
def test_time_grows_with_the_length_of_the_text(unit: str) -> None:
    _seconds(unit * 50)
    short, long = (unit * (length // len(unit)) for length in (10_000, 100_000))
    assert _seconds(long) < 40 * max(_seconds(short), 0.005)
