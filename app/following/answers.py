"""Words that are no question: an answer to what was asked back, a fact to be added, `why?`."""

import re
from itertools import takewhile
from typing import Final

from app.following.reading import Kind, Reading
from app.following.rewritten import ENDS, Rewritten, question_of
from app.following.thread import Thread
from app.following.vocabulary import AskedBack, vocabulary

_ASKS: Final = re.compile(
    r"\bplease (?:add|tell|say|give|supply)\b|\bto (?:add|supply)\b|\badd:|"
    r"\badd to the (?:question|record)\b|\bif you tell me\b",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(r"[^.?!\n]{1,300}\?")
_LISTED: Final = re.compile(r"\s*[-*\u2022]")
_NUMBER: Final = re.compile(r"^(?:it is |it's |about |around |is |was )?(\d+(?:[.,]\d+)?)$", re.I)
_AGE: Final = "{} years old."
_YEARS: Final = re.compile(r"\b\d{1,3} (?:years?|months?|weeks?)\b(?! old)", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_YES: Final = re.compile(r"^(?:yes|yeah|yep|y|correct|she is|i am|i do|she does)\b[\s,;:.]*", re.I)
_NO: Final = re.compile(
    r"^(?:no|nope|none|not that i know|she is not|i am not|n|nil)\b[\s,;:.]*", re.I
)
_FACT: Final = re.compile(
    r"^(?:(?:by the way|i forgot to (?:say|mention)|i should (?:add|have said)|note|sorry|also|and|"
    r"but|oh|well|actually)\b,? ?(?:that )?)*"
    r"(?:i|she|he|the patient|patient|my (?:son|daughter|child|baby|wife|husband|partner|mother|"
    r"father|mum|mom|dad|patient))"
    r"(?:['\u2019](?:m|s)|m| (?:is|am|has|have|had|takes?|weighs?|also|on))\b"
    r"|^(?:but |and |oh,? )*my (?:doctor|gp|nurse|pharmacist|consultant|dentist|midwife)\b"
    r"|^(?:it['\u2019]?s|it is|this is) for (?:my|a|an|our|me)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    r"\b(?:i|we|he|she|they|am|is|are|was|were|has|have|had|takes?|taking|prescribed|uses?|"
    r"using|allergic)\b|['\u2019](?:m|s|re|ve)\b|^im\b",
    re.IGNORECASE,
)
"""An answer that tells more than a name: it stands by itself."""
_CORRECTS: Final = re.compile(
    r"\bi mean(?:t)?\b|^(?:no\W+)?(?:sorry|not that|rather|actually|wait|correction)\b\W+"
    r"(?!(?:i|my|we|he|she|that|the)\b|i['\u2019])",
    re.IGNORECASE,
)
"""Words that put something in the place of what was asked, and answer nothing."""
_QUESTIONING: Final = re.compile(
    r"\b(?:what|which|how|why|who|when|where)\b|\b(?:is|are|do|does|can|should|could|may) "
    r"(?:it|that|this|i|we|she|he|they|there)\b",
    re.IGNORECASE,
)
LONGEST_ANSWER: Final = 12
"""Words of an answer to a question back, and of a fact that is added."""
FEW: Final = 5
"""Words of an answer where it is not known what was asked for."""


def answer(raw: str, reading: Reading, thread: Thread) -> Rewritten | None:
    """The last question, and before it what was answered to the assistant's question back.

    Args:
        raw: the words with `yes` and `no` still at their head.
    """
    base = thread.base
    asked_back = asked_in(thread.asked_back)
    if base is None or not asked_back or reading.asks:
        return None
    if _QUESTIONING.search(raw) or _CORRECTS.search(raw):
        return None
    if not 0 < len(raw.split()) <= LONGEST_ANSWER or raw.rstrip().endswith("?"):
        return None
    said = _said(raw.strip(ENDS), reading, asked_back)
    if said is None:
        return None
    if said.startswith("with "):
        return Rewritten(question_of(f"{base.text.rstrip(ENDS)} {said}"), (base.text,))
    return Rewritten(f"{said.rstrip(ENDS)}. {question_of(base.text)}", (base.text,))


def asked_in(text: str) -> str:
    """What of the assistant's words asks for something: its questions, and what is to be added,
    with the list below; empty where it asks for nothing."""
    asked = _ASKED.findall(text)
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not _ASKS.search(line):
            continue
        below = [one for one in lines[at + 1 :] if one.strip()]
        wanted = list(takewhile(lambda one: _LISTED.match(one) is not None, below))
        return "\n".join((*asked, line, *wanted))
    return "\n".join(asked)


def _said(raw: str, reading: Reading, asked_back: str) -> str | None:
    """The answer in full; None where it answers nothing that was asked."""
    asked = _asked(asked_back)
    if number := _NUMBER.match(raw):
        one = _number_asked(asked_back)
        return None if one is None else one.said.replace("{}", number[1])
    yes, no = _YES.match(raw), _NO.match(raw)
    if yes or no:
        rest = raw[(yes or no).end() :].strip(ENDS)  # type: ignore[union-attr]
        states = [one for one in asked if (one.said or one.denied) and not one.number]
        told = (states[0].said if yes else states[0].denied) if len(states) == 1 else ""
        joined = ", ".join(one for one in (told, rest) if one)
        return joined or None
    if reading.medicines and any(one.with_it for one in asked) and not _SENTENCE.search(raw):
        return f"with {raw}"
    if not (reading.about or reading.populations or reading.amounts or _DIGIT.search(raw)):
        return None
    values = _DIGIT.search(raw) is not None and not reading.things
    if any(one.said == _AGE for one in asked):
        raw = _YEARS.sub(r"\g<0> old", raw)
    return raw if asked or (values and len(reading.words) <= FEW) else None


def _number_asked(text: str) -> AskedBack | None:
    """The one thing with a number that is asked for, or the first of those that will do: `eGFR, or
    creatinine`. None where several are asked for, or none."""
    found = [
        (one.start, vocabulary().asked_back[int(one.meaning)])
        for one in vocabulary().asked.find(text)
    ]
    numbers = [(start, one) for start, one in found if one.number]
    others = [start for start, one in numbers if one is not numbers[0][1]]
    if not numbers or (others and " or " not in text[numbers[0][0] : others[0]]):
        return None
    return numbers[0][1]


def _asked(text: str) -> list[AskedBack]:
    """What the assistant asks for, in the order of the vocabulary."""
    found = {int(one.meaning) for one in vocabulary().asked.find(text)}
    return [vocabulary().asked_back[at] for at in sorted(found)]


def fact(raw: str, reading: Reading, thread: Thread) -> Rewritten | None:
    """A fact of the person that was forgotten, and the last question again: `She is pregnant.`"""
    if thread.base is None or reading.asks or raw.rstrip().endswith("?"):
        return None
    if not _FACT.match(raw) or len(reading.words) > LONGEST_ANSWER or _QUESTIONING.search(raw):
        return None
    known = all(one.kind is not Kind.OTHER for one in reading.things)
    told = reading.populations or reading.amounts or reading.things or _DIGIT.search(raw)
    if not known or not told:
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
    if plain in words.why and base.yes_or_no:
        text = f"Why {base.text[:1].lower()}{base.text[1:]}"
        return Rewritten(question_of(text), (base.text,))
    return Rewritten(question_of(base.text), (base.text,))
