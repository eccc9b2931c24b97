"""From a rule that fired to the verdict that tells it."""

from collections.abc import Iterable
from typing import Final

from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.safety.rule import Rule
from app.safety.rulebook import sources

OURS: Final = "The source states no such advice: it is ours."
"""Behind what to do by a rule whose sources carry no more than a warning."""
_GRAVEST: Final = (*Severity, None)


def fired(
    name: str,
    rule: Rule,
    on: str,
    *,
    blocks: bool = False,
    why: str | None = None,
    library: tuple[LibraryWords, ...] = (),
    supply: tuple[str, ...] = (),
) -> CheckVerdict:
    """The verdict of the check `name` where `rule` fired on the words `on`.

    Args:
        blocks: whether it should withhold the claim; a rule that may not warns instead.
        why: in place of the rule's own words.
    """
    sourced = rule.provenance is Provenance.SOURCED
    may_block = sourced and not rule.only_warns
    return CheckVerdict(
        name=name,
        status=CheckStatus.BLOCK if blocks and may_block else CheckStatus.WARN,
        rule=rule.id,
        fired_on=on,
        why=why or rule.says,
        next_step=f"{rule.do} {OURS}" if sourced and rule.only_warns else rule.do,
        severity=rule.severity,
        provenance=rule.provenance,
        source=source_of(rule),
        library=library,
        supply=supply,
    )


def told_together(said: Iterable[CheckVerdict]) -> tuple[CheckVerdict, ...]:
    """One verdict for all that say the same of different words, the gravest first.

    Without this a long list of medicines tells one rule once for each pair that meets it.
    """
    groups: dict[CheckVerdict, list[CheckVerdict]] = {}
    for one in said:
        same = one.model_copy(update={"fired_on": None, "library": (), "supply": ()})
        groups.setdefault(same, []).append(one)
    together = (
        same.model_copy(
            update={
                "fired_on": "; ".join(dict.fromkeys(one.fired_on or "" for one in each)),
                "library": tuple(dict.fromkeys(words for one in each for words in one.library)),
                "supply": tuple(dict.fromkeys(what for one in each for what in one.supply)),
            }
        )
        for same, each in groups.items()
    )
    return tuple(sorted(together, key=lambda one: _GRAVEST.index(one.severity)))


def source_of(rule: Rule) -> str | None:
    """Title, year and place of what a rule points at; None of one from memory."""
    told = []
    for pointer in rule.sources:
        source = sources()[pointer.source]
        place = f", {pointer.at}" if pointer.at else ""
        told.append(f"{source.title} ({source.publisher}, {source.year}){place}")
    return "; ".join(dict.fromkeys(told)) or None


def passed(name: str, why: str = "") -> CheckVerdict:
    return CheckVerdict(name=name, status=CheckStatus.PASS, why=why)


def not_checked(name: str, why: str, *supply: str) -> CheckVerdict:
    """Something is missing; `supply` says precisely what to add."""
    return CheckVerdict(name=name, status=CheckStatus.NOT_CHECKED, why=why, supply=supply)
