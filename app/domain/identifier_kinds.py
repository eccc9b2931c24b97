"""What identifies a person: the eighteen kinds of 45 CFR 164.514(b)(2)(i), HIPAA's Safe Harbor."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen


class IdentifierKind(StrEnum):
    """One kind of the rule, by its letter there; ages stand apart from dates, which share (C).

    No text shows a biometric identifier (P) or a full-face photograph (Q) itself; what is found of
    them is a number or a file that is called one.
    """

    NAME = "name"
    ADDRESS = "address"
    DATE = "date"
    AGE = "age"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    SOCIAL_SECURITY = "social_security"
    RECORD = "record"
    HEALTH_PLAN = "health_plan"
    ACCOUNT = "account"
    LICENCE = "licence"
    VEHICLE = "vehicle"
    DEVICE = "device"
    URL = "url"
    IP = "ip"
    BIOMETRIC = "biometric"
    PHOTO = "photo"
    OTHER = "other"

    @property
    def placeholder(self) -> str:
        """What stands for it in redacted text: `[NAME]`."""
        return f"[{self.upper()}]"

    @property
    def safe_harbor(self) -> str:
        """The letter of 45 CFR 164.514(b)(2)(i) under which it falls."""
        return _LETTERS[self]


_LETTERS: Final[dict[IdentifierKind, str]] = dict(
    zip(
        IdentifierKind,
        ("A", "B", "C", "C", *"DEFGHIJKLMNOPQR"),
        strict=True,
    )
)


class FoundIdentifier(Frozen):
    """Characters [start, end) of a text that identify somebody.

    Attributes:
        score: how sure the shape is, from 0 to 1; 1 where a check digit is right.
        why: what gave it away, in words that hold none of the identifier's own.
    """

    kind: IdentifierKind
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    score: float = Field(ge=0.0, le=1.0)
    why: str
