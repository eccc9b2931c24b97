"""The parts of a sentence that tell what is asked for."""

from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from app.safety.harmful.rules import all_harm_rules, word_sets
from app.terms.doing import doing
from app.terms.sayings import Sayings, Spotted


class Part(Enum):
    WRONG = auto()
    """Wrong to do."""
    GOOD = auto()
    """Wrong to go without."""
    PLAIN = auto()
    """Wrong however it is asked."""
    TURNING = auto()
    NEGLECTING = auto()
    COUNTERING = auto()
    MEETING = auto()
    KNOWING = auto()
    OPENING = auto()
    AFTER = auto()
    ASKING = auto()
    HIDDEN = auto()


OPERATORS: Final = frozenset((Part.TURNING, Part.NEGLECTING, Part.COUNTERING, Part.MEETING))


class Meaning(NamedTuple):
    part: Part
    rule: str | None = None


class Books(NamedTuple):
    """Sayings that may overlap are in different books."""

    wrong: Sayings[Meaning]
    good: Sayings[Meaning]
    operators: Sayings[Meaning]
    frames: Sayings[Meaning]
    starts: Sayings[Meaning]
    going_on: Sayings[Meaning]


@lru_cache(maxsize=1)
def books() -> Books:
    """All sayings, compiled once."""
    rules, words = all_harm_rules().values(), doing()
    wrong = {Meaning(Part.WRONG, rule.id): rule.acts for rule in rules}
    wrong |= {Meaning(Part.PLAIN, rule.id): rule.plain for rule in rules}
    good = {Meaning(Part.GOOD, rule.id): rule.goods for rule in rules}
    hidden = {Meaning(Part.HIDDEN): words.hidden.says}
    return Books(
        wrong=Sayings(hidden | wrong, word_sets()),
        good=Sayings(hidden | good, word_sets()),
        operators=Sayings(
            hidden
            | {
                Meaning(Part.COUNTERING): words.countering.says,
                Meaning(Part.MEETING): words.meeting.says,
                Meaning(Part.NEGLECTING): words.neglecting.says,
                Meaning(Part.TURNING): words.turning.says,
            },
            words.sets,
        ),
        frames=Sayings(
            {
                Meaning(Part.KNOWING): words.knowing.says,
                Meaning(Part.OPENING): words.opening.says,
                Meaning(Part.AFTER): words.after.says,
                Meaning(Part.ASKING): words.asking.says,
            },
            words.sets,
        ),
        going_on=Sayings({Meaning(Part.ASKING): words.going_on.says}),
        starts=Sayings({Meaning(Part.ASKING): words.starts.says}),
    )


def parts_of(sentence: list[str]) -> list[Spotted[Meaning]]:
    """Everything that is spotted in a sentence, by place."""
    book = books()
    found = [
        each
        for sayings in (book.wrong, book.good, book.operators, book.frames)
        for each in _outermost(sayings.spotted(sentence))
        if each.meaning.part is not Part.HIDDEN
    ]
    return sorted(found, key=lambda each: (each.first, -each.end))


def _outermost(found: list[Spotted[Meaning]]) -> list[Spotted[Meaning]]:
    """Without those that begin in a harmless saying; of nested operators the longest counts."""
    return [one for one in found if not any(_hides(other, one) for other in found)]


def _hides(one: Spotted[Meaning], other: Spotted[Meaning]) -> bool:
    if one.meaning.part is Part.HIDDEN:
        return other.meaning.part is not Part.HIDDEN and one.first <= other.first < one.end
    if one is other or not (one.first <= other.first and other.end <= one.end):
        return False
    operators = one.meaning.part in OPERATORS and other.meaning.part in OPERATORS
    return operators and (one.first, one.end) != (other.first, other.end)
