"""Whether a sentence asks for something that is wrong.

Each wrong thing is read with the words before it, from the nearest on. Acting against it
(`detect`, `report`) or asking about it (`the penalties for`) makes it harmless; words that turn
(`prevent`, `without`) make good of bad and bad of good; words that pass over (`ignore`, `hide`)
make bad of either. So `detect fraud` is harmless, `bypass fraud detection` is not.
"""

from typing import Final, NamedTuple

from app.safety.harmful.parts import Meaning, Part, books, parts_of
from app.safety.harmful.wordforms import COMMA, Sentence, Spotted, sentences

NEAR: Final = 8
"""Words between a turning or neglecting word and what it turns."""
FAR: Final = 14
"""Words over which acting against or asking about something reaches."""
FEW: Final = 10
"""Words of a sentence that only asks to go on."""
_LEADING: Final = frozenset("please assistant kindly hi hello now ok so and then".split())
_ASIDE: Final = frozenset(("that", "which"))
"""Behind these a new act is told, unless they stand right behind the word that reaches them."""
_APART: Final = frozenset(("without", "instead", "rather"))
"""What these turn to good belongs to nothing before them: `reduce costs without harming`."""
_BARRIERS: Final = frozenset("by while through via whilst despite".split())


class Wrong(NamedTuple):
    """What was read as wrong: the rule, and the words."""

    rule: str
    words: str


def wrongs(text: str) -> list[Wrong]:
    """Everything in `text` that is asked for and wrong; time grows with its length."""
    return [each for sentence in sentences(text) for each in _of(sentence)]


def goes_on(text: str) -> bool:
    """Whether `text` asks to go on with what was asked before: `Do it anyway`."""
    words = [word for each in sentences(text) for word in each.words]
    return len(words) <= FEW and bool(books().going_on.spotted(words))


def _of(sentence: Sentence) -> list[Wrong]:
    words, parts = sentence.words, parts_of(sentence.words)
    seeds = [one for one in parts if one.meaning.part in (Part.WRONG, Part.GOOD, Part.PLAIN)]
    if not seeds:
        return []
    asked = _asked(words, parts)
    return [
        Wrong(one.meaning.rule or "", " ".join(sentence.said[one.first : one.end]))
        for one in seeds
        if (asked or one.meaning.part is Part.PLAIN)
        and not _covered(one, seeds)
        and _value(one, parts, words) < 0
    ]


def _covered(one: Spotted[Meaning], seeds: list[Spotted[Meaning]]) -> bool:
    """Whether something good is only a part of what is wrong: `before the safety of`."""
    return one.meaning.part is Part.GOOD and any(
        other.meaning.part is Part.WRONG and other.first < one.end and one.first < other.end
        for other in seeds
    )


def _asked(words: list[str], parts: list[Spotted[Meaning]]) -> bool:
    """Whether something is asked to be done, or told how."""
    if any(one.meaning.part is Part.ASKING for one in parts):
        return True
    start = _start(words)
    return any(one.first == 0 for one in books().starts.spotted(words[start : start + 2]))


def _start(words: list[str]) -> int:
    """Where the sentence begins, behind words of politeness."""
    return next((at for at, word in enumerate(words) if word not in _LEADING), 0)


def _value(seed: Spotted[Meaning], parts: list[Spotted[Meaning]], words: list[str]) -> int:
    """-1 where it is wrong as it stands in the sentence, else 1."""
    value = 1 if seed.meaning.part is Part.GOOD else -1
    if any(one.meaning.part is Part.AFTER and 0 <= one.first - seed.end <= NEAR for one in parts):
        value = 1
    edge, barred = seed.first, False
    for one in sorted((one for one in parts if _before(one, seed)), key=lambda one: -one.end):
        part = one.meaning.part
        barred = barred or _barrier(words, one.end, edge)
        aside = any(word in _ASIDE for word in words[one.end + 1 : seed.first])
        if part is Part.OPENING:
            value = 1 if one.first == _start(words) else value
        elif aside and part in (Part.KNOWING, Part.COUNTERING):
            continue
        elif part is Part.KNOWING and seed.first - one.end <= FAR:
            value = 1
        elif barred:
            continue
        elif part is Part.COUNTERING and seed.first - one.end <= FAR:
            value = 1
        elif part is Part.WRONG and seed.meaning.part is Part.GOOD:
            value = -1
        elif part in (Part.TURNING, Part.NEGLECTING) and 0 <= edge - one.end <= NEAR:
            value = -value if part is Part.TURNING else -1
            edge = one.first
            if value > 0 and words[one.first] in _APART:
                break
    return value


def _before(one: Spotted[Meaning], seed: Spotted[Meaning]) -> bool:
    reaches = one.meaning.part is Part.COUNTERING and one.first < seed.first
    return reaches or one.end <= seed.first


def _barrier(words: list[str], start: int, end: int) -> bool:
    """Whether another act begins in between: `..., ignoring`, `by hiding`."""
    return any(
        (words[at] in _BARRIERS or words[at] == COMMA)
        and any(word.endswith("ing") for word in words[at + 1 : at + 3])
        for at in range(start, min(end, len(words) - 1))
    )
