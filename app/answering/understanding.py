"""A follow-up question is read so that it stands alone, and screened both ways."""

import re
from collections.abc import Callable
from collections.abc import Generator as Steps
from contextlib import closing
from typing import Final, NamedTuple

from app.domain.abstention import AbstentionReason
from app.domain.answer import Event, Outcome
from app.domain.ports.following import FollowUps
from app.domain.question import Question
from app.domain.safety import CheckStatus, Finding, Screening

_PASSED: Final = re.compile(
    r"\b(?:it|this|that)(?: is|['\u2019]s| was) (?:all )?over\b|\bfalse alarm\b|\bfine now\b|"
    r"\b(?:has|have) (?:seen|checked) (?:me|him|her|us|them)\b",
    re.IGNORECASE,
)
"""Told, not asked, of what was said before; joined with it, it would be told anew."""
SCOPE: Final = "scope"
"""The screen that says what is no question of medicine."""


class Understood(NamedTuple):
    """
    Attributes:
        question: as it is answered: what leaned on earlier turns stands in its words.
        screening: of the words as they were asked, and of these.
        read_as: how it was understood; None where the words were left as they stood.
    """

    question: Question
    screening: Screening
    read_as: str | None = None

    def told(self, steps: Steps[Event, None, Outcome]) -> Steps[Event, None, Outcome]:
        """The same, and the outcome says how the question was understood."""
        with closing(steps):
            outcome = yield from steps
        if self.read_as is None:
            return outcome
        return outcome.model_copy(update={"read_as": self.read_as})


def understood(
    question: Question,
    screened: Callable[[Question], Screening],
    follow_ups: FollowUps | None = None,
) -> Understood:
    """The question as it stands alone. Both its words and what was made of them are screened: what
    shows in one of them alone is found, and joining hides nothing."""
    screening = screened(question)
    if follow_ups is None or not question.conversation:
        return Understood(question, screening)
    plain = question.text if screening.plain is None else screening.plain
    if _PASSED.search(plain) and "?" not in plain:
        return Understood(question, screening)
    alone = follow_ups.stand_alone(plain, question.conversation)
    if not alone.carried:
        return Understood(question, screening)
    whole = question.model_copy(update={"text": alone.text})
    joined = screened(whole)
    left = alone.text if joined.plain is None else joined.plain
    return Understood(
        question.model_copy(update={"text": left}),
        both(screening, joined).model_copy(update={"plain": None}),
        left,
    )


def both(asked: Screening, joined: Screening) -> Screening:
    """All that either says, what was said of the words as asked first."""
    findings: dict[str, Finding] = {}
    for finding in (*asked.findings, *joined.findings):
        findings.setdefault(finding.name, finding)
    if _too_short_alone(asked):
        asked = asked.model_copy(update={"decline": None, "checks": ()})
    return Screening(
        findings=tuple(findings.values()),
        decline=asked.decline or joined.decline,
        checks=tuple(dict.fromkeys((*asked.checks, *joined.checks))),
        plain=joined.plain if asked.plain is None else asked.plain,
    )


def _too_short_alone(asked: Screening) -> bool:
    """Whether the words were declined only for what they do not say by themselves: `22`."""
    if asked.decline is None or asked.decline.reason is not AbstentionReason.OUT_OF_SCOPE:
        return False
    fired = {one.name for one in asked.checks if one.status is not CheckStatus.PASS}
    return fired == {SCOPE}
