"""Which medicines a claim recommends to be taken together."""

import pytest

from app.safety.claim_medicines import recommended_together


def pairs(text: str) -> list[set[str]]:
    return [set(one.names | other.names) for one, other in recommended_together(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Give warfarin with ibuprofen.",
        "Give warfarin and 200 mg of ibuprofen.",
        "Placebo did nothing for them. Give warfarin with ibuprofen.",
        "Compared with placebo it works. Give warfarin with ibuprofen.",
    ],
)
def test_what_is_given_together(text: str) -> None:
    assert pairs(text) == [{"warfarin", "ibuprofen"}]


@pytest.mark.parametrize(
    "text",
    [
        "We compared apixaban with warfarin.",
        "We compared 812 adults who started apixaban 2.5 mg twice daily with 764 who started "
        "warfarin.",
        "Of 900 adults, 500 were on warfarin and 400 on apixaban.",
        "A comparison of warfarin with apixaban was stopped early.",
        "Give warfarin or apixaban.",
        "Options are warfarin and apixaban.",
    ],
)
def test_groups_that_are_compared_and_options_are_not_given_together(text: str) -> None:
    assert pairs(text) == []
