"""Routes of administration as the words name them."""

from collections.abc import Sequence

from app.grounding.quantities.tokens import Token
from app.terms.dose_routes import ABBREVIATIONS, COMPANY, IMPLIED, LONGEST, PHRASES

_FIRST = frozenset(phrase[0] for phrase in PHRASES)


def route_at(row: Sequence[Token], at: int, *, beside: bool) -> tuple[str, int] | None:
    """The route whose words begin at `row[at]`, and the token behind them.

    `beside` says whether a quantity stands just before: an abbreviation counts only in company.
    """
    if row[at].shape != "word":
        return None
    for length in range(min(LONGEST if row[at].text in _FIRST else 0, len(row) - at), 0, -1):
        route = PHRASES.get(tuple(token.text for token in row[at : at + length]))
        if route is not None:
            return route, at + length
    route = ABBREVIATIONS.get(row[at].text)
    if route is None:
        return None
    before = row[at - 1].text if at else ""
    behind = row[at + 1].text if at + 1 < len(row) else ""
    if beside or before in COMPANY or behind in COMPANY:
        return route, at + 1
    return None


def implied(route: str, words: frozenset[str]) -> bool:
    """Whether one of the words tells the route without naming it: tablets are swallowed."""
    return not words.isdisjoint(IMPLIED.get(route, frozenset()))
