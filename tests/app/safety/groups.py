"""Every group of rules: its file, what a rule of it looks like, and how an example is run."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckVerdict, Screening
from app.safety.rule import Example, Rule
from tests.app.safety.person_groups import PERSON_GROUPS


@dataclass(frozen=True)
class Group:
    """`run` gives what the installed screen or check says of an example."""

    file: str
    rules: Callable[[], tuple[Rule, ...]]
    run: Callable[[Example], tuple[CheckVerdict, ...]]


def question(example: Example) -> Question:
    """The example's question, asked after what was said earlier."""
    turns = tuple(Turn(speaker=Speaker.USER, text=text) for text in example.earlier)
    return Question.asked(example.ask, example.audience, turns)


def verdicts(screening: Screening) -> tuple[CheckVerdict, ...]:
    return screening.checks


GROUPS: tuple[Group, ...] = (*(Group(*one) for one in PERSON_GROUPS),)
