"""A model's text, read as it comes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answer import DraftClaim, Insufficient
from app.domain.errors import ModelUnavailable
from app.generation.draft import read_draft
from app.generation.form import LONGEST, MOST_CLAIMS


def drafted(*claims: tuple[list[int], str], answered: bool = True) -> str:
    listed = [{"cite": cite, "text": text} for cite, text in claims]
    return json.dumps({"answered": answered, "claims": listed})


def read(text: str, size: int = 1) -> list[DraftClaim | Insufficient]:
    return list(read_draft(text[at : at + size] for at in range(0, len(text), size)))


TWO = drafted(([1], "Give examplol 5 mg."), ([2, 3], 'Stop it in a "rash".'))


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_claims_are_the_same_however_the_text_is_cut(size: int) -> None:
    assert read(TWO, size) == [
        DraftClaim(text="Give examplol 5 mg.", labels=(1,)),
        DraftClaim(text='Stop it in a "rash".', labels=(2, 3)),
    ]


def test_a_claim_is_given_before_the_next_one_is_written() -> None:
    unread = iter(TWO)
    first = next(read_draft(unread))
    assert isinstance(first, DraftClaim)
    assert first.text == "Give examplol 5 mg."
    assert len("".join(unread)) > 40


@pytest.mark.parametrize(
    "text",
    [
        drafted(answered=False),
        '{"answered":false,"claims":[]}',
        '{"answered":false,"claims":[{"cite":[1],"text":"Give it anyway."}]}',
        drafted(),
    ],
)
def test_a_model_that_does_not_answer_says_that_alone(text: str) -> None:
    (only,) = read(text)
    assert isinstance(only, Insufficient)


def test_blanks_between_the_parts_are_no_matter() -> None:
    spaced = json.dumps(json.loads(TWO), indent=3)
    assert read("\n " + spaced) == read(TWO)


def test_each_sentence_of_a_claim_is_a_claim_with_the_same_labels() -> None:
    text = drafted(([2], "Give 5 mg of examplol. Never give it in pregnancy."))
    assert read(text) == [
        DraftClaim(text="Give 5 mg of examplol.", labels=(2,)),
        DraftClaim(text="Never give it in pregnancy.", labels=(2,)),
    ]


def test_labels_in_the_prose_are_no_citations() -> None:
    text = drafted(([1], "Give examplol [2] daily [3, 4]."))
    assert read(text) == [DraftClaim(text="Give examplol daily.", labels=(1,))]


@pytest.mark.parametrize(
    "mark", ["\\u200b", "\\u00ad", "\\u202e", "\\u2066", "\\u0000", "\\u001b", "\\ufeff", "\\ue000"]
)
def test_what_is_verified_is_what_is_read(mark: str) -> None:
    text = '{"answered":true,"claims":[{"cite":[1],"text":"Give 5' + mark + '0 mg."}]}'
    assert read(text) == [DraftClaim(text="Give 50 mg.", labels=(1,))]


def test_a_sentence_that_repeats_is_drafted_once() -> None:
    text = drafted(*[([1], "Give examplol.")] * 5)
    assert read(text) == [DraftClaim(text="Give examplol.", labels=(1,))]


def test_a_model_that_never_ends_is_read_no_further_than_its_last_claim() -> None:
    def endless() -> object:
        yield '{"answered":true,"claims":['
        number = 0
        while True:
            number += 1
            yield f'{{"cite":[1],"text":"Sentence {number} here."}},'

    assert len(list(read_draft(endless()))) == MOST_CLAIMS  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "I think the answer is 5 mg.",
        "[1]",
        "{}",
        '{"answered":true,"claims":[',
        '{"answered":true,"claims":[{"cite":[1],"text":"never closed',
        '{"answered":true,"claims":["words"]}',
        '{"answered":true,"claims":[{"cite":[],"text":"No label."}]}',
        '{"answered":true,"claims":[{"cite":["1"],"text":"A label in words."}]}',
        '{"answered":true,"claims":[{"cite":[0],"text":"No such label."}]}',
        '{"answered":true,"claims":[{"cite":[1],"text":""}]}',
        '{"answered":true,"claims":[{"cite":[1],"text":"\\ud800"}]}',
        '{"answered":true,"claims":[{"cite":[1],"text":"   "},{"cite":[1],"text":"...[1] "}]}',
        '{"answered":true,"claims":[{"cite":[1],"text":"\\u200b"}]}',
        '{"answered":true,"claims":[{"cite":[1],"text":"' + "x" * (LONGEST + 1) + '"}]}',
        '{"answered":true,"claims":[' + "[" * 5000 + "]" * 3000,
        "{" * 50_000,
        " " * 50_000,
    ],
)
def test_what_is_no_draft_is_an_error_and_no_claim(text: str) -> None:
    for size in (1 if len(text) < 5000 else 100, 1000):
        with pytest.raises(ModelUnavailable):
            read(text, size)


def test_claims_before_the_text_goes_wrong_stand() -> None:
    cut = '{"answered":true,"claims":[{"cite":[1],"text":"Give examplol."},{"cite":[2],"te'
    assert read(cut) == [DraftClaim(text="Give examplol.", labels=(1,))]
    reading = read_draft([cut, 'xt":7}]}'])
    assert next(reading) == DraftClaim(text="Give examplol.", labels=(1,))
    with pytest.raises(ModelUnavailable):
        next(reading)


@given(st.text(max_size=300), st.integers(1, 50))
def test_whatever_the_text_there_is_a_claim_a_refusal_or_an_error(text: str, size: int) -> None:
    for whole in (text, '{"answered":true,"claims":[' + text, TWO[:60] + text):
        try:
            for each in read(whole, size):
                if isinstance(each, DraftClaim):
                    assert each.text
                    assert each.labels
        except ModelUnavailable:
            pass
