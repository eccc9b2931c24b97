"""Every group of rules that ships."""

from app.safety.checks.age import AgeOfClaim, AgeOfQuestion, children_rules, older_rules
from app.safety.checks.hepatic import HepaticOfClaim, HepaticOfQuestion, hepatic_rules
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion, renal_rules
from tests.app.safety.group import Group, checked
from tests.app.safety.person_groups import PERSON_GROUPS

GROUPS: tuple[Group, ...] = (
    *PERSON_GROUPS,
    Group("age_children.toml", children_rules, checked(AgeOfQuestion(), AgeOfClaim())),
    Group("age_older.toml", older_rules, checked(AgeOfQuestion(), AgeOfClaim())),
    Group("hepatic.toml", hepatic_rules, checked(HepaticOfQuestion(), HepaticOfClaim())),
    Group("renal.toml", renal_rules, checked(RenalOfQuestion(), RenalOfClaim())),
)
