"""The examples beside the words, one by one, and what the words are held to."""

import tomllib
from importlib.resources import files

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from app.following.vocabulary import vocabulary
from tests.app.following.reading import read


class Example(BaseModel):
    model_config = ConfigDict(extra="forbid")
    turns: tuple[str, ...]
    then: str
    read_as: str | None = None


EXAMPLES = TypeAdapter(tuple[Example, ...]).validate_python(
    tomllib.loads(files("app.following").joinpath("examples.toml").read_text("utf-8"))["example"]
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.turns[-1]} {one.then}")
def test_an_example_is_read_as_it_says(example: Example) -> None:
    alone = read(example.then, *example.turns)
    assert alone.text == (example.read_as or example.then)
    assert alone.leaned == (example.read_as is not None)


def test_examples_speak_for_both_outcomes() -> None:
    assert sum(one.read_as is not None for one in EXAMPLES) >= 40
    assert sum(one.read_as is None for one in EXAMPLES) >= 14


def test_every_phrase_of_the_words_is_found() -> None:
    words = vocabulary()
    for at, aspect in enumerate(words.aspects):
        for phrase in aspect.says:
            assert f"aspect {at}" in words.parts.named(phrase), phrase
    for name, population in words.populations.items():
        for phrase in population.says:
            assert f"population {name}" in words.parts.named(phrase), phrase


def test_a_question_word_has_a_form_for_medicines_and_one_for_the_rest() -> None:
    assert all("{it}" in form for forms in vocabulary().asking.values() for form in forms)


def test_what_is_asked_back_can_be_said_in_full() -> None:
    for one in vocabulary().asked_back:
        assert one.said or one.denied or one.with_it
        assert ("{}" in one.said) == one.number
