"""A reply as it is read: what is said, in which words, and what is not kept of it."""

import pytest
import textstat  # type: ignore[import-untyped]

from app.answering.chat.bubbles import OF_RECORD, bubble, sent_so_far
from app.answering.chat.texts import texts
from app.answering.chat.wanting_a_person import wants_a_person, wants_nothing_else, words
from app.domain.abstention import AbstentionReason
from app.domain.answer import Answer
from app.domain.citation import Origin
from tests.app.answering.chat.outcomes import (
    EMERGENCY,
    HELD,
    TRACE,
    WARNED,
    abstention,
    answer,
    claim,
    evidence,
    referral,
)

PLAIN = 8.0
LONG_ENOUGH = 5
"""Words from which a grade says something."""


@pytest.mark.parametrize(
    "text", [text for section in texts().values() for text in section.values()]
)
def test_our_own_words_are_plain(text: str) -> None:
    if len(text.split()) < LONG_ENOUGH:
        return
    automated = textstat.automated_readability_index(text)
    coleman_liau = textstat.coleman_liau_index(text)
    assert (automated + coleman_liau) / 2 <= PLAIN, text


def test_a_claim_stands_with_its_lead_its_label_and_whom_to_ask() -> None:
    hard = claim("Take it with food.").model_copy(
        update={"lead": "In short: how to take it.", "ask_first": "Ask first."}
    )
    shown = answer("Take it with food.").model_copy(update={"claims": (hard,)})
    text = bubble(shown)
    assert "In short: how to take it.\n\u201cTake it with food.\u201d [1]\nAsk first." in text
    assert "[1] Leaflet A (Ours, 2026-01-01)" in text


def test_warnings_come_before_what_sources_say() -> None:
    text = bubble(answer("Take it with food.", checks=(WARNED, WARNED)))
    assert text.count("may not go well together. Ask your pharmacist.") == 1
    assert text.index("go well together") < text.index("Take it with food")


@pytest.mark.parametrize("reason", AbstentionReason)
def test_every_abstention_has_words_of_its_own(reason: AbstentionReason) -> None:
    text = bubble(abstention(reason, (HELD,)))
    assert texts()["abstention"][reason.value] in text
    assert "These medicines may not go well together." in text


def test_a_switched_off_subject_is_told_in_the_words_of_the_site() -> None:
    assert "Why." in bubble(abstention(AbstentionReason.SWITCHED_OFF))
    assert "Why." not in bubble(abstention())


def test_a_referral_gives_the_numbers_to_call() -> None:
    assert bubble(referral()) == (
        "This may be a stroke.\nCall now.\nEmergency services: 999 (free)"
    )


def test_a_new_danger_is_not_told_as_an_old_one() -> None:
    other = EMERGENCY.model_copy(update={"name": "emergency/sepsis"})
    assert "not forgotten" in bubble(referral(), known={"emergency/stroke"})
    assert "not forgotten" not in bubble(referral(EMERGENCY, other), known={"emergency/stroke"})


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("emergency/unsure", "If nobody has seen you yet"),
        ("crisis/suicide", "I have not forgotten it. If you are not safe now"),
    ],
)
def test_a_reply_after_a_danger_comes_back_to_it_first(known: str, said: str) -> None:
    for outcome in (answer("Take it with food."), abstention()):
        assert said in bubble(outcome, known={known}).split("\n\n")[0]
        assert said not in bubble(outcome, known={"readability", "language/de"})


def test_words_of_a_record_are_read_and_not_kept() -> None:
    said = claim("Her eGFR is 28.", Origin.RECORD)
    shown = Answer(
        claims=(said, claim("Take it with food.", label=2)),
        evidence=(evidence("Her eGFR is 28.", Origin.RECORD), evidence("Take it with food.")),
        checks=(WARNED,),
        trace=TRACE,
    )
    assert "eGFR is 28" in bubble(shown)
    kept = bubble(shown, kept=True)
    assert "eGFR" not in kept
    assert OF_RECORD in kept
    assert "Take it with food." in kept
    assert "eGFR" not in sent_so_far([said])


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("I am 12 weeks pregnant.", True),
        ("my kidneys are weak", True),
        ("Oh, and I take warfarin", True),
        ("I am pregnant, can I take ibuprofen", False),
        ("I want to know the dose", False),
        ("ibuprofen dose", False),
        ("Is it safe?", False),
    ],
)
def test_who_only_tells_something_is_asked_what_he_wants(text: str, tells: bool) -> None:
    assert ("I keep in mind" in bubble(abstention(), asked=text)) is tells
    assert "I keep in mind" not in bubble(abstention(AbstentionReason.UNSAFE), asked=text)


@pytest.mark.parametrize("text", words().examples)
def test_who_wants_a_person_is_understood(text: str) -> None:
    assert wants_a_person(text)
    assert wants_a_person(f"  {text.upper()} ")


@pytest.mark.parametrize(
    "text",
    [
        *words().others,
        "What is a normal dose for a person of 70?",
        "Can I take ibuprofen with warfarin?",
        "My agent of choice is metformin, is that fine?",
        "Is it passed on from person to person?",
        "Someone in my family has asthma",
        "Can the doctor give me ibuprofen?",
    ],
)
def test_who_speaks_of_people_does_not_want_one(text: str) -> None:
    assert not wants_a_person(text)


def test_a_long_message_is_answered_too() -> None:
    text = "I want to talk to a person but first tell me if ibuprofen is fine with my warfarin"
    assert wants_a_person(text)
    assert not wants_nothing_else(text)
    assert wants_nothing_else("I want to talk to a person")
