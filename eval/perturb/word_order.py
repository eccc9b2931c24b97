"""The same words in another order.

A question that ends with whom it is about gets that in front: `What is the dose in children?` ->
`In children, what is the dose?` Of all others the content words are asked as keywords, phrase by
phrase in a shuffled order: `dose of apixaban in renal impairment` -> `renal impairment apixaban
dose`. Words between two function words stay together, and so do negations, comparisons, ranges and
conjunctions with their words. As in every keyword query, who does what to whom is no longer said.
"""

import random
import re
from itertools import groupby
from typing import Final

_PEOPLE: Final = (
    r"(?:(?:an?|the|older|elderly|pregnant|adult|young|hospitali[sz]ed|critically ill) )*"
    r"(?:adults?|children|child|patients?|people|person|women|woman|men|man|infants?|neonates?|"
    r"newborns?|pregnancy|adolescents?|inpatients|outpatients)"
)
_NARROWED: Final = (
    r"(?: (?:aged|on|over|taking|treated with|under|who|with|without)\b(?:(?! than\b)[^.,?])*)?"
)
_ABOUT_WHOM = re.compile(
    rf"^(?P<rest>\w.+?),? (?P<whom>(?:in|for|among|during) {_PEOPLE}{_NARROWED})(?P<end>[.?]?)$"
)
_OPENING_WORDS = """
a an are can do does for has have how in is may should the was what when where which who why will
"""
_OPENERS: Final = frozenset(_OPENING_WORDS.split())
"""Words that lose their capital where they no longer open the sentence; others may be names."""
_FUNCTION_WORDS = """
a about am an any are as at be been being by can could did do does for from had has have how i in
into is it its list may me might must my of on please shall should tell that the their them there
these they this those to was we were what when where which who whom whose why will with would you
your
"""
_FUNCTION: Final = frozenset(_FUNCTION_WORDS.split())
_BETWEEN_NUMBERS: Final = frozenset({"a", "in", "of", "to"})
"""Function words that stay where they join two numbers: `5 to 10`, `1 in 5`."""
_CONJUNCTIONS: Final = frozenset({"and", "but", "or"})
_TIES: Final = _CONJUNCTIONS | {"not", "than"}
"""Words that tie what follows to what stands before them."""
_HAS_DIGIT = re.compile(r"\d")
_EDGES: Final = ".,;:?!\"'()[]"


def in_another_order(question: str, key: str) -> str | None:
    """The question turned round; None where it is a single phrase."""
    match = _ABOUT_WHOM.match(question)
    if match and match["rest"].split()[-1].lower() not in _TIES:
        whom, rest = match["whom"], match["rest"]
        opener = rest.split(maxsplit=1)[0]
        if opener.lower() in _OPENERS:
            rest = rest[0].lower() + rest[1:]
        return f"{whom[0].upper()}{whom[1:]}, {rest}{match['end']}"
    return _keywords(question, random.Random(f"word_order/{key}"))


def _keywords(question: str, draw: random.Random) -> str | None:
    phrases = _phrases(question)
    if len(set(phrases)) < 2:
        return None
    shuffled = phrases[:]
    while shuffled == phrases:
        draw.shuffle(shuffled)
    return " ".join(shuffled)


def _phrases(question: str) -> list[str]:
    """Runs of words that hold no function word."""
    words = [word.strip(_EDGES) for word in question.split()]
    words = [word for word in words if word]
    kept = [_is_kept(words, at) for at in range(len(words))]
    runs = groupby(zip(words, kept, strict=True), key=lambda pair: pair[1])
    phrases = [_joined([word for word, _ in run]) for is_kept, run in runs if is_kept]
    return [phrase for phrase in phrases if phrase]


def _joined(words: list[str]) -> str:
    """The words as one phrase, without a conjunction that joins them to nothing."""
    while words and words[0].lower() in _CONJUNCTIONS:
        words = words[1:]
    while words and words[-1].lower() in _CONJUNCTIONS:
        words = words[:-1]
    return " ".join(words)


def _is_kept(words: list[str], at: int) -> bool:
    word = words[at].lower()
    if word in _BETWEEN_NUMBERS and 0 < at < len(words) - 1:
        return all(_HAS_DIGIT.search(words[beside]) for beside in (at - 1, at + 1))
    return word not in _FUNCTION
