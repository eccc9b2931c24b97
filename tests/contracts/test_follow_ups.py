"""What every reader of follow-up questions keeps to."""

from collections.abc import Callable

import pytest

from app.domain.ports.following import FollowUps
from app.domain.question import LONGEST_QUESTION, Speaker, Turn
from app.following.follow_ups import ConversationFollowUps
from app.terms.drug_resolver import drug_resolver
from tests.fakes import FakeFollowUps

DOSE = Turn(speaker=Speaker.USER, text="What is the dose of amoxicillin?")
SAID = Turn(speaker=Speaker.ASSISTANT, text="It is given by weight [1].")


@pytest.fixture(params=[FakeFollowUps, lambda: ConversationFollowUps(drug_resolver())])
def follow_ups(request: pytest.FixtureRequest) -> FollowUps:
    made: Callable[[], FollowUps] = request.param
    return made()


def test_a_follow_up_is_a_whole_question_that_tells_what_it_was_lent(follow_ups: FollowUps) -> None:
    alone = follow_ups.stand_alone("and for children?", [DOSE, SAID])
    assert "amoxicillin" in alone.text
    assert "for children" in alone.text
    assert alone.leaned
    assert alone.carried


@pytest.mark.parametrize("text", ["and for children?", "  And\tso? ", "zzz", "?", "a" * 5_000])
def test_without_a_word_of_the_user_nothing_is_carried(follow_ups: FollowUps, text: str) -> None:
    for conversation in ([], [SAID]):
        alone = follow_ups.stand_alone(text, conversation)
        assert (alone.text, alone.carried) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "What is the dose of  ibuprofen in adults?",
        "How is gout treated? \u00a0",
        "Gout\u200b treatment",
        "thank you",
    ],
)
def test_what_leans_on_nothing_stays_as_it_is_to_the_last_byte(
    follow_ups: FollowUps, text: str
) -> None:
    alone = follow_ups.stand_alone(text, [DOSE, SAID])
    assert (alone.text, alone.carried) == (text, ())


def test_the_same_words_are_read_in_the_same_way_again(follow_ups: FollowUps) -> None:
    first = follow_ups.stand_alone("and for children?", [DOSE])
    follow_ups.stand_alone("and for adults?", [Turn(speaker=Speaker.USER, text="What is gout?")])
    assert follow_ups.stand_alone("and for children?", [DOSE]) == first


def test_what_is_made_is_a_question_that_can_be_asked(follow_ups: FollowUps) -> None:
    long = Turn(speaker=Speaker.USER, text=f"What is the dose of amoxicillin {'x' * 3_900}?")
    alone = follow_ups.stand_alone("and for children?", [long])
    assert 0 < len(alone.text) <= LONGEST_QUESTION
