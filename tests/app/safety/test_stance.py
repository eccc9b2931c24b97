"""How a sentence stands to each medicine it names."""

import pytest

from app.safety.stance import Stance, stances
from tests.app.safety.stance_cases import SEEN, UNSEEN
from tests.timed import processor_seconds

LETTER = {"R": Stance.RECOMMENDED, "A": Stance.AGAINST, "M": Stance.MENTIONED}


def wanted(told: str) -> set[tuple[str, Stance]]:
    pairs = (one.rsplit(" ", 1) for one in told.split(", "))
    return {(name, LETTER[letter]) for name, letter in pairs}


@pytest.mark.parametrize(("text", "told"), [*SEEN, *UNSEEN])
def test_a_sentence_stands_to_a_medicine_as_a_reader_takes_it(text: str, told: str) -> None:
    said = {(one.class_name or one.name, one.stance) for one in stances(text)}
    assert wanted(told) <= said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Doxycycline (not in pregnancy) 100 mg twice daily.", "not in pregnancy"),
        ("Give doxycycline unless the woman is pregnant.", "unless the woman is pregnant"),
        ("Give doxycycline 100 mg. It should not be used in pregnancy.", "in pregnancy"),
        ("Use doxycycline in non-pregnant adults.", "non-pregnant"),
        ("Use doxycycline; avoid in children under 8 years.", "children under 8"),
        ("Doxycycline 100 mg twice daily, except in pregnancy", "except in pregnancy"),
    ],
)
def test_a_recommendation_tells_whom_it_leaves_out(text: str, words: str) -> None:
    (said,) = stances(text)
    assert said.stance is Stance.RECOMMENDED
    assert words in said.excludes.replace("non pregnant", "non-pregnant") or words in said.excludes


def test_a_recommendation_for_all_leaves_nobody_out() -> None:
    (said,) = stances("Give doxycycline 100 mg twice daily in pregnancy.")
    assert said.excludes == ""


@pytest.mark.parametrize(
    "words",
    [
        "Give doxycycline and avoid warfarin with ibuprofen if not needed, ",
        "warfarin ",
        "aspirin (",
        "if aspirin when ",
        "Drugs: warfarin ",
        "no evidence that not never aspirin ",
        "risk of the with a ",
    ],
)
def test_time_grows_with_the_length_of_the_text(words: str) -> None:
    def seconds(length: int) -> float:
        text = (words * (length // len(words) + 1))[:length]
        return processor_seconds(lambda: stances(text))

    seconds(1_000)
    assert seconds(100_000) < 30 * max(seconds(10_000), 0.01)


@pytest.mark.parametrize("before", ["", "Avoid ", "Options: "])
@pytest.mark.parametrize("behind", ["", " are contraindicated.", " can be used."])
def test_a_name_in_a_long_list_stands_as_in_a_short_one(before: str, behind: str) -> None:
    names = ["warfarin", "ibuprofen", "amoxicillin", "metformin"]
    short = stances(before + ", ".join(names) + behind)
    long = stances(before + ", ".join(names * 12) + behind)

    assert long[-1].stance is short[-1].stance
