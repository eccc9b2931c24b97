"""A finding counts where it is told of now and of somebody who is there."""

import pytest

from app.safety.screens.emergency.reading import reading
from app.safety.screens.emergency.standing import Standing


def standings(text: str, finding: str) -> set[Standing]:
    return {one.standing for one in reading(text).told if one.finding == finding}


@pytest.mark.parametrize(
    ("text", "finding", "standing"),
    [
        ("I have a crushing pain in my chest", "chest-pain", Standing.PRESENT),
        ("no chest pain, just a cold", "chest-pain", Standing.DENIED),
        ("She denies chest pain, syncope and vomiting", "fainted", Standing.DENIED),
        ("without neck stiffness, photophobia or rash", "photophobia", Standing.DENIED),
        ("Saddle anaesthesia absent", "saddle-numb", Standing.DENIED),
        ("I didn't black out", "faint", Standing.DENIED),
        ("No fever, but I have chest pain", "chest-pain", Standing.PRESENT),
        ("the chest pain will not stop", "chest-pain", Standing.PRESENT),
        ("no relief from the chest pain", "chest-pain", Standing.PRESENT),
        ("I had chest pain two years ago", "chest-pain", Standing.PAST),
        ("Last winter I had chest pain", "chest-pain", Standing.PAST),
        ("chest pain again, like when I had my stent in 2018", "chest-pain", Standing.PRESENT),
        ("What should I do if I have chest pain?", "chest-pain", Standing.SUPPOSED),
        ("What are the signs of chest pain that I should know?", "chest-pain", Standing.SUPPOSED),
        ("My father had chest pain and died of it", "chest-pain", Standing.FAMILY),
        ("How do I know if I am having chest pain?", "chest-pain", Standing.SUPPOSED),
        ("Patients with chest pain and dyspnoea", "chest-pain", Standing.GENERAL),
        ("I have a mild headache", "headache", Standing.PRESENT),
        ("I have mild chest pain", "chest-pain", Standing.MILD),
        ("chest pain when I press on it", "chest-pain", Standing.MILD),
        ("I have been breathless on hills for years", "breathless", Standing.LONG),
    ],
)
def test_a_finding_stands_as_its_sentence_says(text: str, finding: str, standing: Standing) -> None:
    assert standings(text, finding) == {standing}


def test_what_happened_counts_unless_years_have_passed() -> None:
    assert standings("he hit his head last week", "head-hit") == {Standing.PRESENT}
    assert standings("he hit his head ten years ago", "head-hit") == {Standing.PAST}


def test_words_that_only_look_like_a_finding_are_none() -> None:
    assert not standings(
        "How are stroke volume and output related? I had a blood test", "bleeding-any"
    )


@pytest.mark.parametrize(
    "text", ["my brest", "cant brethe", "I c\u0430n't breathe", "I can\u2019t breathe"]
)
def test_misspelt_and_disguised_words_are_read(text: str) -> None:
    found = {one.finding for one in reading(text).told}
    assert ("breathless" in found) == ("br" in text and "brest" not in text)
