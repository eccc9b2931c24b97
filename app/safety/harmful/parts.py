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


NONE: Final = frozenset[str]()


@lru_cache(maxsize=2)
def books(without: frozenset[str] = NONE) -> Books:
    """All sayings but these, compiled once."""
    rules, words = all_harm_rules().values(), doing()
    wrong = {Meaning(Part.WRONG, rule.id): _but(without, rule.acts) for rule in rules}
    wrong |= {Meaning(Part.PLAIN, rule.id): _but(without, rule.plain) for rule in rules}
    good = {Meaning(Part.GOOD, rule.id): _but(without, rule.goods) for rule in rules}
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


@lru_cache(maxsize=1)
def each_saying() -> Sayings[str]:
    """The sayings of all rules, each standing for itself."""
    rules = all_harm_rules().values()
    every = {one for rule in rules for one in (*rule.acts, *rule.goods, *rule.plain)}
    return Sayings({one: (one,) for one in sorted(every)}, word_sets())


def _but(without: frozenset[str], sayings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in sayings if one not in without)


def parts_of(sentence: list[str], without: frozenset[str] = NONE) -> list[Spotted[Meaning]]:
    """Everything that is spotted in a sentence, by place; `without` as `books` has it."""
    book = books(without)
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
