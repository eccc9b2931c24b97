import pytest

from app.terms.sayings import LONGEST, Sayings, sentences


def found(saying: str, text: str) -> list[str]:
    sayings = Sayings({"it": [saying]}, {"who": "doctor|nurse"})
    return [
        " ".join(sentence.said[one.first : one.end])
        for sentence in sentences(text)
        for one in sayings.spotted(sentence.words)
    ]


@pytest.mark.parametrize(
    ("saying", "text", "said"),
    [
        ("consent", "All consents are filed.", ["consents"]),
        ("forge+", "He forged it, forging on; do not forget.", ["forged", "forging"]),
        ("deny+ ~2 care", "They denied him all care.", ["denied him all care"]),
        ("deny+ ~2 care", "They denied him all of the care.", []),
        ("falsif*", "Falsification happens.", ["Falsification"]),
        ("tell|show ?the nurse", "Tell the nurse, show nurses.", ["Tell the nurse", "show nurses"]),
        ("ask @who", "Ask doctors.", ["Ask doctors"]),
        ("side_effect|harm of it", "Any side effects of it?", ["side effects of it"]),
        ("an *ologist", "See an allergologist.", ["an allergologist"]),
        ("patient record", "The patient's record", ["patient's record"]),
        ("evidence based", "evidence-based", ["evidence based"]),
        ("anonymize+", "Anonymise it.", ["Anonymise"]),
    ],
)
def test_a_saying_is_found_in_its_forms(saying: str, text: str, said: list[str]) -> None:
    assert found(saying, text) == said


def test_of_two_sayings_of_one_meaning_the_longer_counts() -> None:
    sayings = Sayings({"it": ["cover", "cover up"]})
    (one,) = sayings.spotted(["cover", "up"])
    assert (one.first, one.end) == (0, 2)


@pytest.mark.parametrize("saying", ["", "~2 care", "?the care"])
def test_a_saying_begins_with_a_word(saying: str) -> None:
    with pytest.raises(ValueError, match="begins with no word"):
        Sayings({"it": [saying]})


def test_initials_end_no_sentence() -> None:
    assert len(sentences("Women who are no U.S. citizens pay.")) == 1


def test_a_text_without_an_end_is_read_in_parts() -> None:
    assert [len(one.words) for one in sentences("word " * (LONGEST + 5))] == [LONGEST, 5]
