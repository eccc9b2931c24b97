"""What several checks say of the same is told once, by the gravest, with the others behind it."""

from collections.abc import Callable, Iterable, Iterator

from app.cds.cards import GRAVEST
from app.domain.safety import CheckStatus, CheckVerdict


def together(
    verdicts: Iterable[CheckVerdict], about: Callable[[CheckVerdict], str]
) -> Iterator[tuple[CheckVerdict, ...]]:
    """Warnings and blocks, those about the same in one, the gravest of each first."""
    met = [one for one in verdicts if one.status in (CheckStatus.BLOCK, CheckStatus.WARN)]
    met.sort(key=lambda one: (one.status is not CheckStatus.BLOCK, GRAVEST.index(one.severity)))
    groups: dict[str, dict[tuple[str, str | None, str], CheckVerdict]] = {}
    for one in met:
        same = groups.setdefault(about(one), {})
        same.setdefault((one.name, one.rule, one.why), one)
    for each in groups.values():
        yield tuple(each.values())


def fired(verdict: CheckVerdict) -> str:
    """All that fired: of a record its medicine, and what it meets."""
    return verdict.fired_on or verdict.why


def met_by_order(verdict: CheckVerdict) -> str:
    """Of one order what its medicine meets, the allergy or the measure; of a pair both."""
    return fired(verdict).partition("; ")[2] or fired(verdict)
