"""What an emergency rule is, and whether findings fulfil it."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pydantic import Field, field_validator

from app.safety.rule import Rule
from app.safety.rulebook import read_rules

FILES: Final = tuple(
    f"emergency_{area}.toml"
    for area in (
        "heart_lungs", "brain", "infection", "pregnancy", "children", "abdomen", "metabolic",
        "poisoning", "injury", "eye_skin",
    )
)  # fmt: skip
_COUNT: Final = re.compile(r"(\d) of (.+)")


class Line(StrEnum):
    """Whose number is given beside the emergency number."""

    NONE = ""
    POISON = "poison"


class EmergencyRule(Rule):
    """`when` holds ways to fulfil the rule; one is enough.

    A way is terms joined by `+`: all hold. A term is findings joined by `|` (one is enough),
    `2 of a|b|c` (so many different ones), or `!a|b` (none of them).
    """

    when: tuple[str, ...] = Field(min_length=1)
    line: Line = Line.NONE

    @field_validator("when")
    @classmethod
    def _is_written_right(cls, ways: tuple[str, ...]) -> tuple[str, ...]:
        for way in ways:
            for term in way.split(" + "):
                if not re.fullmatch(r"(?:!|\d of )?[a-z0-9-]+(?:\|[a-z0-9-]+)*", term):
                    raise ValueError(f"{term!r} is no term")
        return ways

    def way(self, present: Mapping[str, object]) -> tuple[str, ...] | None:
        """The findings that fulfil the rule, by the way that uses most; None: it is not."""
        best: tuple[str, ...] | None = None
        for way in self.when:
            used: list[str] = []
            if all(_holds(term, present, used) for term in way.split(" + ")):
                found = tuple(dict.fromkeys(used))
                if best is None or len(found) > len(best):
                    best = found
        return best

    @property
    def findings(self) -> frozenset[str]:
        """Every finding that the rule speaks of."""
        return frozenset(
            name
            for way in self.when
            for term in way.split(" + ")
            for name in re.sub(r"^(?:!|\d of )", "", term).split("|")
        )


def _holds(term: str, present: Mapping[str, object], used: list[str]) -> bool:
    if term.startswith("!"):
        return not any(name in present for name in term[1:].split("|"))
    counted = _COUNT.fullmatch(term)
    wanted, names = (int(counted[1]), counted[2]) if counted else (1, term)
    found = [name for name in names.split("|") if name in present]
    used.extend(found)
    return len(found) >= wanted


def rules_of(file: str) -> Callable[[], tuple[EmergencyRule, ...]]:
    """A reader of one rule file."""
    return lambda: read_rules(file, EmergencyRule)


@lru_cache(maxsize=1)
def emergency_rules() -> tuple[EmergencyRule, ...]:
    """All rules, in the order of the files."""
    return tuple(one for file in FILES for one in read_rules(file, EmergencyRule))
