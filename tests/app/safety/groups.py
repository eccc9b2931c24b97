"""Every group of rules that ships."""

from app.safety.checks.age import AgeOfClaim, AgeOfQuestion, children_rules, older_rules
from app.safety.checks.hepatic import (
    HepaticOfClaim,
    HepaticOfQuestion,
    hepatic_exposure_rules,
    hepatic_rules,
)
from app.safety.checks.interactions import ClaimInteractions, QuestionInteractions
from app.safety.checks.maximum_dose import MaximumDoseOfClaim, MaximumDoseOfQuestion
from app.safety.checks.maximum_rules import ADULTS, CHILDREN, adult_rules, child_rules
from app.safety.checks.renal import (
    RenalOfClaim,
    RenalOfQuestion,
    renal_exposure_rules,
    renal_rules,
)
from app.safety.interaction_rules import FILES, InteractionRule
from app.safety.rulebook import read_rules
from tests.app.safety.group import Group, checked
from tests.app.safety.person_groups import PERSON_GROUPS
from tests.app.safety.screen_groups import SCREEN_GROUPS


def interactions(file: str) -> Group:
    """A file of pairs of medicines."""
    return Group(
        file,
        lambda: read_rules(file, InteractionRule),
        checked(QuestionInteractions(), ClaimInteractions()),
    )


GROUPS: tuple[Group, ...] = (
    *(interactions(file) for file in FILES),
    *PERSON_GROUPS,
    *SCREEN_GROUPS,
    Group("age_children.toml", children_rules, checked(AgeOfQuestion(), AgeOfClaim())),
    Group("age_older.toml", older_rules, checked(AgeOfQuestion(), AgeOfClaim())),
    Group("hepatic.toml", hepatic_rules, checked(HepaticOfQuestion(), HepaticOfClaim())),
    Group(
        "hepatic_exposure.toml",
        hepatic_exposure_rules,
        checked(HepaticOfQuestion(), HepaticOfClaim()),
    ),
    Group(ADULTS, adult_rules, checked(MaximumDoseOfQuestion(), MaximumDoseOfClaim())),
    Group(CHILDREN, child_rules, checked(MaximumDoseOfQuestion(), MaximumDoseOfClaim())),
    Group("renal.toml", renal_rules, checked(RenalOfQuestion(), RenalOfClaim())),
    Group("renal_exposure.toml", renal_exposure_rules, checked(RenalOfQuestion(), RenalOfClaim())),
)
