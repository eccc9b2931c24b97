"""Every rule fires on each of its positives and on none of its negatives, and points at words that
stand in its source."""

import hashlib

import pytest

from app.safety.rule import Example, Pointer, Rule
from app.safety.rulebook import SOURCES, rule_files, sources
from tests.app.safety.group import Group
from tests.app.safety.groups import GROUPS
from tests.app.safety.source_text import DATA, stands, words_at

RULES = [(group, rule) for group in GROUPS for rule in group.rules()]
POSITIVES = [(group, rule, one) for group, rule in RULES for one in rule.positives]
NEGATIVES = [(group, rule, one) for group, rule in RULES for one in rule.negatives]
POINTERS = [(rule, pointer) for _, rule in RULES for pointer in rule.sources]


def name(part: object) -> str:
    return part.id if isinstance(part, Rule) else part.file if isinstance(part, Group) else ""


def fired(group: Group, example: Example) -> set[str | None]:
    return {verdict.rule for verdict in group.run(example)}


@pytest.mark.parametrize(("group", "rule", "example"), POSITIVES, ids=name)
def test_a_rule_fires_on_its_positives(group: Group, rule: Rule, example: Example) -> None:
    assert rule.id in fired(group, example), example


@pytest.mark.parametrize(("group", "rule", "example"), NEGATIVES, ids=name)
def test_a_rule_is_silent_on_its_near_misses(group: Group, rule: Rule, example: Example) -> None:
    assert rule.id not in fired(group, example), example


@pytest.mark.parametrize(("rule", "pointer"), POINTERS, ids=name)
def test_what_a_rule_points_at_stands_there(rule: Rule, pointer: Pointer) -> None:
    source = sources()[pointer.source]
    if not DATA.is_dir():
        pytest.skip("the folder of public data is absent")
    assert stands(pointer.finds, words_at(source.file, pointer.at)), rule.id


@pytest.mark.parametrize("key", sorted(sources()))
def test_a_source_is_the_file_that_was_read(key: str) -> None:
    source = sources()[key]
    if not DATA.is_dir():
        pytest.skip("the folder of public data is absent")
    assert hashlib.sha256((DATA / source.file).read_bytes()).hexdigest() == source.sha256


def test_every_rule_has_an_id_of_its_own() -> None:
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))


def test_every_file_of_rules_is_run() -> None:
    data = {SOURCES}
    assert {group.file for group in GROUPS} == set(rule_files()) - data
