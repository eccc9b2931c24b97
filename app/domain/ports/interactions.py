"""Whether two medicines interact, for those who ask about a pair and no person."""

from typing import Protocol

from app.domain.safety import CheckVerdict


class InteractionFinder(Protocol):
    def between(self, one: str, other: str) -> tuple[CheckVerdict, ...]:
        """What is known of two medicines that are taken together, by any of their names.

        A verdict for each rule that the pair meets; else exactly one: a pass, or `not_checked`
        where a name is not known.
        """
        ...
