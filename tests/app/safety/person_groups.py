"""The groups of rules on contraindications and allergies."""

from functools import partial

from app.safety.checks.allergic import FILE, allergy_rules
from app.safety.checks.allergy import AllergyCheck, AllergyQuestionCheck
from app.safety.checks.contraindication import FILES, Contraindication
from app.safety.checks.contraindications import ContraindicationCheck, ContraindicationQuestionCheck
from app.safety.rulebook import read_rules
from tests.app.safety.group import Group, checked

PERSON_GROUPS: tuple[Group, ...] = (
    *(
        Group(
            file,
            partial(read_rules, file, Contraindication),
            checked(ContraindicationQuestionCheck(), ContraindicationCheck()),
        )
        for file in FILES
    ),
    Group(FILE, allergy_rules, checked(AllergyQuestionCheck(), AllergyCheck())),
)
