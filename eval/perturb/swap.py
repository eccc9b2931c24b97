"""Exchanging terms for others that mean the same, in one pass over a text."""

import re
from collections.abc import Sequence

from pydantic import Field

from app.domain.frozen import Frozen


class Rule(Frozen):
    """One term and what is written instead of it. A plural `s` is carried over."""

    said: str = Field(min_length=1)
    instead: str = Field(min_length=1)
    exact_case: bool = False
    not_after: tuple[str, ...] = ()
    """Words that give the term another meaning where they stand before it."""
    not_before: tuple[str, ...] = ()


class Swapper:
    """Applies rules to texts: the longest term wins, and what was written is not read again."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Raises ValueError where one term stands in two rules."""
        terms = [rule.said if rule.exact_case else rule.said.lower() for rule in rules]
        if twice := sorted({term for term in terms if terms.count(term) > 1}):
            raise ValueError(f"said twice: {', '.join(twice)}")
        self._rules = sorted(rules, key=lambda rule: -len(rule.said))
        told = "|".join(_pattern(rule, at) for at, rule in enumerate(self._rules))
        self._terms = re.compile(rf"(?<![\w-])(?:{told})s?(?![\w-])")

    def swapped(self, text: str) -> str | None:
        """The text with every term exchanged; None where it holds none."""
        changed, count = self._terms.subn(self._instead, text)
        return changed if count else None

    def _instead(self, match: re.Match[str]) -> str:
        name = str(match.lastgroup)
        plural = match.group()[len(match[name]) :]
        instead = self._rules[int(name[1:])].instead + plural
        return instead[0].upper() + instead[1:] if match.start() == 0 else instead


def _pattern(rule: Rule, at: int) -> str:
    before = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in rule.not_after)
    after = "|".join(map(re.escape, rule.not_before))
    behind = rf"(?!s?\s(?:{after})s?\b)" if after else ""
    term = rf"{before}(?P<r{at}>{re.escape(rule.said)}){behind}"
    return term if rule.exact_case else f"(?i:{term})"
