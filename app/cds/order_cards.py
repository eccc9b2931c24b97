"""What was said of orders as cards: each finding once, and one card for all that is not known."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from app.cds.cards import card_of, gravest_first, info_card
from app.cds.markdown import escaped, plain
from app.cds.orders import Draft
from app.cds.together import met_by_order, together
from app.cds.wording import shortened, topic
from app.domain.decision_support import Card
from app.domain.ordering import OrderReport, OrderVerdicts
from app.domain.record import MedicineEntry
from app.domain.safety import CheckStatus, CheckVerdict

MOST: Final = 12
"""Cards with findings that are sent; how many more there are is told."""
MOST_LINES: Final = 12


def order_cards(
    report: OrderReport,
    orders: Mapping[str, tuple[Draft, MedicineEntry]],
    site: str | None,
) -> tuple[Card, ...]:
    """Findings, the gravest first, then what could not be checked."""
    said: list[tuple[CheckVerdict, Card]] = []
    for each in report.orders:
        draft, entry = orders[each.order]
        removable = each.order if draft.removable else None
        said += [
            (first, card_of(first, site, plain(entry.name), removable, others))
            for first, *others in together(each.verdicts, met_by_order)
        ]
    cards = gravest_first(said)
    lacking = [*_lacking(report.orders, orders)]
    if len(cards) > MOST:
        lacking.insert(0, f"- {len(cards) - MOST} further findings of less weight are not shown.")
        cards = cards[:MOST]
    if not lacking:
        return cards
    summary = "Not everything could be checked: see what is missing"
    if report.without_library is not None:
        lacking.append("- No drug facts of a library were compared: the library cannot be read.")
    return (*cards, info_card(summary, _shown(lacking), site))


def _lacking(
    said: Iterable[OrderVerdicts], orders: Mapping[str, tuple[Draft, MedicineEntry]]
) -> Iterator[str]:
    """`- Kidney function (ibuprofen): ... Send ...`, each reason once."""
    by_reason: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for each in said:
        name = shortened(plain(orders[each.order][1].name), 48)
        for one in each.verdicts:
            if one.status is CheckStatus.NOT_CHECKED:
                by_reason.setdefault((one.name, one.why, one.supply), []).append(name)
    for (check, why, supply), names in by_reason.items():
        listed = ", ".join(dict.fromkeys(names))
        wanted = f" Send: {escaped('; '.join(supply).rstrip('.'))}." if supply else ""
        yield f"- **{topic(check)}** ({escaped(listed)}): {escaped(why.rstrip('.'))}.{wanted}"


def _shown(lines: list[str]) -> list[str]:
    rest = len(lines) - MOST_LINES
    return lines if rest <= 0 else [*lines[:MOST_LINES], f"- {rest} more."]
