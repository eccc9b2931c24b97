"""What of a call was not used, told on one card; without a word of the patient's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.cds.cards import info_card
from app.cds.markdown import escaped
from app.cds.services import PREFETCH
from app.domain.decision_support import Card
from app.domain.record import Unusable

MOST_LINES: Final = 12
_WHAT: Final = {
    "medicationRequests": "Prescriptions",
    "medicationStatements": "Medicines that are stated",
    "allergies": "Allergies",
    "conditions": "Conditions",
    "observations": "Results",
}


def unused_card(
    *,
    lacking: Sequence[str] = (),
    partial: Sequence[str] = (),
    unusable: Iterable[Unusable] = (),
    passed_over: Mapping[str, int] | None = None,
    unmatched: int = 0,
    site: str | None = None,
) -> Card | None:
    """None: everything was used."""
    lines = [
        *(f"- {_named(key)} could not be fetched and are not known." for key in lacking),
        *(f"- {_named(key)}: only the first page was sent." for key in partial),
        *(f"- {escaped(one.at)}: {escaped(one.why)}." for one in unusable),
        *(
            f"- {number} x {escaped(kind)}: no medicine to start, and not looked at."
            for kind, number in (passed_over or {}).items()
        ),
    ]
    if unmatched:
        lines.append(f"- {unmatched} of the selections are among no draft orders.")
    if not lines:
        return None
    rest = len(lines) - MOST_LINES
    shown = lines if rest <= 0 else [*lines[:MOST_LINES], f"- {rest} more."]
    return info_card("Parts of what was sent were not used, and count as unknown", shown, site)


def placed(unusable: Iterable[Unusable], places: Sequence[str]) -> tuple[Unusable, ...]:
    """The same with the places of the call in place of those of the Bundle made of it."""
    return tuple(one.model_copy(update={"at": in_call(one.at, places)}) for one in unusable)


def in_call(at: str, places: Sequence[str]) -> str:
    """`Bundle.entry[3].resource.code` as `prefetch.conditions.entry[2].resource.code`."""
    head, found, rest = at.partition("Bundle.entry[")
    number, closed, behind = rest.partition("]")
    if head or not found or not closed or not number.isdecimal() or int(number) >= len(places):
        return at
    return f"{places[int(number)]}{behind.removeprefix('.resource')}"


def _named(key: str) -> str:
    return _WHAT.get(key, key if key in PREFETCH else "Resources")
