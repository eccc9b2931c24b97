"""What is seen of a request and of a question's trip from outside: names, counts and times.

No field can hold a word of a question, an answer, a record, a path or a query string: names are
those of our own stages, rules, checks, verifiers and errors.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

FIELDS: Final = "fields"
"""The name, in the `extra` of a log record, of a mapping that a structured log writes out."""
NO_ROUTE: Final = "(no route)"


class Lap(NamedTuple):
    """One stay in a stage of the trip. `began` is seconds after the question came in."""

    stage: str
    began: float
    seconds: float


class SeenRequest(NamedTuple):
    """One HTTP request. `route` is the template (`/v1/passages/{id}`), never the path."""

    route: str
    method: str
    status: int
    seconds: float
    problem: str | None = None
    """The slug of the problem that it was answered with."""


class SeenTrip(NamedTuple):
    """One question's trip, to its outcome or to where it broke off."""

    trace_id: str
    """32 hexadecimal digits; the one that the outcome states."""
    began: int
    """Nanoseconds since 1970."""
    seconds: float
    laps: tuple[Lap, ...]
    kind: str
    """`answer`, `abstention`, `referral`; `error` where it broke, `left` where the asker did."""
    reason: str | None = None
    """Of an abstention; the class of the error."""
    audience: str = ""
    with_record: bool = False
    claims: int = 0
    evidence: int = 0
    conflicts: int = 0
    verdicts: Mapping[tuple[str, str], int] = {}
    """By verifier and verdict, of the claims that were shown."""
    checks: Mapping[tuple[str, str], int] = {}
    """By safety check and status."""
    withheld: Mapping[str, int] = {}
    """By what held them back."""
    overridden: int = 0
    review: bool = False
    fingerprints: Mapping[str, str] = {}
    """`generation`, `embedder`, `generator`, `rules`, `settings`."""

    @property
    def blocked(self) -> int:
        return sum(count for (_, status), count in self.checks.items() if status == "block")
