"""What of a call was not used, told on one card; without a word of the patient's."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.cds.cards import info_card
from app.cds.markdown import escaped
from app.cds.resources import Sent
from app.cds.services import PREFETCH
from app.domain.decision_support import Card
from app.domain.record import PatientRecord, Unusable

MOST_LINES: Final = 12
_ENTRY: Final = re.compile(r"Bundle\.entry\[(\d{1,9})\]")
_ALWAYS: Final = frozenset({"Patient", "Observation"})
"""Of a result one part may be lost, and the rest be read."""
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
    lines = list(dict.fromkeys(lines))
    if not lines:
        return None
    rest = len(lines) - MOST_LINES
    shown = lines if rest <= 0 else [*lines[:MOST_LINES], f"- {rest} more."]
    return info_card("Parts of what was sent were not used, and count as unknown", shown, site)


def lost(record: PatientRecord, sent: Sequence[Sent]) -> tuple[Unusable, ...]:
    """What may state something of the person and could not be used; not what says itself that it
    states nothing, such as an allergy that was entered in error."""
    told = record.unread | _ALWAYS
    return tuple(
        placed([one], sent)[0]
        for one in record.unusable
        if (whose := _of(one.at, sent)) is None or whose.type in told
    )


def placed(unusable: Iterable[Unusable], sent: Sequence[Sent]) -> tuple[Unusable, ...]:
    """The same with the places of the call in place of those of the Bundle made of it."""
    return tuple(one.model_copy(update={"at": in_call(one.at, sent)}) for one in unusable)


def in_call(at: str, sent: Sequence[Sent]) -> str:
    """`Bundle.entry[3].resource.code` as `prefetch.conditions.entry[2].resource.code`."""
    whose = _of(at, sent)
    if whose is None:
        return at
    return f"{whose.at}{at.partition(']')[2].removeprefix('.resource')}"


def _of(at: str, sent: Sequence[Sent]) -> Sent | None:
    found = _ENTRY.match(at)
    return sent[int(found[1])] if found and int(found[1]) < len(sent) else None


def _named(key: str) -> str:
    return _WHAT.get(key, key if key in PREFETCH else "Resources")
