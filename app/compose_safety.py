"""Builds the screens and checks of the safety room; part of `compose.py`."""

from dataclasses import dataclass

from app.domain.ports.safety import (
    AnswerCheck,
    ClaimCheck,
    QuestionCheck,
    Screen,
    SituationReader,
)
from app.safety.register import contents
from app.safety.rulebook import fingerprint
from app.settings import Settings


@dataclass(frozen=True)
class Safety:
    """Everything that rules say something with, in the order in which it is asked."""

    screens: tuple[Screen, ...]
    reader: SituationReader | None
    question_checks: tuple[QuestionCheck, ...]
    claim_checks: tuple[ClaimCheck, ...]
    answer_checks: tuple[AnswerCheck, ...]
    contents: dict[str, str]
    """Rule id -> SHA-256 of the rule."""
    fingerprint: str
    """Over every rule file; every outcome shows it."""


def build_safety(settings: Settings) -> Safety:
    """All of it; rules are read once."""
    del settings
    return Safety(
        screens=(),
        reader=None,
        question_checks=(),
        claim_checks=(),
        answer_checks=(),
        contents=contents(),
        fingerprint=fingerprint(),
    )
