"""A rule holds a claim back only for members that its sources name, or the class of which they
name; those that it has from memory are told as such."""

import pytest

from app.domain.safety import CheckStatus, CheckVerdict, Provenance
from app.safety.checks.age import AgeRule
from app.safety.checks.allergic import AllergyRule
from app.safety.checks.allergy import AllergyCheck
from app.safety.checks.contraindication import Contraindication
from app.safety.checks.contraindications import (
    ContraindicationCheck,
    ContraindicationQuestionCheck,
)
from app.safety.checks.hepatic import HepaticRule
from app.safety.checks.interactions import ClaimInteractions
from app.safety.checks.maximum_rules import MaximumRule
from app.safety.checks.renal import Action, RenalRule
from app.safety.interaction_rules import InteractionRule
from app.safety.rule import Example, Rule
from app.safety.saying import OURS
from app.safety.situation.medicines import ingredients_of
from app.terms.drugs import drug_names
from tests.app.safety.group import claim_of, subject_of
from tests.app.safety.groups import GROUPS
from tests.app.safety.interacting import about, medicine
from tests.app.safety.source_names import named
from tests.app.safety.source_text import DATA

EVERY = [rule for group in GROUPS for rule in group.rules()]


def holds_back(rule: Rule) -> bool:
    if not rule.sources or rule.only_warns:
        return False
    match rule:
        case InteractionRule() | Contraindication():
            return rule.blocks
        case AllergyRule():
            return rule.blocks or rule.blocks_if_severe
        case RenalRule() | HepaticRule():
            return rule.action is Action.AVOID
        case AgeRule():
            return rule.avoid
        case _:
            return isinstance(rule, MaximumRule)


def members(rule: Rule) -> set[str]:
    match rule:
        case InteractionRule():
            return {*rule.one, *rule.other}
        case Contraindication():
            return {*rule.drugs, *of_classes(rule.classes)} - rule.not_drugs
        case AllergyRule():
            given = {*rule.drugs, *of_classes(rule.classes)} - rule.not_drugs
            return given | {*rule.allergens, *of_classes(rule.allergen_classes)}
        case RenalRule() | HepaticRule() | AgeRule() | MaximumRule():
            return {*rule.drugs}
        case _:
            return set()


def of_classes(classes: frozenset[str]) -> set[str]:
    return {name for each in classes for name in ingredients_of(drug_names(), each)}


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of public data is absent")
@pytest.mark.parametrize("rule", [one for one in EVERY if holds_back(one)], ids=lambda one: one.id)
def test_a_source_names_each_member_for_which_a_rule_holds_back(rule: Rule) -> None:
    sourced = members(rule) - rule.from_memory
    unnamed = {one for one in sourced if not any(named(one, each) for each in rule.sources)}
    assert sourced
    assert unnamed == set()


def test_what_a_rule_has_from_memory_are_members_of_a_sourced_rule() -> None:
    wrong = [
        rule.id
        for rule in EVERY
        if rule.from_memory and not (rule.sources and rule.from_memory < members(rule))
    ]
    assert wrong == []


def by_rule(rule: str, said: tuple[CheckVerdict, ...]) -> CheckVerdict:
    return next(one for one in said if one.rule == rule)


def test_a_claim_is_held_back_for_a_named_member_and_warned_of_for_one_from_memory() -> None:
    rule = "conditions/beta-blocker-shock"
    shock = subject_of(Example(ask="She is in cardiogenic shock. What next?"))
    named = by_rule(rule, ContraindicationCheck().check(claim_of("Give metoprolol 5 mg."), shock))
    assert (named.status, named.provenance) == (CheckStatus.BLOCK, Provenance.SOURCED)
    other = by_rule(rule, ContraindicationCheck().check(claim_of("Give nebivolol 5 mg."), shock))
    assert (other.status, other.provenance) == (CheckStatus.WARN, Provenance.FROM_MEMORY)
    assert other.source is None


def test_a_class_with_members_from_memory_is_warned_of() -> None:
    pregnant = subject_of(Example(ask="She is 20 weeks pregnant. What lowers her cholesterol?"))
    said = ContraindicationCheck().check(claim_of("Start a statin."), pregnant)
    assert by_rule("pregnancy/statins", said).status is CheckStatus.WARN
    said = ContraindicationCheck().check(claim_of("Start atorvastatin 20 mg."), pregnant)
    assert by_rule("pregnancy/statins", said).status is CheckStatus.BLOCK


def test_a_question_is_told_whether_its_very_medicine_is_named() -> None:
    for drug, known in (
        ("atorvastatin", Provenance.SOURCED),
        ("pitavastatin", Provenance.FROM_MEMORY),
    ):
        asked = subject_of(Example(ask=f"I am 20 weeks pregnant. May I take {drug}?"))
        said = ContraindicationQuestionCheck().check(asked)
        assert by_rule("pregnancy/statins", said).provenance is known


@pytest.mark.parametrize(
    ("taken", "status", "known"),
    [
        ("sertraline", CheckStatus.BLOCK, Provenance.SOURCED),
        ("fluvoxamine", CheckStatus.WARN, Provenance.FROM_MEMORY),
    ],
)
def test_a_pair_is_held_back_where_both_are_named(
    taken: str, status: CheckStatus, known: Provenance
) -> None:
    said = ClaimInteractions().check(
        claim_of("Give pimozide 2 mg daily."), about("What next?", medicine(taken))
    )
    verdict = by_rule("interaction/ssri-pimozide", said)
    assert (verdict.status, verdict.provenance) == (status, known)


def test_an_allergy_to_a_medicine_from_memory_is_warned_of() -> None:
    for allergen, status in (("prazosin", CheckStatus.BLOCK), ("alfuzosin", CheckStatus.WARN)):
        person = subject_of(Example(ask=f"I am allergic to {allergen}. What can I take?"))
        said = AllergyCheck().check(claim_of("Take doxazosin 1 mg daily."), person)
        assert by_rule("allergy/quinazolines", said).status is status


def test_a_source_that_tells_a_level_alone_warns_and_says_whose_the_advice_is() -> None:
    said = ClaimInteractions().check(
        claim_of("Give ketoconazole 200 mg daily."), about("What next?", medicine("ranolazine"))
    )
    verdict = by_rule("interaction/ranolazine-inhibitor", said)
    assert (verdict.status, verdict.provenance) == (CheckStatus.WARN, Provenance.SOURCED)
    assert verdict.next_step is not None
    assert verdict.next_step.endswith(OURS)
