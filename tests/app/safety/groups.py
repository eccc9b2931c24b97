"""Every group of rules: its file, what a rule of it looks like, and how an example is run."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckVerdict, Screening
from app.safety.rule import Example, Rule
from app.safety.screens.emergency import rule as emergency
from app.safety.screens.emergency.screen import EmergencyScreen


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


def _emergencies(example: Example) -> tuple[CheckVerdict, ...]:
    return verdicts(EmergencyScreen().screen(question(example)))


GROUPS: tuple[Group, ...] = tuple(
    Group(file, emergency.rules_of(file), _emergencies) for file in emergency.FILES
)
