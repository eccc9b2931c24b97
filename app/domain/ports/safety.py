"""Screens before retrieval, checks on claims and on whole answers."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.answer import CitedClaim
from app.domain.question import Question
from app.domain.safety import CheckVerdict, Screening


class Screen(Protocol):
    def screen(self, question: Question) -> Screening: ...


class ClaimCheck(Protocol):
    @property
    def name(self) -> str: ...

    def check(self, claim: CitedClaim, question: Question) -> CheckVerdict: ...


class AnswerCheck(Protocol):
    @property
    def name(self) -> str: ...

    def check(self, claims: Sequence[CitedClaim], question: Question) -> CheckVerdict: ...
