"""Every group of rules: its file, what a rule of it looks like, and how an example is run."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ports.safety import Screen
from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckVerdict, Screening
from app.safety.rule import Example, Rule
from app.safety.rulebook import read_rules
from app.safety.screens.crisis import CrisisRule, CrisisScreen
from app.safety.screens.injection import InjectionScreen, injection_rules
from app.safety.screens.scope import ScopeScreen, scope_rules


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


def by_screen(screen: Screen) -> Callable[[Example], tuple[CheckVerdict, ...]]:
    """What the screen says of an example."""
    return lambda example: verdicts(screen.screen(question(example)))


CRISIS = by_screen(CrisisScreen())

GROUPS: tuple[Group, ...] = (
    Group("crisis_suicide.toml", lambda: read_rules("crisis_suicide.toml", CrisisRule), CRISIS),
    Group("crisis_abuse.toml", lambda: read_rules("crisis_abuse.toml", CrisisRule), CRISIS),
    Group("crisis_violence.toml", lambda: read_rules("crisis_violence.toml", CrisisRule), CRISIS),
    Group("injection.toml", injection_rules, by_screen(InjectionScreen())),
    Group("scope.toml", scope_rules, by_screen(ScopeScreen())),
)
