"""Whether a sentence asks for something that is wrong.

Each wrong thing is read with the words before it, from the nearest on. Acting against it
(`detect`, `report`) or asking about it (`the penalties for`) makes it harmless; words that turn
(`prevent`, `without`) make good of bad and bad of good; words that pass over (`ignore`, `hide`)
make bad of either. So `detect fraud` is harmless, `bypass fraud detection` is not.
"""

from typing import Final, NamedTuple

from app.safety.harmful.parts import NONE, Meaning, Part, books, each_saying, parts_of
from app.terms.sayings import COLON, COMMA, Sentence, Spotted, sentences

NEAR: Final = 8
"""Words between a turning or neglecting word and what it turns."""
FAR: Final = 14
"""Words over which acting against or asking about something reaches."""
FEW: Final = 10
"""Words of a sentence that only asks to go on."""
_LEADING: Final = frozenset(
    ("please", "assistant", "kindly", "hi", "hello", "now", "ok", "so", "and", "then")
)
_ASIDE: Final = frozenset(("that", "which"))
"""Behind these a new act is told, unless they stand right behind the word that reaches them."""
_APART: Final = frozenset(("without", "instead", "rather"))
"""What these turn to good belongs to nothing before them: `reduce costs without harming`."""
_ADDED: Final = frozenset(("without", "despite", "regardless", "based"))
_BARRIERS: Final = frozenset(("by", "while", "through", "via", "whilst", "despite"))


class Wrong(NamedTuple):
    """What was read as wrong: the rule, and the words."""

    rule: str
    words: str


def wrongs(text: str, without: frozenset[str] = NONE) -> list[Wrong]:
    """Everything in `text` that is asked for and wrong; time grows with its length.

    Args:
        without: sayings of rules that are left out, to tell what the others do alone.
    """
    return [each for sentence in sentences(text) for each in _of(sentence, without)]


def said(text: str) -> frozenset[str]:
    """The sayings of rules that are found in `text`, wrong as they stand or not."""
    return frozenset(
        one.meaning for sentence in sentences(text) for one in each_saying().spotted(sentence.words)
    )


def goes_on(text: str) -> bool:
    """Whether `text` asks to go on with what was asked before: `Do it anyway`."""
    words = [word for each in sentences(text) for word in each.words]
    return len(words) <= FEW and bool(books().going_on.spotted(words))


def _of(sentence: Sentence, without: frozenset[str]) -> list[Wrong]:
    words, parts = sentence.words, parts_of(sentence.words, without)
    seeds = [one for one in parts if one.meaning.part in (Part.WRONG, Part.GOOD, Part.PLAIN)]
    opens = any(one.meaning.part is Part.OPENING and one.first == _start(words) for one in parts)
    if opens or not seeds:
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
    value = 1 if seed.meaning.part is Part.GOOD or _acted_against_later(seed, parts) else -1
    main = {_start(words)} | {one.end for one in parts if one.meaning.part is Part.ASKING}
    edge, barred = seed.first, False
    for one in sorted((one for one in parts if _before(one, seed)), key=lambda one: -one.end):
        barred = barred or _barrier(words, one.end, edge)
        leads = one.first in main
        match one.meaning.part:
            case Part.MEETING if seed.meaning.part is Part.GOOD:
                continue
            case Part.KNOWING | Part.COUNTERING | Part.MEETING if _reaches(
                one, seed, words, barred, leads
            ):
                value = 1
            case Part.WRONG if seed.meaning.part is Part.GOOD and not barred:
                value = -1
            case Part.NEGLECTING if not barred and 0 <= edge - one.end <= NEAR:
                value, edge = -1, one.first
            case Part.TURNING if not barred and (leads or 0 <= edge - one.end <= NEAR):
                value, edge = -value, one.first
                if value > 0 and words[one.first] in _APART:
                    return value
    return value


def _acted_against_later(seed: Spotted[Meaning], parts: list[Spotted[Meaning]]) -> bool:
    return seed.meaning.part is not Part.GOOD and any(
        one.meaning.part is Part.AFTER and 0 <= one.first - seed.end <= NEAR for one in parts
    )


def _reaches(
    one: Spotted[Meaning], seed: Spotted[Meaning], words: list[str], barred: bool, leads: bool
) -> bool:
    """Whether acting against, or asking about, reaches as far as the seed.

    Where it is itself what is asked for, it reaches to the end of the sentence.
    """
    if one.meaning.part is Part.COUNTERING and leads:
        return True
    aside = any(word in _ASIDE for word in words[one.end + 1 : seed.first])
    return not aside and not barred and seed.first - one.end <= FAR


def _before(one: Spotted[Meaning], seed: Spotted[Meaning]) -> bool:
    reaches = one.meaning.part in (Part.COUNTERING, Part.MEETING) and one.first < seed.first
    return reaches or one.end <= seed.first


def _barrier(words: list[str], start: int, end: int) -> bool:
    """Whether another act begins in between: `..., ignoring`, `by hiding`, or a colon is there."""
    return any(
        words[at] == COLON
        or (
            (words[at] in _BARRIERS or words[at] == COMMA)
            and any(word.endswith("ing") for word in words[at + 1 : at + 3])
        )
        or (words[at] == COMMA and words[at + 1] in _ADDED)
        for at in range(start, min(end, len(words) - 1))
    )
