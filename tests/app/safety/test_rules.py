"""Every rule fires on each of its positives and on none of its negatives, and points at words that
stand in its source."""

import hashlib

import pytest

from app.safety.rule import Example, Rule
from app.safety.rulebook import SOURCES, rule_files, sources
from tests.app.safety.group import Group
from tests.app.safety.groups import GROUPS
from tests.app.safety.source_text import DATA, stands, words_at

RULES = [(group, rule) for group in GROUPS for rule in group.rules()]
SOURCED = [rule for _, rule in RULES if rule.sources]


def name(part: object) -> str:
    return part.id if isinstance(part, Rule) else ""


def fired(group: Group, example: Example) -> set[str | None]:
    return {verdict.rule for verdict in group.run(example)}


@pytest.mark.parametrize(("group", "rule"), RULES, ids=name)
def test_a_rule_fires_on_each_of_its_positives_and_on_no_near_miss(
    group: Group, rule: Rule
) -> None:
    silent = [one for one in rule.positives if rule.id not in fired(group, one)]
    alarmed = [one for one in rule.negatives if rule.id in fired(group, one)]
    assert (silent, alarmed) == ([], [])


@pytest.mark.parametrize("rule", SOURCED, ids=name)
def test_what_a_rule_points_at_stands_there(rule: Rule) -> None:
    if not DATA.is_dir():
        pytest.skip("the folder of public data is absent")
    missing = [
        pointer
        for pointer in rule.sources
        if not stands(pointer.finds, words_at(sources()[pointer.source].file, pointer.at))
    ]
    assert missing == []


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
