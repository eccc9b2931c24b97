"""What rooms remember of texts is emptied."""

import gc
from collections.abc import Iterator
from typing import Any

from app.forgetting import caches_of_texts, forget_texts
from app.grounding.matching.words import words_of
from app.grounding.phrases import Phrases
from app.safety.stance import stances
from app.terms.ages import ages_in

WORD = "Zyxwvutian"


def _strings(held: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif depth < 6 and not callable(held):
        for each in gc.get_referents(held):
            yield from _strings(each, depth + 1)


def _remembered() -> list[str]:
    return [
        cache.__qualname__
        for cache in caches_of_texts()
        for held in gc.get_referents(cache)
        if any(WORD.lower() in text.lower() for text in _strings(held))
    ]


def test_words_of_texts_are_forgotten() -> None:
    phrases = Phrases([("heart failure", 1)])
    text = f"A {WORD} of 40 years takes warfarin."
    words_of(text)
    stances(text)
    ages_in(text)
    list(phrases.find([WORD.lower()]))
    held = _remembered()
    assert {"words_of", "stances", "ages_in", "Phrases._begin"} <= set(held)
    forget_texts()
    assert _remembered() == []
    assert list(phrases.find(["heart", "failure"]))
