"""Which topics a question belongs to, by its rules, medicines, conditions and people."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.domain.ports.drugs import DrugResolver
from app.domain.reviewing import GENERAL
from app.terms.conditions import conditions
from app.terms.groups import groups_in


class Topic(Frozen):
    """One entry of `topics.toml`."""

    says: str
    rules: frozenset[str] = frozenset()
    """What stands before the slash of their ids."""
    classes: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def topics() -> dict[str, Topic]:
    """By name, in the order of the file."""
    text = files("app.governance.reviewing").joinpath("topics.toml").read_text(encoding="utf-8")
    return {name: Topic.model_validate(each) for name, each in tomllib.loads(text).items()}


TOPICS: Final = frozenset((*topics(), GENERAL))


class NamedTopics:
    """Args: drugs: resolves names of medicines."""

    def __init__(self, drugs: DrugResolver) -> None:
        self._drugs = drugs

    @property
    def names(self) -> frozenset[str]:
        return TOPICS

    def of(self, text: str, rules: tuple[str, ...] = ()) -> tuple[str, ...]:
        heads = {rule.partition("/")[0] for rule in rules}
        by_rule = [name for name, topic in topics().items() if topic.rules & heads]
        classes = self._classes(text)
        named = conditions().named(text)
        people = groups_in(text)
        by_text = [
            name
            for name, topic in topics().items()
            if topic.classes & classes or topic.conditions & named or topic.groups & people
        ]
        return tuple(dict.fromkeys((*by_rule, *by_text)))

    def _classes(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for mention in self._drugs.mentions(text):
            if mention.class_name is not None:
                found.add(mention.class_name)
            for identity in mention.candidates:
                for ingredient in identity.ingredients:
                    found |= self._drugs.classes_of(ingredient)
        return frozenset(found)
