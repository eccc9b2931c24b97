"""Taking a multiple-choice test by what the claims of a draft say."""

import pytest

from app.index.embedder import Model
from eval.choosing.claims import choose, verdict

YES_NO = {"A": "yes", "B": "no"}
YES_NO_MAYBE = {"A": "yes", "B": "no", "C": "maybe"}


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (["Examplol shortened itch by two days."], "yes"),
        (["Examplol did not shorten itch."], "no"),
        (["There was no significant difference in itch between the groups."], "no"),
        (["Itch was not associated with age.", "Examplol shortened itch."], "no"),
        (["Examplol shortened itch.", "It helped sleep.", "It did not raise weight."], "yes"),
    ],
)
def test_claims_that_deny_say_no(claims: list[str], said: str) -> None:
    assert verdict(claims, may_hedge=False) == said


def test_maybe_is_said_only_where_it_is_an_option() -> None:
    claims = ["Whether examplol helps remains unclear."]
    assert verdict(claims, may_hedge=True) == "maybe"
    assert verdict(claims, may_hedge=False) == "yes"


def test_the_letter_belongs_to_the_option(packaged_embedder: Model) -> None:
    denied = ["Examplol did not shorten itch."]
    assert choose(YES_NO, denied, packaged_embedder) == "B"
    assert choose({"A": "No.", "B": "Yes."}, denied, packaged_embedder) == "A"
    assert choose(YES_NO_MAYBE, ["The results conflict: conflicting."], packaged_embedder) == "C"


def test_the_option_nearest_to_a_claim_is_chosen(
    packaged_embedder: Model,
) -> None:
    options = {"A": "a broken wrist", "B": "a bacterial throat infection", "C": "kidney stones"}
    claims = ["Streptococci in the throat swab point to a bacterial infection of the throat."]
    assert choose(options, claims, packaged_embedder) == "B"


def test_no_claim_is_no_choice(packaged_embedder: Model) -> None:
    assert choose(YES_NO, [], packaged_embedder) is None
