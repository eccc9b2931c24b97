"""Rules on what nobody should get help with: `rules/harm_*.toml`."""

import tomllib
from functools import lru_cache
from typing import Final

from app.safety.rule import Rule
from app.safety.rulebook import read_rules, rule_text

FILES: Final = tuple(
    f"harm_{name}.toml"
    for name in (
        "hurting",
        "forging",
        "deceiving",
        "consent",
        "fraud",
        "unfair",
        "standards",
        "intent",
    )
)


class HarmRule(Rule):
    """One kind of help that is not given; its sayings are written as `app.terms.sayings` tells."""

    acts: tuple[str, ...]
    """What is wrong to do or to make, where it is asked for."""
    goods: tuple[str, ...] = ()
    """What it is wrong to pass over, take away, or go without."""
    plain: tuple[str, ...] = ()
    """What is wrong however it is asked."""


def harm_rules(file: str) -> tuple[HarmRule, ...]:
    """The rules of one file, in its order."""
    return read_rules(file, HarmRule)


@lru_cache(maxsize=1)
def all_harm_rules() -> dict[str, HarmRule]:
    """Id -> rule, of all files."""
    return {rule.id: rule for file in FILES for rule in harm_rules(file)}


@lru_cache(maxsize=1)
def word_sets() -> dict[str, str]:
    """What `@name` stands for in the sayings of the rules."""
    sets: dict[str, str] = {}
    for file in FILES:
        sets |= tomllib.loads(rule_text(file)).get("sets", {})
    return sets
