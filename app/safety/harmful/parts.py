"""The parts of a sentence that tell what is asked for."""

from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from app.safety.harmful.rules import all_harm_rules, word_sets
from app.safety.harmful.wordforms import Sayings, Spotted
from app.terms.doing import doing


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
    KNOWING = auto()
    AFTER = auto()
    ASKING = auto()


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


@lru_cache(maxsize=1)
def books() -> Books:
    """All sayings, compiled once."""
    rules, words = all_harm_rules().values(), doing()
    wrong = {Meaning(Part.WRONG, rule.id): rule.acts for rule in rules}
    wrong |= {Meaning(Part.PLAIN, rule.id): rule.plain for rule in rules}
    return Books(
        wrong=Sayings(wrong, word_sets()),
        good=Sayings({Meaning(Part.GOOD, rule.id): rule.goods for rule in rules}, word_sets()),
        operators=Sayings(
            {
                Meaning(Part.COUNTERING): words.countering.says,
                Meaning(Part.NEGLECTING): words.neglecting.says,
                Meaning(Part.TURNING): words.turning.says,
            },
            words.sets,
        ),
        frames=Sayings(
            {
                Meaning(Part.KNOWING): words.knowing.says,
                Meaning(Part.AFTER): words.after.says,
                Meaning(Part.ASKING): words.asking.says,
            },
            words.sets,
        ),
        starts=Sayings({Meaning(Part.ASKING): words.starts.says}),
    )


def parts_of(sentence: list[str]) -> list[Spotted[Meaning]]:
    """Everything that is spotted in a sentence, by place."""
    book = books()
    found = [
        each
        for sayings in (book.wrong, book.good, book.operators, book.frames)
        for each in sayings.spotted(sentence)
    ]
    return sorted(found, key=lambda each: (each.first, -each.end))
