"""Outcomes counted by period, as a whole and by audience and role: one pass over any number of
them, in memory that grows with periods and names, and by a number an outcome for the times."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

from app.domain.frozen import Frozen
from app.domain.watched import Came, WatchedOutcome
from app.monitoring.periods import By, Period, period_with

RATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "abstention": "outcomes",
        "referral": "outcomes",
        "block": "outcomes",
        "withheld": "outcomes",
        "override": "outcomes",
        "not_checked": "outcomes",
        "failure": "questions",
    }
)
"""Each rate, and what it is a share of."""


class Group(Frozen):
    """Whose questions; `of` is "everybody", "audience" or "role"."""

    of: str
    name: str


EVERYBODY: Final = Group(of="everybody", name="")
_ALL: Final = (EVERYBODY.of, EVERYBODY.name)


class Latency(Frozen):
    """Seconds of all stages together, by nearest rank."""

    period: Period
    outcomes: int
    p50: float | None
    p95: float | None


class Reviewable(Frozen):
    """What is needed of an answer that somebody reviewed."""

    came: Came
    audience: str | None
    role: str | None
    confidence: float | None


class Tally:
    """Args: reviewed: trace ids to keep apart what reviews need of."""

    def __init__(self, by: By, reviewed: Collection[str] = ()) -> None:
        self._by = by
        self._wanted = frozenset(reviewed)
        self._days: dict[date, Period] = {}
        self._counts: defaultdict[tuple[date, str, str], Counter[str]] = defaultdict(Counter)
        self._seconds: dict[date, array[float]] = {}
        self._topics: defaultdict[date, Counter[str]] = defaultdict(Counter)
        self._first_topics: defaultdict[date, Counter[str]] = defaultdict(Counter)
        self._whys: defaultdict[date, Counter[str]] = defaultdict(Counter)
        self.reviewed: dict[str, Reviewable] = {}

    def add_all(self, outcomes: Iterable[WatchedOutcome]) -> None:
        for each in outcomes:
            self.add(each)

    def add(self, outcome: WatchedOutcome) -> None:
        first = self._period(outcome.at).first
        kinds = tuple(_kinds(outcome))
        for of, name in _groups(outcome):
            self._counts[first, of, name].update(kinds)
        if outcome.came in (Came.FAILURE, Came.LEFT):
            return
        if outcome.seconds is not None:
            self._seconds.setdefault(first, array("d")).append(outcome.seconds)
        why = f"{outcome.came.value}/{outcome.why}" if outcome.why else outcome.came.value
        self._whys[first][why] += 1
        if outcome.topics:
            self._first_topics[first][outcome.topics[0]] += 1
            self._topics[first].update(set(outcome.topics))
        if outcome.trace_id is not None and outcome.trace_id in self._wanted:
            self.reviewed[outcome.trace_id] = Reviewable(
                came=outcome.came,
                audience=outcome.audience,
                role=outcome.role,
                confidence=outcome.confidence,
            )

    @property
    def first(self) -> Period | None:
        """The earliest period with any question."""
        return min(self._days.values(), key=lambda each: each.first, default=None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Audiences, then roles; by name."""
        found = {(of, name) for _, of, name in self._counts} - {_ALL}
        return tuple(Group(of=of, name=name) for of, name in sorted(found))

    def count(self, period: Period, kind: str, group: Group = EVERYBODY) -> int:
        """Args: kind: a rate of `RATES`, "outcomes", "questions", "left", "answer"."""
        counts = self._counts.get((period.first, group.of, group.name))
        return 0 if counts is None else counts[kind]

    def latency(self, period: Period) -> Latency:
        seconds = sorted(self._seconds.get(period.first, ()))
        return Latency(
            period=period,
            outcomes=len(seconds),
            p50=nearest_rank(seconds, 0.5),
            p95=nearest_rank(seconds, 0.95),
        )

    def topics(self, period: Period) -> Counter[str]:
        """How many outcomes belong to each; one may belong to several."""
        return self._topics.get(period.first, Counter())

    def first_topics(self, period: Period) -> Counter[str]:
        """By the first topic of each; their sum is how many have any."""
        return self._first_topics.get(period.first, Counter())

    def whys(self, period: Period) -> Counter[str]:
        """What came of each, and why."""
        return self._whys.get(period.first, Counter())

    def _period(self, at: datetime) -> Period:
        day = at.astimezone(UTC).date()
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = period_with(day, self._by)
        return found


def nearest_rank(ordered: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share of all lie at or below; None of none."""
    if not ordered:
        return None
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def _kinds(outcome: WatchedOutcome) -> Iterable[str]:
    if outcome.came is Came.LEFT:
        yield "left"
        return
    yield "questions"
    yield outcome.came.value
    if outcome.came is Came.FAILURE:
        return
    yield "outcomes"
    told = {
        "block": outcome.blocked,
        "withheld": outcome.withheld,
        "override": outcome.overridden,
        "not_checked": outcome.not_checked,
    }
    yield from (kind for kind, holds in told.items() if holds)


def _groups(outcome: WatchedOutcome) -> Iterable[tuple[str, str]]:
    yield _ALL
    if outcome.audience is not None:
        yield "audience", outcome.audience.value
    if outcome.role is not None:
        yield "role", outcome.role
