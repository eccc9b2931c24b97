"""Words that are no question: an answer to what was asked back, a fact that is added, and `why?`."""

import re
from typing import Final

from app.following.reading import Reading
from app.following.rewritten import ENDS, Rewritten, question_of
from app.following.thread import Thread
from app.following.vocabulary import AskedBack, vocabulary

_ASKS: Final = re.compile(r"\?|\bplease (?:add|tell|say|give|supply)\b|\bto (?:add|supply)\b|\badd:", re.I)
_NUMBER: Final = re.compile(r"^(?:it is |it's |about |around |is |was )?(\d+(?:[.,]\d+)?)$", re.I)
_YES: Final = re.compile(r"^(?:yes|yeah|yep|y|correct|she is|i am|i do|she does)\b[\s,;:.]*", re.I)
_NO: Final = re.compile(r"^(?:no|nope|none|not that i know|she is not|i am not|n|nil)\b[\s,;:.]*", re.I)
_FACT: Final = re.compile(
    r"^(?:(?:by the way|i forgot to say|i should add|note|sorry),? ?(?:that )?)*"
    r"(?:i am|i'm|im|i have|i take|i weigh|she|he|my \w+|the patient|her|his|patient|they)\b",
    re.IGNORECASE,
)
_YES_OR_NO: Final = frozenset(
    "is are was were do does did can could may might shall should will would must has have".split()  # noqa: SIM905
)
LONGEST_ANSWER: Final = 15
"""Words of an answer to a question back."""


def answer(raw: str, reading: Reading, thread: Thread) -> Rewritten | None:
    """The last question, and before it what was answered to the assistant's question back.

    Args:
        raw: the words with `yes` and `no` still at their head.
    """
    base = thread.base
    if base is None or not _ASKS.search(thread.asked_back) or reading.asks:
        return None
    if not 0 < len(raw.split()) <= LONGEST_ANSWER or raw.rstrip().endswith("?"):
        return None
    said = _said(raw.strip(ENDS), reading, thread.asked_back)
    if said is None:
        return None
    if said.startswith("with "):
        return Rewritten(question_of(f"{base.text.rstrip(ENDS)} {said}"), (base.text,))
    return Rewritten(f"{said.rstrip(ENDS)}. {question_of(base.text)}", (base.text,))


def _said(raw: str, reading: Reading, asked_back: str) -> str | None:
    """The answer in full; None where it answers nothing that was asked."""
    asked = _asked(asked_back)
    if number := _NUMBER.match(raw):
        one = next((each for each in asked if each.number), None)
        return None if one is None else one.said.replace("{}", number[1])
    yes, no = _YES.match(raw), _NO.match(raw)
    if yes or no:
        rest = raw[(yes or no).end() :].strip(ENDS)  # type: ignore[union-attr]
        states = [one for one in asked if (one.said if yes else one.denied) and not one.number]
        told = (states[0].said if yes else states[0].denied) if len(states) == 1 else ""
        joined = ", ".join(one for one in (told, rest) if one)
        return joined or None
    if reading.medicines and any(one.with_it for one in asked):
        return f"with {raw}"
    if asked or any(char.isdigit() for char in raw):
        return raw
    return None


def _asked(text: str) -> list[AskedBack]:
    """What the assistant asks for, in the order of the vocabulary."""
    found = {int(one.meaning) for one in vocabulary().asked.find(text)}
    return [vocabulary().asked_back[at] for at in sorted(found)]


def fact(raw: str, reading: Reading, thread: Thread) -> Rewritten | None:
    """A fact of the person that was forgotten, and the last question again: `She is pregnant.`"""
    if thread.base is None or reading.asks or raw.rstrip().endswith("?"):
        return None
    if not _FACT.match(raw) or not (reading.populations or reading.amounts or reading.things):
        return None
    if len(reading.words) > LONGEST_ANSWER:
        return None
    asked = question_of(thread.base.text)
    return Rewritten(f"{raw.rstrip(ENDS)}. {asked}", (thread.base.text,))


def reason(reading: Reading, thread: Thread) -> Rewritten | None:
    """`Why?`, `Tell me more`: the last question, and whether its reason is asked."""
    words = vocabulary()
    base = thread.base
    plain = re.sub(r"['\u2019]", " ", reading.plain)
    if base is None or not (plain in words.why or plain in words.more):
        return None
    first = base.words[0][0] if base.words else ""
    if plain in words.why and first in _YES_OR_NO:
        text = f"Why {base.text[:1].lower()}{base.text[1:]}"
        return Rewritten(question_of(text), (base.text,))
    return Rewritten(question_of(base.text), (base.text,))
