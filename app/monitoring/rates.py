"""How often each thing comes of a question, as a whole by chart, and by audience and role."""

from collections.abc import Sequence

from app.domain.frozen import Frozen
from app.monitoring.charts import Chart, Counted, p_chart
from app.monitoring.periods import Period
from app.monitoring.tallying import EVERYBODY, RATES, Group, Tally


class Rated(Frozen):
    """Counts of one period; what each is a share of: `tallying.RATES`."""

    period: Period
    questions: int
    """Answered, abstained from, referred or failed."""
    outcomes: int
    left: int
    """Whose asker went away first; no question of the above."""
    counts: dict[str, int]


class GroupRates(Frozen):
    group: Group
    by_period: tuple[Rated, ...]

    def total(self, kind: str) -> int:
        """Over all periods; kind: a rate, "questions", "outcomes" or "left"."""
        if kind in RATES:
            return sum(each.counts[kind] for each in self.by_period)
        return sum(getattr(each, kind) for each in self.by_period)


def rate_charts(tally: Tally, shown: Sequence[Period], baseline: int) -> tuple[Chart, ...]:
    """Of everybody, one chart for each of `RATES`."""
    return tuple(
        p_chart(
            name,
            [Counted(each, tally.count(each, name), tally.count(each, of)) for each in shown],
            baseline,
            widened=True,
        )
        for name, of in RATES.items()
    )


def group_rates(tally: Tally, shown: Sequence[Period]) -> tuple[GroupRates, ...]:
    """Of everybody, then of each audience and role."""
    return tuple(_group(tally, each, shown) for each in (EVERYBODY, *tally.groups))


def _group(tally: Tally, group: Group, shown: Sequence[Period]) -> GroupRates:
    rated = tuple(
        Rated(
            period=each,
            questions=tally.count(each, "questions", group),
            outcomes=tally.count(each, "outcomes", group),
            left=tally.count(each, "left", group),
            counts={name: tally.count(each, name, group) for name in RATES},
        )
        for each in shown
    )
    return GroupRates(group=group, by_period=rated)
