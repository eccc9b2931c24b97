"""The groups of rules on which screens stand."""

from app.domain.ports.safety import Screen
from app.domain.safety import CheckVerdict
from app.safety.harmful.rules import FILES as HARM
from app.safety.harmful.rules import harm_rules
from app.safety.rule import Example
from app.safety.rulebook import read_rules
from app.safety.screens.crisis import FILES as CRISIS
from app.safety.screens.crisis import CrisisRule, CrisisScreen
from app.safety.screens.emergency.rule import FILES as EMERGENCIES
from app.safety.screens.emergency.rule import rules_of
from app.safety.screens.emergency.screen import EmergencyScreen
from app.safety.screens.harm import HarmScreen
from app.safety.screens.injection import InjectionScreen, injection_rules
from app.safety.screens.scope import ScopeScreen, scope_rules
from tests.app.safety.group import Group, Run, question


def screened(screen: Screen) -> Run:
    """An example's question, put to the screen."""

    def run(example: Example) -> tuple[CheckVerdict, ...]:
        return screen.screen(question(example)).checks

    return run


SCREEN_GROUPS: tuple[Group, ...] = (
    *(
        Group(file, lambda file=file: read_rules(file, CrisisRule), screened(CrisisScreen()))  # type: ignore[misc]
        for file in CRISIS
    ),
    *(Group(file, rules_of(file), screened(EmergencyScreen())) for file in EMERGENCIES),
    *(
        Group(file, lambda file=file: harm_rules(file), screened(HarmScreen()))  # type: ignore[misc]
        for file in HARM
    ),
    Group("injection.toml", injection_rules, screened(InjectionScreen())),
    Group("scope.toml", scope_rules, screened(ScopeScreen())),
)
